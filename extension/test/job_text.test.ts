// What a job's line says, state by state.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '../../protocol/gen/messages';
import { durationText, latestMeasurements, measurementText, percentOf, progressText, sizeText, succeeded, summaryParts, type StateStrings } from '../shared/job_text';

const strings: StateStrings = {
  queued: 'Waiting for its card', running: 'Running', stopping: 'Stopping', exited: 'exit {0}', signaled: 'ended by {0}', execFailed: 'could not be started',
  timedOut: 'timed out', cancelled: 'stopped', lost: 'lost', gateMissed: 'gate not met', gateUnknown: 'nothing was measured',
};
const job = (changes: Partial<Job>): Job => ({
  id: '01J', number: 4, title: 'A job', argv: ['true'], cwd: '/', state: 'running', stopping: false, createdAt: '2026-01-01T00:00:00Z', size: 0, environment: [], pinned: false, measurements: [], ...changes,
});
const pcc = (value: number): Job['measurements'][number] => ({ name: 'pcc', value, line: 1, offset: 0, text: '' });

const lines: [string, Partial<Job>, string][] = [
  ['a queued job says what it waits for', { state: 'queued', reason: 'Waits for n150 0, held by #3 demo.' }, 'Waits for n150 0, held by #3 demo'],
  ['a queued job without a reason waits all the same', { state: 'queued' }, 'Waiting for its card'],
  ['a running job shows its last measurement and no time', { durationMs: 5000, measurements: [pcc(0.5), pcc(0.99)] }, 'Running · PCC 0.99'],
  ['a running job says how far it is', { progress: { phase: 'Building', fraction: 0.456 } }, 'Running · Building · 45 %'],
  ['a job that is over no longer says how far it got', { state: 'exited', exitCode: 1, durationMs: 900, progress: { phase: 'Building', fraction: 0.4 } }, 'exit 1 · 0.9 s'],
  ['a failed job says why', { state: 'exited', exitCode: 1, durationMs: 900, fault: { kind: 'busy', title: 'The card is busy.', remedy: '', text: '', line: 0, offset: 0 } }, 'exit 1 · 0.9 s · The card is busy.'],
  ['a job that is being stopped says so', { stopping: true }, 'Stopping'],
  ['a job that ended well shows exit code, time and value', { state: 'exited', exitCode: 0, durationMs: 12_300, verdict: 'passed', measurements: [pcc(0.99987)] }, 'exit 0 · 12 s · PCC 0.99987'],
  ['a missed gate is named', { state: 'exited', exitCode: 0, durationMs: 900, verdict: 'failed', measurements: [pcc(0.5)] }, 'exit 0 · 0.9 s · PCC 0.5 · gate not met'],
  ['a gate without a value is named', { state: 'exited', exitCode: 0, durationMs: 900, verdict: 'unknown' }, 'exit 0 · 0.9 s · nothing was measured'],
  ['a failed job keeps to its exit code', { state: 'exited', exitCode: 2, durationMs: 900, verdict: 'unknown' }, 'exit 2 · 0.9 s'],
  ['a killed job names the signal', { state: 'signaled', signal: 'SIGKILL', durationMs: 60_000 }, 'ended by SIGKILL · 1 min'],
  ['a lost job says why', { state: 'lost', reason: 'the machine was restarted' }, 'lost: the machine was restarted'],
];
for (const [name, changes, expected] of lines) {
  test(name, () => assert.equal(summaryParts(job(changes), strings).join(' · '), expected));
}

test('durations are short and never negative', () => {
  const cases: [number, string][] = [[-5, '0.0 s'], [449, '0.4 s'], [9940, '9.9 s'], [9960, '10 s'], [59_600, '1 min'], [200_000, '3 min 20 s'], [7_500_000, '2 h 5 min']];
  for (const [milliseconds, expected] of cases) assert.equal(durationText(milliseconds), expected);
});

test('measurements keep the digits that matter', () => {
  assert.equal(measurementText({ ...pcc(0.999874), unit: '' }), 'PCC 0.999874');
  assert.equal(measurementText({ name: 'tokens/s/user', value: 28.3, unit: 't/s/u', line: 1, offset: 0, text: '' }), '28.3 t/s/u');
  assert.equal(measurementText({ name: 'top1', value: 91.25, unit: '%', line: 1, offset: 0, text: '' }), 'top-1 91.25 %');
});

test('an unknown verdict is no success', () => {
  assert.equal(succeeded(job({ state: 'exited', exitCode: 0 })), true);
  assert.equal(succeeded(job({ state: 'exited', exitCode: 0, verdict: 'unknown' })), false);
  assert.equal(succeeded(job({ state: 'exited', exitCode: 1, verdict: 'passed' })), false);
});

test('progress keeps to what the log says', () => {
  assert.equal(progressText({ phase: 'Decoding', rate: '27.8 tok/s/user' }), 'Decoding · 27.8 tok/s/user');
  assert.equal(progressText({ phase: 'shard 1', fraction: 0.25, rate: '3it/s' }), 'shard 1 · 25 % · 3it/s');
  const cases: [number, number][] = [[0, 0], [0.999, 99], [1, 100], [0.29, 29], [0.57, 57], [1.5, 100], [-1, 0]];
  for (const [fraction, percent] of cases) assert.equal(percentOf({ phase: '', fraction }), percent);
  assert.equal(percentOf({ phase: '' }), undefined);
});

test('a line has room for the measurements that gates ask for', () => {
  const one = (name: string, value: number): Job['measurements'][number] => ({ name, value, line: 1, offset: 0, text: '' });
  const shown = latestMeasurements(job({ measurements: [one('pcc', 0.5), one('atol', 3), one('tokens/s', 800), one('pcc', 0.9)] }));
  assert.deepEqual(shown.map(({ name, value }) => [name, value]), [['pcc', 0.9]]);
});

test('sizes are said in powers of a thousand', () => {
  const cases: [number, string][] = [[0, '0 bytes'], [1, '1 byte'], [999, '999 bytes'], [1000, '1.0 kB'], [9_940, '9.9 kB'], [12_345, '12 kB'], [999_400, '999 kB'], [999_600, '1.0 MB'], [4_061_440, '4.1 MB'], [2_500_000_000, '2.5 GB']];
  for (const [bytes, text] of cases) assert.equal(sizeText(bytes), text);
});
