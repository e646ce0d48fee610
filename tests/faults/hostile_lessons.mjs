// Lessons that want to run something or lead out of the page: not a link of theirs does, and nothing runs without a yes.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../clients/lib/daemon.mjs';
import { fault } from './lib/trial.mjs';
import { jobProcessesOf } from './lib/processes.mjs';
import { startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kCommands = ['workbench.action.terminal.sendSequence', 'tenstorrent.evil.undeclared', 'tenstorrent.evil.run', 'tenstorrent.evil.run?%5B%22x%22%2C%22y%22%5D', 'tenstorrent.evil.run?%7B%22what%22%3A%22%24%28touch%20ran%29%22%7D', 'tenstorrent.ui.reload'];
const kSchemes = ['command:', 'COMMAND:', 'comm&#97;nd:', 'command&colon;', 'vscode://', 'vscode-insiders://x/', 'javascript:alert(1)//', 'data:text/html,', 'file:///etc/passwd#', 'http://example.org/', '//example.org/', 'blob:', 'vbscript:', 'ms-settings:', ' command:', '\tcommand:', 'https:command:', 'view-source:https://example.org/'];
const kShapes = [
  (url) => `[text](${url})`,
  (url) => `[text](<${url}>)`,
  (url) => `![text](${url})`,
  (url) => `<${url}>`,
  (url) => `[text][ref-${url.length}]\n\n[ref-${url.length}]: ${url}`,
  (url) => `<a href="${url}">text</a>`,
  (url) => `<img src="x" onerror="location='${url}'">`,
  (url) => `<form action="${url}"><button>text</button></form>`,
  (url) => `<iframe src='${url}'></iframe>`,
  (url) => `<svg><a xlink:href="${url}"><text>text</text></a></svg>`,
  (url) => `<div data-link="l1" class="tt-command" onclick="x">${url}</div>`,
  (url) => `[![a](${url})](${url})`,
];

function corpus() {
  const files = ['html.txt', 'links.txt'].map((name) => fs.readFileSync(path.join(root, 'tests/unit/lessons/hostile', name), 'utf8').trimEnd().split('\n'));
  const made = kShapes.flatMap((shape) => kSchemes.flatMap((scheme) => kCommands.slice(0, 3).map((command) => shape(scheme + command))));
  const links = kShapes.slice(0, 6).flatMap((shape) => kCommands.map((command) => shape(`command:${command}`)));
  return [...links, ...files.flat(), ...made];
}

function makePack(folder, lines) {
  fs.mkdirSync(folder);
  const lessons = [];
  for (let at = 0; at < lines.length; at += 50) {
    const id = `evil-${lessons.length}`;
    lessons.push(id);
    const head = ['---', `id: ${id}`, 'title: Evil', 'description: It wants out.', 'category: test', 'tags: [test]', 'supportedHardware: [n150]', 'status: draft', 'estimatedMinutes: 1', '---', '', '# Evil', ''];
    fs.writeFileSync(path.join(folder, `${id}.md`), [...head, ...lines.slice(at, at + 50).flatMap((line) => [line, ''])].join('\n'));
  }
  fs.writeFileSync(
    path.join(folder, 'pack.yaml'),
    `pack: {id: evil, title: Evil, version: 1.0.0}
lessons:
${lessons.map((id) => `  - {file: ${id}.md}`).join('\n')}
commands:
  - id: tenstorrent.evil.run
    title: Run
    kind: job
    parameters: [{name: what, type: string, default: ran, help: What}]
    argv: [touch, '\${arg.what}']
`,
  );
  return lessons;
}

/** Attributes that could lead somewhere, and elements that must not be there. */
function offencesIn(html) {
  const offences = [];
  for (const [tag] of html.matchAll(/<\/?[a-z][^>]*>/gi)) {
    if (/^<\/?(script|iframe|object|embed|form|button|svg|math|style|link|meta|base|frame|video|audio)\b/i.test(tag)) offences.push(tag);
    // The box of a task list, which nobody can press.
    if (/^<input/i.test(tag) && !/^<input type="checkbox" disabled( checked)?>$/.test(tag)) offences.push(tag);
    for (const [, name, , value] of tag.matchAll(/\s([a-z:-]+)=("|')(.*?)\2/gi)) {
      if (/^(href|src|action|formaction|srcset|poster|xlink:href|background|data|style|on\w+)$/i.test(name) && !/^(https:|#)/.test(value)) offences.push(tag);
    }
  }
  return offences;
}

await fault('hostile lessons', async (trial) => {
  const folder = path.join(trial.home.folder, 'evil');
  const lines = corpus();
  const lessons = makePack(folder, lines);
  const counts = { links: 0, refused: 0, asked: 0 };
  const started = async (daemon) => (await daemon.request('tenstorrent/job/list', {})).jobs.length;
  for (const trusted of [false, true]) {
    let declined = 0;
    const daemon = await startFaultDaemon(trial.home, {
      trusted,
      settings: { packs: [folder] },
      answer: () => {
        declined += 1;
        return { accepted: false };
      },
    });
    for (const id of lessons) {
      const lesson = await daemon.request('tenstorrent/lesson/get', { id });
      const offences = offencesIn(lesson.html);
      trial.check(offences.length === 0, `${id}: ${offences.slice(0, 3).join(' ')}`);
      for (const { id: link } of lesson.links) {
        counts.links += 1;
        const before = declined;
        const outcome = await daemon.request('tenstorrent/lesson/follow', { lesson: id, revision: lesson.revision, link }).catch((error) => error);
        if (declined === before) counts.refused += 1;
        else counts.asked += 1;
        trial.check(outcome.job === undefined, `${id}: link ${link} started a job without a yes`);
        trial.check(trusted || declined === before, `${id}: link ${link} asked in a workspace that isn't trusted`);
      }
      // Ids that the page doesn't have, and ids of another revision.
      for (const link of ['l0', 'l99999', '', '../l1', 'constructor']) {
        const outcome = await daemon.request('tenstorrent/lesson/follow', { lesson: id, revision: lesson.revision, link }).catch((error) => error);
        trial.check(outcome instanceof Error, `${id}: there is no link '${link}', and it was followed`);
      }
      const old = await daemon.request('tenstorrent/lesson/follow', { lesson: id, revision: 'of yesterday', link: 'l1' }).catch((error) => error);
      trial.check(old instanceof Error, `${id}: a link of another revision was followed`);
    }
    trial.check((await started(daemon)) === 0, 'a job was started');
    await stopDaemon(daemon);
  }
  trial.check(jobProcessesOf(trial.home.folder).length === 0 && !fs.existsSync(path.join(folder, 'ran')), 'something ran');
  trial.check(lines.length >= 500, `only ${lines.length} lines`);
  trial.figure('lines', `${lines.length} in ${lessons.length} lessons, 0 that lead out; ${counts.links} links followed: ${counts.refused} refused, ${counts.asked} asked about and declined, none ran`);
});
