// A reader of the bundled lessons: runs steps as the page does, and edits the exercises' files.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readLog, root, startDaemon } from '../../clients/lib/daemon.mjs';

export { sleep, within } from '../../clients/lib/daemon.mjs';
export { root };
export const pack = path.join(root, 'walkthroughs', 'tenstorrent-basics');

/** PATH with the folder of the Python itself in front: what starts it through a script of its own takes far longer than a program here. */
export const searchPath = [path.dirname(execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()), process.env.PATH].join(':');

/** What a step ended with when nothing was run: the daemon's words. */
export class Refused extends Error {
  constructor({ message, data }) {
    super(message);
    this.kind = data?.kind;
    this.remedy = data?.remedy ?? '';
  }
}

/** A daemon on `home`; `env` and `settings` as for startDaemon. */
export async function startReader(home, { env = {}, settings = {} } = {}) {
  // What the user's own shell says of Python or of models is no part of a lesson.
  const plain = { PATH: searchPath, PYTHONPATH: undefined, HF_HOME: undefined, HF_HUB_CACHE: undefined, HF_MODEL: undefined, XDG_CACHE_HOME: undefined, XDG_STATE_HOME: undefined };
  const daemon = await startDaemon(home, { env: { ...plain, ...env }, settings });
  const request = async (method, params) => {
    try {
      return await daemon.request(method, params);
    } catch (error) {
      throw error.data ? new Refused(error) : error;
    }
  };
  const exercises = path.join(home.folder, 'tt-bringup', 'exercises');
  const logOf = (id) => readLog(daemon, id, [65_536]);

  const reader = {
    daemon,
    exercises,
    /** Starts a step; its job, or the outcome of an action. */
    async start(lesson, step) {
      const outcome = await request('tenstorrent/lesson/follow', { lesson, step });
      return outcome.job ?? outcome;
    },
    /** Runs a step to its end: { text, job, lines }. */
    async run(lesson, step) {
      const job = await reader.start(lesson, step);
      if (job.id === undefined) throw new Error(`${lesson}/${step} started no job: ${JSON.stringify(job)}`);
      return reader.end(job.id);
    },
    /** Runs a command with arguments to its end. */
    async command(command, args = {}) {
      const { job } = await request('tenstorrent/job/start', { command, arguments: [args] });
      return reader.end(job.id);
    },
    async end(id) {
      const { text, job } = await logOf(id);
      // The record that the last read brings may not be judged yet.
      await request('tenstorrent/sync', {});
      const { jobs } = await request('tenstorrent/job/list', {});
      return { text, lines: text.split(/\r?\n/), job: jobs.find((one) => one.id === id) ?? job };
    },
    /** The log of a job that goes on, once it holds `words`. */
    async logWith(id, words) {
      for (let text = '', offset = 0; ;) {
        const part = await daemon.request('tenstorrent/job/read', { id, offset, waitMs: 20_000 });
        text += part.data;
        offset = part.next;
        if (text.includes(words)) return text;
        if (part.end) throw new Error(`the job ended without "${words}":\n${text}`);
      }
    },
    stop: (id) => request('tenstorrent/job/stop', { id }),
    async marks(id) {
      return (await request('tenstorrent/job/marks', { id })).marks;
    },
    /** The state of a step as the tree shows it. */
    async state(lesson, step) {
      const { packs } = await request('tenstorrent/lesson/list', {});
      const found = packs.flatMap((one) => one.lessons).find((one) => one.id === lesson)?.steps.find((one) => one.id === step);
      if (found === undefined) throw new Error(`there is no step ${lesson}/${step}`);
      return found.state;
    },
    /** Changes a file of an exercise; it has to change. */
    edit(file, change) {
      const place = path.join(exercises, file);
      const before = fs.readFileSync(place, 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`${file} stayed as it was`);
      fs.writeFileSync(place, after);
    },
    /** Writes answers behind the equals signs of an exercise's answers file. */
    answer(name, answers) {
      reader.edit(path.join(name, 'answers.txt'), (text) => Object.entries(answers).reduce((now, [key, value]) => {
        const line = new RegExp(`^${key} =.*$`, 'm');
        if (!line.test(now)) throw new Error(`${name}/answers.txt asks for no "${key}"`);
        return now.replace(line, `${key} = ${value}`);
      }, text));
    },
    close: () => daemon.stop(),
  };
  return reader;
}
