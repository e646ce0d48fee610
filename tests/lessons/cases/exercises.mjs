// Each exercise fails as it comes, with the fault that its lesson speaks of, and its step is done once it is mended and not before.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pack, startReader } from '../lib/reader.mjs';

// `wrong`: answers or edits that don't mend it. `folder`: of the exercise. `fault`: what "Why?" says. `exit`: of the first run.
const kExercises = [
  {
    lesson: 'check-your-machine',
    step: 'made-up-machine',
    folder: 'box',
    imitates: true,
    exit: 1,
    wrong: { chips: 4, narrow_link: 2 },
    answers: { driver: '2.10.0', boards: 3, chips: 5, old_firmware: 0, hottest: 1, narrow_link: 3, holder: 4242, hugepages: 3 },
  },
  {
    lesson: 'running-demo',
    step: 'read-log',
    folder: 'demo_log',
    imitates: true,
    exit: 1,
    wrong: { speed: 200, hundred_tokens: 4 },
    answers: { speed: 25, throughput: '200 t/s', users: 8, first_token: '118.4 ms', compile: '23.5', broken_user: 5, hundred_tokens: '4.08' },
  },
  {
    lesson: 'failed-job',
    step: 'first-error',
    folder: 'first_error',
    imitates: true,
    exit: 1,
    wrong: { ended_by: 'KeyError', cause_layer: 20 },
    answers: { ended_by: 'IndexError', cause_layer: 19, missing_bytes: 402653184, seen_in_layer: 20 },
  },
  {
    lesson: 'failed-job',
    step: 'missing-module',
    exit: 1,
    fault: 'missingModule',
    faultText: /^ModuleNotFoundError: No module named 'tiles'$/,
    wrong: (reader) => reader.edit('missing_module/environment.txt', (text) => text.replace(/^PYTHONPATH =.*/m, 'PYTHONPATH = nowhere')),
    mend: (reader) => reader.edit('missing_module/environment.txt', (text) => text.replace(/^PYTHONPATH =.*/m, 'PYTHONPATH = checkout')),
  },
  {
    lesson: 'failed-job',
    step: 'no-test',
    imitates: true,
    exit: 5,
    fault: 'noTests',
    faultText: /6 deselected/,
    // Two tests match; one is wanted.
    wrong: (reader) => reader.edit('no_test/selection.txt', (text) => text.replace(/^k =.*/m, 'k = batch-1')),
    mend: (reader) => reader.edit('no_test/selection.txt', (text) => text.replace(/^k =.*/m, 'k = performance and batch-1')),
  },
  {
    lesson: 'failed-job',
    step: 'out-of-l1',
    imitates: true,
    exit: 1,
    fault: 'outOfMemory',
    faultText: /grow to 1900544 B which is beyond max L1 size of 1499136 B$/,
    // It fits, and is smaller than it has to be.
    wrong: (reader) => reader.edit('out_of_l1/program_config.json', (text) => text.replace('16', '4')),
    mend: (reader) => reader.edit('out_of_l1/program_config.json', (text) => text.replace('4', '8')),
  },
  {
    lesson: 'failed-job',
    step: 'low-pcc',
    exit: 1,
    gate: true,
    // Values that are no numbers pass no gate.
    wrong: (reader) => reader.edit('low_pcc/port.py', (text) => text.replace('return out\n\n\ndef attend', "return [[float('nan')] * len(row) for row in rows]\n\n\ndef attend")),
    mend: (reader) => reader.edit('low_pcc/port.py', () => fs.readFileSync(path.join(pack, 'exercises/low_pcc/port.py'), 'utf8')
      .replace('first, second = 2 * i, 2 * i + 1', 'first, second = i, i + len(row) // 2')),
  },
  {
    lesson: 'profiling',
    step: 'find-slowest',
    folder: 'profile',
    imitates: true,
    exit: 1,
    wrong: { slowest_call: 1052, gap_before: 1053 },
    answers: { slowest_operation: 'Matmul', slowest_call: 1060, farthest_matmul: 1052, gap_before: 1054, culprit: 'torch.Tensor.mean', speed_now: '20.2', speed_then: '27.5' },
  },
];

/** Puts answers or an edit in. */
const apply = (what, exercise, reader) => (typeof what === 'function' ? what(reader) : reader.answer(exercise.folder, what));

