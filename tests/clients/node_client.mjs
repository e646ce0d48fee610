// A plain node client: reads logs in pieces of every size, and kills daemons while their jobs run.
//   node tests/clients/node_client.mjs       the last line is `N passed, N failed`
import assert from 'node:assert/strict';
import { descendants, makeHome, readLog, sleep, startDaemon } from './lib/daemon.mjs';

const kSizes = [1, 2, 3, 5, 7, 64, 1000, 4096, 61_440, 65_536];
const kSlow = 'tenstorrent.test.slow';

async function start(daemon, command, more = {}) {
  const { job } = await daemon.request('tenstorrent/job/start', { command, ...more });
  return job.id;
}

/** Waits until the slow job has printed some lines and not yet all. */
async function inTheMiddle(daemon, id) {
  for (;;) {
    const part = await daemon.request('tenstorrent/job/read', { id, offset: 0, waitMs: 20_000 });
    assert.equal(part.end, false, 'the job was over before its daemon could be killed');
    if (part.next > 200) return;
    await sleep(20);
  }
}

function checkSlowLog({ text, size, job }) {
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, 101);
  for (let number = 0; number < 100; number += 1) assert.equal(lines[number], `${String(number).padStart(3, '0')} grüße, 你好, 🙂`);
  assert.equal(lines[100], 'PCC: 0.9995');
  assert.equal(size, Buffer.byteLength(text));
  assert.equal(job.state, 'exited');
  assert.equal(job.exitCode, 0);
  assert.equal(job.verdict, 'passed');
}

const tests = {
  async 'the practice job is read to its end in pieces of 1 byte to 64 KiB, and passes'(home) {
    const daemon = await startDaemon(home);
    const id = await start(daemon, 'tenstorrent.practice.rmsnorm', { arguments: [{ hidden: 256, rows: 4 }] });
    const live = await readLog(daemon, id, kSizes);
    assert.equal(live.job.state, 'exited');
    assert.equal(live.job.exitCode, 0);
    assert.equal(live.job.verdict, 'passed');
    assert.match(live.text, /PCC/);
    const whole = await readLog(daemon, id, [61_440]);
    assert.equal(live.text, whole.text);
    for (const size of kSizes) assert.equal((await readLog(daemon, id, [size])).text, whole.text, `in pieces of ${size}`);
    assert.deepEqual(await daemon.stop(), { code: 0, signal: null });
  },

  async 'a character that is cut by the size of a piece comes whole in the next'(home) {
    const daemon = await startDaemon(home);
    const id = await start(daemon, kSlow);
    checkSlowLog(await readLog(daemon, id, [1, 2, 3]));
    checkSlowLog(await readLog(daemon, id, [5]));
    assert.deepEqual(await daemon.stop(), { code: 0, signal: null });
  },

  async 'a daemon that is killed takes no job with it, and the next one knows everything'(home) {
    const first = await startDaemon(home);
    const id = await start(first, kSlow);
    await inTheMiddle(first, id);
    first.child.kill('SIGKILL');
    assert.equal((await first.gone).signal, 'SIGKILL');
    const second = await startDaemon(home);
    const { jobs } = await second.request('tenstorrent/job/list', {});
    assert.equal(jobs.length, 1);
    assert.equal(jobs[0].id, id);
    assert.equal(jobs[0].state, 'running');
    checkSlowLog(await readLog(second, id, [4096]));
    assert.deepEqual(await second.stop(), { code: 0, signal: null });
    const third = await startDaemon(home);
    // Logs of jobs that were over before it started are measured in the background.
    await third.request('tenstorrent/sync', {});
    checkSlowLog(await readLog(third, id, [61_440]));
    assert.deepEqual(await third.stop(), { code: 0, signal: null });
  },

  async 'a kill of everything beneath the daemon, as editors do it, reaches no job'(home) {
    const first = await startDaemon(home);
    const id = await start(first, kSlow);
    await inTheMiddle(first, id);
    for (const pid of [...descendants(first.child.pid), first.child.pid]) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
    await first.gone;
    const second = await startDaemon(home);
    checkSlowLog(await readLog(second, id, [1000]));
    assert.deepEqual(await second.stop(), { code: 0, signal: null });
  },

  async 'what the user agreed to is not asked again by the next daemon, not even right after its start'(home) {
    const first = await startDaemon(home);
    await readLog(first, await start(first, 'tenstorrent.practice.rmsnorm', { arguments: [64, 1] }), [61_440]);
    assert.equal(first.asked, 1);
    await first.stop();
    const second = await startDaemon(home);
    await readLog(second, await start(second, 'tenstorrent.practice.rmsnorm', { arguments: [64, 1] }), [61_440]);
    assert.equal(second.asked, 0);
    await second.stop();
  },

  async 'it takes a burst of requests at its start, many of them answered without a wait, and ends well'(home) {
    const methods = ['lesson/list', 'job/list', 'device/list', 'command/list', 'sync'];
    const begun = await startDaemon(home);
    await readLog(begun, await start(begun, 'tenstorrent.practice.rmsnorm', { arguments: [64, 1] }), [61_440]);
    await begun.stop();
    for (let round = 0; round < 10; round += 1) {
      const daemon = await startDaemon(home);
      await Promise.all([...methods, ...methods, ...methods].map((method) => daemon.request(`tenstorrent/${method}`, {})));
      assert.deepEqual(await daemon.stop(), { code: 0, signal: null });
    }
  },

  async 'progress is there in the first answer of the next daemon'(home) {
    const stepIn = (list) => list.packs.flatMap((pack) => pack.lessons).flatMap((lesson) => lesson.steps).find((step) => step.id === 'get-assigned');
    const first = await startDaemon(home);
    await first.request('tenstorrent/lesson/setStep', { lesson: 'bounty-program', step: 'get-assigned', done: true });
    await first.stop();
    const second = await startDaemon(home);
    assert.equal(stepIn(await second.request('tenstorrent/lesson/list', {})).state.status, 'done');
    await second.stop();
  },
};

let passed = 0;
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
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
process.exit(failed === 0 ? 0 : 1);
