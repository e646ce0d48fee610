// A list of arguments as one line that a person can edit: blanks between them, double quotes around what needs them. Never a shell's text.

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };
const meanings: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

const quoted = (argument: string): string => `"${argument.replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character)}"`;

/** `python3 demo.py "a b" ""`. parseArguments() gives the same list back. */
export function argumentsText(argv: readonly string[]): string {
  return argv.map((argument) => (argument === '' || /[\s"\\]/.test(argument) ? quoted(argument) : argument)).join(' ');
}

export type ParsedArguments = { argv: string[] } | { problem: 'empty' | 'openQuote' | 'unknownEscape'; text: string };

/** Only the double quote and, inside of quotes, the backslash mean something: `$HOME`, `*` and `|` are what they are. */
export function parseArguments(text: string): ParsedArguments {
  const argv: string[] = [];
  let current: string | undefined;
  let inQuotes = false;
  for (let i = 0; i < text.length; ++i) {
    const character = text.charAt(i);
    if (inQuotes && character === '\\') {
      const next = text.charAt(++i);
      const meaning = meanings[next];
      if (next === '') return { problem: 'openQuote', text };
      if (meaning === undefined) return { problem: 'unknownEscape', text: `\\${next}` };
      current = (current ?? '') + meaning;
    } else if (character === '"') {
      inQuotes = !inQuotes;
      current ??= '';
    } else if (!inQuotes && /\s/.test(character)) {
      if (current !== undefined) argv.push(current);
      current = undefined;
    } else {
      current = (current ?? '') + character;
    }
  }
  if (inQuotes) return { problem: 'openQuote', text };
  if (current !== undefined) argv.push(current);
  if (argv[0] === undefined || argv[0] === '') return { problem: 'empty', text };
  return { argv };
}
