// A job's tests, asked for again and again while the job goes on.
import { JobTests, type Job, type JobTest } from '../../protocol/gen/messages';
import { isOver } from '../shared/job_text';
import type { Daemon } from './client';
import { failureOf } from './errors';
import type { Jobs } from './jobs';

const shortestPause = 1000;
// A long list takes long to read: most of the time nobody reads.
const pausesPerRead = 10;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves at the job's next change, or after a while. */
function nextChange(jobs: Jobs, id: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, 10_000);
    const heard = jobs.onDidChange((job) => { if (job === undefined || job.id === id) end(); });
    function end(): void {
      clearTimeout(timer);
      heard.dispose();
      resolve();
    }
  });
}

/** Tells `told` what is known so far, and whether that is all, and resolves with the final record once the job is over and all was told. */
export async function followTests(daemon: Daemon, jobs: Jobs, started: Job, told: (tests: JobTest[], over: boolean) => void): Promise<Job> {
  for (;;) {
    const job = jobs.get(started.id) ?? started;
    const change = nextChange(jobs, job.id);
    const asked = Date.now();
    try {
      const { tests } = await daemon.request(JobTests, { id: job.id });
      told(tests, isOver(job));
      if (isOver(job)) return job;
    } catch (error) {
      if (failureOf(error).kind !== undefined) throw error;   // else the daemon went away, and comes back: the job goes on
    }
    await pause(Math.max(shortestPause, pausesPerRead * (Date.now() - asked)));
    if (!isOver(jobs.get(job.id) ?? job)) await change;
  }
}

/** Resolves once the job is over, with its final record. */
export async function untilOver(jobs: Jobs, started: Job): Promise<Job> {
  for (;;) {
    const job = jobs.get(started.id) ?? started;
    if (isOver(job)) return job;
    await nextChange(jobs, job.id);
  }
}
