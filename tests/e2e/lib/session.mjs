// One editor with our extension in it, and what the scenarios say about it. Starting one costs some 13 s, so scenarios share it.
import fs from 'node:fs';
import path from 'node:path';
import { openBrowser, openWorkbench } from './browser.mjs';
import { installVsix, packExtension, startEditor } from './editor.mjs';
import { makeLessonPage } from './lesson_page.mjs';
import { makeProfile, outputChannelText, removeProfile } from './profile.mjs';
import { until } from './wait.mjs';
import { makeWorkbench } from './workbench.mjs';

const kOutputChannel = 'TT Bringup';

/** Says that it is alive, and counts, into files beside itself, until it is stopped. */
const kLongJob = `import os, pathlib, time
here = pathlib.Path(__file__).resolve().parent
(here / "long_job.pid").write_text(str(os.getpid()))
for i in range(1500):
    print("tick", i, flush=True)
    (here / "long_job.ticks").write_text(str(i))
    time.sleep(0.2)
`;

/** Shows how far it is, and then lacks a module. */
const kFailingJob = `import time
for i in range(1, 31):
    print(f"[{i}/30] Building part {i}", flush=True)
    time.sleep(0.5)
import no_such_module
`;

/** What makes our CodeLens show: a test in a file that uses a card. */
const kTest = 'import ttnn\n\n\ndef test_nothing():\n    assert True\n';

const folderNames = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []);

function isAlive(pid) {
  try {
    // A zombie answers to signal 0 as well.
    return !/^State:\s+[ZX]/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Starts everything; what is returned is the context of the checks, with close(). `others`: folders of further extensions. */
export async function openSession({ vsix, shots, name, trusted = true, settings = {}, others = [], files = {}, environment = {} }) {
  const profile = makeProfile({ settings, files: { 'failing_job.py': kFailingJob, 'long_job.py': kLongJob, 'test_thing.py': kTest, ...files } });
  let editor;
  let browser;
  const close = async () => {
    await browser?.close().catch(() => undefined);
    await editor?.stop();
    const log = outputChannelText(profile, kOutputChannel);
    fs.writeFileSync(path.join(shots, `${name}-extension.log`), log);
    const pid = readNumber(path.join(profile.workspace, 'long_job.pid'));
    if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL'); // a job outlives its editor by design; a test's job must not
    removeProfile(profile);
  };
  try {
    for (const folder of others) installVsix(profile, packExtension(folder, profile.tmp));
    installVsix(profile, vsix);
    editor = await startEditor(profile, { trusted, environment });
    browser = await openBrowser(profile, { url: editor.url });
    await openWorkbench(browser.page, editor.url, profile.workspace);
  } catch (error) {
    await close();
    throw error;
  }

  const { page, outside } = browser;
  const workbench = makeWorkbench(page);
  const pageWith = async (selector) => makeLessonPage(await workbench.webview(selector));
  const lessonPage = () => pageWith('h1:text-matches("bounty program", "i")');
  const inWorkspace = (file) => path.join(profile.workspace, file);

  return {
    page,
    outside,
    workbench,
    pageWith,
    lessonPage,
    workspace: profile.workspace,
    home: profile.home,
    place: 0,

    /** Opens the bounty lesson by its row in the Learn tree. */
    async openBountyLesson() {
      const row = await workbench.bringRow('Learn', 'Lesson', /bounty program/i);
      let opened;
      await until('the lesson to open by its row', async () => {
        await row.click({ timeout: 2_000 }).catch(() => undefined);   // a row that is drawn anew can swallow a click
        opened = await workbench.webview('h1:text-matches("bounty program", "i")', 10_000).catch(() => undefined);
        return opened !== undefined;
      }, 90_000);
      return makeLessonPage(opened);
    },

    /** The link of the lesson that runs the practice step. */
    practiceLink: async () => (await lessonPage()).link(/practi[sc]/i),

    /** The practice step's row in the Learn tree. */
    practiceRow: () => workbench.bringRow('Learn', 'Step', /rmsnorm/i),

    /** The names of the job folders that the daemon has made. */
    jobFolders: () => folderNames(path.join(profile.state, 'jobs')),

    /** All that our extension has written into its output channel. */
    outputText: () => outputChannelText(profile, kOutputChannel),

    /** Files that only a command which must never run would have made. */
    proofs: () => [...folderNames(profile.home), ...folderNames(profile.workspace)].filter((file) => file.startsWith('proof-')),

    longJobTicks: () => readNumber(inWorkspace('long_job.ticks')) ?? 0,
    longJobAlive: () => {
      const pid = readNumber(inWorkspace('long_job.pid'));
      return pid !== undefined && isAlive(pid);
    },

    /** Scrolls the page to its middle and remembers where that is. */
    async rememberPlace(frame) {
      const wanted = await frame.evaluate(() => {
        const middle = Math.round(document.documentElement.scrollHeight / 2);
        window.scrollTo({ top: middle, behavior: 'instant' });
        return middle;
      });
      await until('the page to scroll to its middle', async () => Math.abs((await frame.evaluate(() => window.scrollY)) - wanted) < 2);
      this.place = wanted;
      // A browser's VS Code writes its state every five seconds when it is idle, and gives no sign that it has.
      await page.waitForTimeout(12_000);
    },
    placeOf: (frame) => frame.evaluate(() => Math.round(window.scrollY)),

    shot: (file) => page.screenshot({ path: path.join(shots, `${name}-${file}.png`) }),
    close,
  };
}

function readNumber(file) {
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8').trim();
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
