// Walks through the basics' lessons: every step is run with the real program, as it comes, mended wrongly, and mended.
//   node tests/lessons/walk.mjs                 the last line is `N passed, N failed`
//   node tests/lessons/walk.mjs --only TEXT     those whose name has TEXT in it
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { makeHome, program } from '../clients/lib/daemon.mjs';
import * as exercises from './cases/exercises.mjs';
import * as needs from './cases/needs.mjs';
import * as programs from './cases/programs.mjs';
import { pack, root, startReader } from './lib/reader.mjs';

const kFrontMatter = ['id', 'title', 'description', 'category', 'tags', 'supportedHardware', 'status', 'estimatedMinutes', 'validatedOn', 'validationDate', 'validationNotes'];

const manifest = parse(fs.readFileSync(path.join(pack, 'pack.yaml'), 'utf8'));
const lessons = manifest.lessons.map(({ file, steps }) => ({ file, id: file.replace(/\.md$/, ''), steps, text: fs.readFileSync(path.join(pack, file), 'utf8') }));

function lint() {
  const { status, stdout, stderr } = spawnSync(program, ['check', pack], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /: 4 lessons, \d+ commands, 0 errors, 0 other remarks\n$/);
}

function frontMatter() {
  for (const { file, id, text } of lessons) {
    const front = parse(text.split(/^---$/m)[1]);
    for (const key of kFrontMatter) assert.ok(key in front, `${file} lacks ${key}`);
    assert.equal(front.id, id);
    assert.ok(['draft', 'validated'].includes(front.status) && (front.status === 'draft' || front.validatedOn.length > 0), `${file}: validated on nothing`);
  }
}

/** Each step that runs something has its block in the lesson, and each command runs for some step. */
function blocks() {
  const used = new Set();
  for (const { file, steps, text } of lessons) {
    for (const { id, command, title } of steps) {
      if (command === undefined) continue;
      used.add(command);
      assert.ok(text.includes(`\`\`\`bash step=${id}\n`), `${file} has no block for the step "${title}"`);
    }
  }
  assert.deepEqual(manifest.commands.map(({ id }) => id).filter((id) => !used.has(id)), []);
}

/** "Reading a failed job" has a section for every fault that the daemon knows, under the anchor that it names. */
async function faults(home) {
  const source = fs.readFileSync(path.join(root, 'daemon', 'gates', 'faults.cpp'), 'utf8');
  const anchors = [...source.matchAll(/^ {4}\{"\w+", "([a-z0-9-]+)", match_\w+/gm)].map(([, anchor]) => anchor);
  assert.ok(anchors.length >= 14, `only ${anchors.length} faults were found in the source`);
  const reader = await startReader(home);
  const { headings } = await reader.daemon.request('tenstorrent/lesson/get', { id: 'failed-job' });
  const known = new Set(headings.map(({ anchor }) => anchor));
  assert.deepEqual(anchors.filter((anchor) => !known.has(anchor)), []);
  await reader.close();
}

async function everyStep(home) {
  const walked = new Set([...exercises.walked, ...needs.walked, 'check-your-machine/read-kernel', 'running-demo/check-weights']);
  const ticks = [];
  for (const { id, steps } of lessons) {
    for (const step of steps) {
      if (step.command === undefined) ticks.push(step.id);
      else assert.ok(walked.has(`${id}/${step.id}`), `nothing walks through ${id}/${step.id}`);
    }
  }
  // What only the reader can judge; another such step is worth a thought.
  assert.deepEqual(ticks, ['devices-view', 'change-one-thing']);

  const reader = await startReader(home, { env: { TT_BRINGUP_SYSROOT: '/' } });
  const kernel = await reader.run('check-your-machine', 'read-kernel');
  assert.match(kernel.text, /^kernel: Linux \d/);
  assert.equal((await reader.state('check-your-machine', 'read-kernel')).status, kernel.job.exitCode === 0 ? 'done' : 'failed');
  const weights = await reader.run('running-demo', 'check-weights');
  assert.equal(weights.job.exitCode, 1, weights.text);
  assert.match(weights.text, /microsoft\/Phi-3-mini-128k-instruct isn't in .*: download it first/);
  assert.equal((await reader.state('running-demo', 'check-weights')).status, 'failed');
  // Another model proves nothing for the step.
  const { job } = await reader.command('tenstorrent.demo.checkWeights', { model: home.folder });
  assert.equal(job.step, undefined);
  await reader.close();
}

/** With the other bundled packs beside it every link of the pages leads somewhere. */
async function links(home) {
  const reader = await startReader(home);
  for (const { id } of lessons) {
    const { links: found } = await reader.daemon.request('tenstorrent/lesson/get', { id });
    assert.ok(found.length > 0);
    for (const link of found) assert.equal(link.available, true, `${id}: ${link.label}: ${link.reason}`);
  }
  const { packs } = await reader.daemon.request('tenstorrent/lesson/list', {});
  assert.deepEqual(packs.find((one) => one.id === manifest.pack.id).problems, []);
  await reader.close();
}

function inATerminal(home) {
  const env = { ...process.env, HOME: home.folder, XDG_STATE_HOME: path.join(home.folder, 'state'), TT_BRINGUP_PACKS: path.dirname(pack) };
  delete env.TT_BRINGUP_STATE;
  const run = () => spawnSync(program, ['run', 'tenstorrent.failedJob.outOfL1', '--yes'], { encoding: 'utf8', env, cwd: home.folder, timeout: 60_000 });
  assert.equal(run().status, 1);
  fs.writeFileSync(path.join(home.folder, 'tt-bringup/exercises/out_of_l1/program_config.json'), '{"in0_block_w": 8}');
  const mended = run();
  assert.equal(mended.status, 0, mended.stdout + mended.stderr);
}

const tests = {
  'the pack has no errors and no remarks': lint,
  'front matter is complete, and nothing claims to be validated on hardware that it names not': frontMatter,
  'each step that runs something has its block, and each command its step': blocks,
  'every link leads somewhere, and the packs don\'t get into each other\'s way': links,
  'every known fault has its section in "Reading a failed job"': faults,
  'every step is walked, and those of a bare machine end as they should': everyStep,
  'an exercise works in a terminal, too': inATerminal,
  ...programs.cases,
  ...exercises.cases,
  ...needs.cases,
};

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
let passed = 0;
let failed = 0;
for (const [name, test] of Object.entries(tests).filter(([name]) => name.includes(only))) {
  const home = makeHome();
  try {
    await test(home);
    passed += 1;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n${error.stack ?? error}`);
  }
  home.dispose();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
