// What the extension host calls: runs every suite with mocha and leaves the counts in a file, so that they do not depend on reading a log.
import * as fs from 'node:fs';
import Mocha from 'mocha';

function report(mocha: Mocha): Promise<{ passed: number; failed: number }> {
  return new Promise((resolve) => {
    const counts = { passed: 0, failed: 0 };
    const runner = mocha.run(() => resolve(counts));
    runner.on('pass', () => (counts.passed += 1));
    runner.on('fail', () => (counts.failed += 1));
  });
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'spec', color: false });
  const pattern = process.env['TT_HOST_GREP'];
  if (pattern) mocha.grep(pattern);
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  // In this order: the first one looks at an extension that nothing has woken yet.
  await import('./suite/activation.js');
  await import('./suite/contributions.js');
  await import('./suite/rival.js');
  await import('./suite/workspace.js');
  await import('./suite/tasks.js');
  await import('./suite/tests_explorer.js');
  const counts = await report(mocha);
  const file = process.env['TT_HOST_REPORT'];
  if (file) fs.writeFileSync(file, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}