async function walk(home, exercise) {
  const { lesson, step } = exercise;
  const reader = await startReader(home);
  const first = await reader.run(lesson, step);
  assert.equal(first.job.exitCode, exercise.exit, first.text);
  assert.equal(first.lines[0].startsWith('This program imitates '), exercise.imitates === true, first.lines[0]);
  assert.equal(first.job.fault?.kind, exercise.fault);
  if (exercise.faultText) {
    assert.match(first.job.fault.text, exercise.faultText);
    // The line that "Why?" names is the line that says it.
    assert.ok(first.lines[first.job.fault.line - 1].includes(first.job.fault.text), `line ${first.job.fault.line}`);
  }
  assert.equal((await reader.state(lesson, step)).status, 'failed');

  apply(exercise.wrong, exercise, reader);
  const second = await reader.run(lesson, step);
  assert.notEqual(second.job.exitCode, 0, second.text);
  assert.equal((await reader.state(lesson, step)).status, 'failed');
  if (exercise.folder !== undefined) {
    // What is wrong stands in the reader's file, for the Problems view.
    const marks = await reader.marks(second.job.id);
    const inAnswers = marks.filter((mark) => mark.uri?.endsWith(`/${exercise.folder}/answers.txt`));
    for (const key of Object.keys(exercise.wrong)) {
      const mark = inAnswers.find((one) => one.text.startsWith(`"${key}" isn't ${exercise.wrong[key]}.`));
      assert.ok(mark !== undefined, `nothing is said of ${key}: ${JSON.stringify(marks)}`);
      const line = fs.readFileSync(path.join(reader.exercises, exercise.folder, 'answers.txt'), 'utf8').split('\n')[mark.fileLine - 1];
      assert.equal(line, `${key} = ${exercise.wrong[key]}`);
    }
  }

  apply(exercise.answers ?? exercise.mend, exercise, reader);
  const third = await reader.run(lesson, step);
  assert.equal(third.job.exitCode, 0, third.text);
  assert.equal(third.job.fault, undefined);
  const state = await reader.state(lesson, step);
  assert.equal(state.status, 'done');
  assert.equal(state.by, exercise.gate ? 'gate' : 'exit');
  if (exercise.gate) assert.equal(third.job.verdict, 'passed');
  await reader.close();
}

async function hang(home) {
  const step = ['failed-job', 'hang'];
  const reader = await startReader(home);
  // Nothing in the log tells when it has come to hang: where it is stopped before, it is run again.
  let stopped;
  for (let tries = 0; tries < 20 && !/reader is at its end/.test(stopped?.text); ++tries) {
    const begun = await reader.start(...step);
    await reader.logWith(begun.id, 'layers.3.feed_forward: matmul');
    await reader.stop(begun.id);
    stopped = await reader.end(begun.id);
  }
  assert.equal(stopped.job.state, 'cancelled');
  assert.match(stopped.text, /Stopped: compute waits for tile 91, reader is at its end after 90 tiles/);
  assert.notEqual((await reader.state(...step)).status, 'done');

  reader.edit('hang/environment.txt', (text) => text.replace(/SECONDS =.*/, 'SECONDS = 1'));
  const timed = await reader.run(...step);
  assert.equal(timed.job.exitCode, 1, timed.text);
  assert.equal(timed.job.fault?.kind, 'hang');
  assert.equal((await reader.state(...step)).status, 'failed');

  // Enough tiles, and some too many.
  reader.edit('hang/pipeline.py', (text) => text.replace('range(TILES // BLOCK)', 'range(-(-TILES // BLOCK))'));
  const over = await reader.run(...step);
  assert.equal(over.job.exitCode, 1, over.text);
  assert.match(over.text, /4 tiles are left in the buffer/);

  reader.edit('hang/pipeline.py', (text) => text.replace('BLOCK = 10', 'BLOCK = 8'));
  const mended = await reader.run(...step);
  assert.equal(mended.job.exitCode, 0, mended.text);
  assert.equal((await reader.state(...step)).status, 'done');
  await reader.close();
}

async function keepsTheReadersFiles(home) {
  const reader = await startReader(home);
  await reader.run('failed-job', 'out-of-l1');
  const file = path.join(reader.exercises, 'out_of_l1/program_config.json');
  fs.writeFileSync(file, '{"in0_block_w": }');
  const broken = await reader.run('failed-job', 'out-of-l1');
  assert.equal(broken.job.exitCode, 1);
  assert.match(broken.text, /program_config\.json:1:17: error: /);
  assert.equal(fs.readFileSync(file, 'utf8'), '{"in0_block_w": }');
  fs.rmSync(path.dirname(file), { recursive: true });
  await reader.run('failed-job', 'out-of-l1');
  assert.match(fs.readFileSync(file, 'utf8'), /16/);
  await reader.close();
}

export const walked = [...kExercises.map(({ lesson, step }) => `${lesson}/${step}`), 'failed-job/hang'];

export const cases = {
  ...Object.fromEntries(kExercises.map((exercise) => [
    `${exercise.lesson}/${exercise.step} fails, stays undone when mended wrongly, and is done when mended`,
    (home) => walk(home, exercise),
  ])),
  'failed-job/hang is stopped, times out, and is done when every tile arrives and none is left': hang,
  'an exercise leaves the reader\'s files alone, says where one can\'t be read, and comes back when its folder is removed': keepsTheReadersFiles,
};
