// A pack tries to have files outside of its folder read or shown, in 60 spellings and by symbolic links: none is.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { program } from '../clients/lib/daemon.mjs';
import { fault } from './lib/trial.mjs';
import { startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kSecret = 'the-content-of-a-file-outside';

function spellings(folder) {
  const ups = ['../', '..//', './../', 'sub/../../', '%2e%2e/', '%2e%2e%2f', '..%2f', '..\\', '.%2e/', '..%00/', '&period;&period;/', '..&sol;', '..;/', '%252e%252e/', '..%c0%af', '\u2025/', '..\u2215'];
  const names = ['secret.png', 'secret.md', 'secret.PNG'];
  const absolute = [folder, `/${folder}`, `file://${folder}`, `file:${folder}`, `FILE://${folder}`, `//localhost${folder}`, `/proc/self/root${folder}`, `/proc/self/cwd/..`];
  return [
    ...ups.flatMap((up) => names.map((name) => up + name)),
    ...absolute.flatMap((place) => names.slice(0, 2).map((name) => `${place}/${name}`)),
    ...['link.png', 'up/secret.png', 'up/secret.md', 'chain.png', 'magic.png', '~/secret.png', '$HOME/secret.png', 'vscode-resource:/secret.png', 'https://file%2b.vscode-resource.vscode-cdn.net/secret.png?'],
  ];
}

await fault('path escapes', async (trial) => {
  const outside = trial.home.folder;
  const folder = path.join(outside, 'pack');
  fs.mkdirSync(path.join(folder, 'sub'), { recursive: true });
  for (const name of ['secret.png', 'secret.md', 'secret.PNG']) fs.writeFileSync(path.join(outside, name), `# ${kSecret}\n`);
  fs.symlinkSync('../secret.png', path.join(folder, 'link.png'));
  fs.symlinkSync('link.png', path.join(folder, 'chain.png'));
  fs.symlinkSync('..', path.join(folder, 'up'));
  fs.symlinkSync(`/proc/self/root${outside}/secret.png`, path.join(folder, 'magic.png'));
  fs.symlinkSync('../secret.md', path.join(folder, 'lesson-link.md'));
  fs.symlinkSync(path.join(outside, 'secret.md'), path.join(folder, 'lesson-far.md'));
  const all = spellings(outside);
  const head = (id) => ['---', `id: ${id}`, 'title: Out', 'description: It wants out.', 'category: test', 'tags: [test]', 'supportedHardware: [n150]', 'status: draft', 'estimatedMinutes: 1', '---', '', '# Out', ''].join('\n');
  fs.writeFileSync(path.join(folder, 'out.md'), head('out') + all.flatMap((url) => ['', `![x](${url})`, '', `[x](${url})`, '', `![x](<${url}>)`, '', `<img src="${url}">`]).join('\n'));
  const manifest = (file) => `pack: {id: out, title: Out, version: 1.0.0}\nlessons:\n  - {file: ${JSON.stringify(file)}}\n`;
  fs.writeFileSync(path.join(folder, 'pack.yaml'), manifest('out.md'));

  const daemon = await startFaultDaemon(trial.home, { settings: { packs: [folder] } });
  const lesson = await daemon.request('tenstorrent/lesson/get', { id: 'out' });
  const images = [...lesson.html.matchAll(/<img\b[^>]*>/g)].map(([tag]) => tag);
  for (const tag of images) {
    const shown = /data-path="([^"]*)"/.exec(tag)?.[1];
    const source = /\ssrc="([^"]*)"/.exec(tag)?.[1];
    const inside = shown === undefined || (fs.existsSync(path.join(folder, shown)) && fs.realpathSync(path.join(folder, shown)).startsWith(folder + path.sep)) || !fs.existsSync(path.join(folder, shown));
    trial.check(inside, `the page shows ${tag}`);
    trial.check(source === undefined || source.startsWith('https://'), `the page shows ${tag}`);
  }
  trial.check(!JSON.stringify(lesson).includes(kSecret), 'the lesson holds what is in a file outside');
  for (const url of all) {
    const uri = url.includes(':') ? url : `file://${folder}/${url}`;
    const answer = await daemon.request('tenstorrent/lesson/get', { uri }).catch((error) => error);
    trial.check(answer instanceof Error && !answer.message.includes(kSecret), `lesson/get read ${uri}`);
  }
  await stopDaemon(daemon);
  // The same spellings as the file of a lesson.
  for (const file of [...all, 'lesson-link.md', 'lesson-far.md', 'up/secret.md']) {
    fs.writeFileSync(path.join(folder, 'pack.yaml'), manifest(file));
    const checked = spawnSync(program, ['check', folder], { encoding: 'utf8' });
    trial.check(checked.signal === null && checked.status !== 0 && !(checked.stdout + checked.stderr).includes(kSecret), `a lesson was read from ${file}: ${checked.stdout}`);
  }
  trial.figure('spellings', `${all.length}, as picture, link, raw HTML, address and lesson file: 0 read outside`);
});
