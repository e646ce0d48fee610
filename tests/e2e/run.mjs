// The end-to-end tests: our packaged extension in a real VS Code, driven through its real user interface, with the network off.
//   node tests/e2e/run.mjs [--vsix FILE] [--session NAME] [--only TEXT]      screenshots go to test-results/e2e
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCardTree } from './lib/card_tree.mjs';
import { makeSuite, runSuite } from './lib/runner.mjs';
import { openSession } from './lib/session.mjs';
import { accessibility } from './scenarios/accessibility.mjs';
import { authoring, kPack } from './scenarios/authoring.mjs';
import { cards } from './scenarios/cards.mjs';
import { clone, silentServer } from './scenarios/clone.mjs';
import { commands } from './scenarios/commands.mjs';
import { editedPack, makeOwnPack } from './scenarios/edited_pack.mjs';
import { failedJob } from './scenarios/failed_job.mjs';
import { finding, kFindingOptions } from './scenarios/finding.mjs';
import { forbidden } from './scenarios/forbidden.mjs';
import { keyboard } from './scenarios/keyboard.mjs';
import { longJob } from './scenarios/long_job.mjs';
import { kModelFiles, modelTools } from './scenarios/model_tools.mjs';
import { network } from './scenarios/network.mjs';
import { openLesson } from './scenarios/open_lesson.mjs';
import { logs } from './scenarios/logs.mjs';
import { practice } from './scenarios/practice.mjs';
import { kQueueOptions, queue } from './scenarios/queue.mjs';
import { reload } from './scenarios/reload.mjs';
import { rival } from './scenarios/rival.mjs';
import { kFiles, startFromEditor } from './scenarios/start_from_editor.mjs';
import { untrusted } from './scenarios/untrusted.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const shots = path.join(root, 'test-results', 'e2e');
const { values } = parseArgs({
  options: {
    vsix: { type: 'string', default: path.join(root, 'dist', 'tt-bringup.vsix') },
    session: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
  },
});

const silent = await silentServer();
const cardTree = makeCardTree();
const ownPack = makeOwnPack();
const kSessions = [
  {
    name: 'trusted',
    options: {
      settings: { 'tenstorrent.packs': [path.join(here, 'packs', 'hostile'), ownPack.folder] },
      others: [path.join(root, 'tests', 'host', 'rival')],
      environment: { TT_BRINGUP_TEST_CLONE_URL: silent.url },
    },
    // The network comes before the rival, whose check follows a link to the outside on purpose.
    scenarios: [openLesson, practice, reload, longJob, failedJob, forbidden, editedPack(ownPack), keyboard, accessibility, clone(silent), commands, logs, network, rival],
  },
  { name: 'tests', options: { files: kFiles, environment: { PYTHONPATH: path.join(here, 'fake_pytest'), PYTHONDONTWRITEBYTECODE: '1' } }, scenarios: [startFromEditor] },
  { name: 'models', options: { files: kModelFiles }, scenarios: [modelTools, network] },
  { name: 'authoring', options: { files: kPack }, scenarios: [authoring, network] },
  { name: 'queue', options: kQueueOptions(), scenarios: [queue] },
  { name: 'cards', options: { environment: { TT_BRINGUP_SYSROOT: cardTree.root } }, scenarios: [cards(cardTree), network] },
  { name: 'finding', options: kFindingOptions, scenarios: [finding, network] },
  { name: 'untrusted', options: { trusted: false }, scenarios: [untrusted, network] },
];

fs.rmSync(shots, { recursive: true, force: true });
fs.mkdirSync(shots, { recursive: true });
const total = { passed: 0, failed: 0 };
const failures = [];
for (const { name, options, scenarios } of kSessions) {
  if (values.session && values.session !== name) continue;
  const suite = makeSuite();
  for (const scenario of scenarios) scenario(suite);
  const only = values.only ? new RegExp(values.only) : undefined;
  let context;
  try {
    context = await openSession({ vsix: path.resolve(values.vsix), shots, name, ...options });
    const counts = await runSuite({ title: name, suite, context, shots, only });
    total.passed += counts.passed;
    total.failed += counts.failures.length;
    failures.push(...counts.failures);
  } catch (error) {
    total.failed += suite.checks.length;
    failures.push(`FAIL ${name}: the session did not start: ${error.stack ?? error}`);
    console.log(failures.at(-1));
  } finally {
    await context?.close();
  }
}
// Once more at the end, where a log that is cut short still has them.
if (failures.length > 0) console.log(`\n${failures.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
