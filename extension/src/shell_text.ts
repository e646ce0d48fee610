// A command as text that a person can paste into a shell. It is only ever copied, never run.

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

export const quoted = (argument: string): string => (plain.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`);

export const shellText = (argv: readonly string[], cwd: string): string => `cd ${quoted(cwd)} && ${argv.map(quoted).join(' ')}`;
