// Steps that need something: what they say on a machine without it, and how they call it on a machine that has it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { makeHub, makeMachine } from '../lib/machine.mjs';
import { Refused, pack, startReader } from '../lib/reader.mjs';

const kNoMetal = /^There is no tt-metal at .*\/tt-metal\.$/;
// Each with what it says where the thing is missing, and with what it says where it is there.
const kSteps = [
  ['check-your-machine', 'snapshot', /^No Tenstorrent card was found\.$/, /"device_info": "-s"/],
  ['running-demo', 'build', kNoMetal, /\/tt-metal\/build_metal\.sh in \S+\/tt-metal with \S+\/tt-metal/],
  ['running-demo', 'install', kNoMetal, /\/tt-metal\/create_venv\.sh in \S+\/tt-metal with \S+\/tt-metal/],
  ['running-demo', 'import-ttnn', kNoMetal, /ttnn is at \S+\/tt-metal\/ttnn\/__init__\.py/],
  ['running-demo', 'fetch-weights', kNoMetal, /It is at \/kept\/microsoft\/Phi-3-mini-128k-instruct\/5/],
  ['running-demo', 'run-demo', kNoMetal, /pytest \['models\/tt_transformers\/demo\/simple_text_demo\.py', '-k', 'performance and batch-1'\] in \S+\/tt-metal with microsoft\/Phi-3-mini-128k-instruct \S+\/tt-metal/],
  ['profiling', 'profile-layer', kNoMetal, /tracy \['-r', '-p', '-v', '--check-exit-code', '-m', 'pytest', 'models\/tt_transformers\/tests\/test_decoder\.py'\] in \S+\/tt-metal with microsoft\/Phi-3-mini-128k-instruct/],
  ['profiling', 'report', /^There is no profile in .*\/generated\/profiler\/reports\.$/, /Device 0: 18 calls, the last of 1 runs; 18 calls that were compiled/],
];

async function refuses(home, lesson, step, words) {
  // No card, whatever this machine has.
  const reader = await startReader(home, { env: { TT_BRINGUP_SYSROOT: fs.mkdtempSync(path.join(home.folder, 'bare-')) } });
  await assert.rejects(reader.run(lesson, step), (error) => {
    assert.ok(error instanceof Refused, String(error));
    assert.equal(error.kind, 'prerequisite');
    assert.match(error.message, words);
    assert.ok(error.remedy.length > 20, `its remedy is "${error.remedy}"`);
    return true;
  });
  assert.equal((await reader.state(lesson, step)).status, 'todo');
  await reader.close();
}

async function calls(home, lesson, step, words) {
  const env = { ...makeMachine(home.folder), ...makeHub(home.folder) };
  const reports = path.join(home.folder, 'tt-metal/generated/profiler/reports/2026_08_14');
  fs.mkdirSync(reports, { recursive: true });
  fs.copyFileSync(path.join(pack, 'exercises/profile/ops_perf_results_made_up.csv'), path.join(reports, 'ops_perf_results_2026_08_14.csv'));
  const reader = await startReader(home, { env });
  const { text, job } = await reader.run(lesson, step);
  assert.equal(job.exitCode, 0, text);
  assert.match(text, words);
  assert.equal((await reader.state(lesson, step)).status, 'done');
  await reader.close();
}

async function gated(home) {
  const env = { ...makeMachine(home.folder), ...makeHub(home.folder, '403 Client Error. Cannot access gated repo for url https://huggingface.co/x') };
  const reader = await startReader(home, { env });
  const { job } = await reader.run('running-demo', 'fetch-weights');
  assert.equal(job.exitCode, 1);
  assert.equal(job.fault?.kind, 'gatedModel');
  await reader.close();
}

async function actions(home) {
  const bare = fs.mkdtempSync(path.join(home.folder, 'bare-'));
  const reader = await startReader(home, { env: { TT_BRINGUP_SYSROOT: bare } });
  const outcome = await reader.start('check-your-machine', 'check-machine');
  assert.equal(outcome.checks.length, 9);
  assert.equal((await reader.state('check-your-machine', 'check-machine')).status, 'done');
  // This client can't ask for a folder, so the clone gets as far as that question.
  await assert.rejects(reader.start('running-demo', 'clone'), /This editor can't ask for a folder/);
  await assert.rejects(reader.start('check-your-machine', 'reset'), /This machine shows no card that could be reset/);
  assert.equal((await reader.state('check-your-machine', 'reset')).status, 'todo');
  await reader.close();
}

export const walked = [
  ...kSteps.map(([lesson, step]) => `${lesson}/${step}`),
  'check-your-machine/check-machine', 'check-your-machine/reset', 'running-demo/clone',
];

export const cases = {
  ...Object.fromEntries(kSteps.map(([lesson, step, missing]) => [`${lesson}/${step} says what is missing and what to do`, (home) => refuses(home, lesson, step, missing)])),
  ...Object.fromEntries(kSteps.map(([lesson, step, , there]) => [`${lesson}/${step} calls what it needs where that is there`, (home) => calls(home, lesson, step, there)])),
  'a gated model is named as what it is': gated,
  'the actions of the daemon are reached under the pack\'s own ids': actions,
};
