// Secrets are printed in pieces that are cut anywhere: nothing of them is in any file below the state folder, or in any frame.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readLog } from '../clients/lib/daemon.mjs';
import { fault, size } from './lib/trial.mjs';
import { start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const kUpper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const kPiece = 10; // so many characters in a row of a secret are a find

const random = (below) => crypto.randomInt(below);
const word = (length, alphabet = kAlphabet) => Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');

// By shape, as the services make them.
const kShapes = [
  () => `hf_${word(34)}`,
  () => `ghp_${word(36)}`,
  () => `gho_${word(36)}`,
  () => `ghs_${word(36)}`,
  () => `github_pat_${word(22)}_${word(59)}`,
  () => `AKIA${word(16, kUpper)}`,
];

/** `text` in one to five pieces. */
function cut(text) {
  const borders = Array.from({ length: random(5) }, () => random(text.length + 1)).sort((a, b) => a - b);
  return [0, ...borders].map((begin, index) => text.subarray(begin, borders[index] ?? text.length));
}

const filesBelow = (folder) =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(place) : entry.isFile() ? [place] : [];
  });

await fault('secrets', async (trial) => {
  const { home } = trial;
  const count = size(2000, 10_000);
  // By value: what variables hold whose names say so. Two come from the pack, the others from the daemon's environment.
  const env = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [['MY_TOKEN', 'A_SECRET', 'DB_PASSWORD', 'SOME_KEY', 'OLD_PASSWD'][n % 5] + `_${n}`, `${word(4)}-${word(8 + random(20))}+${word(6)}`]));
  const values = [...Object.values(env), 'k3y-Value.with-Signs_77', 'correct horse battery staple'];
  const secrets = [];
  const plan = [];
  for (let n = 0; n < count; n += 1) {
    const secret = n % 3 === 0 ? values[random(values.length)] : kShapes[random(kShapes.length)]();
    secrets.push(secret);
    const before = ['token=', 'Authorization: Bearer ', '"', '\x1b[31m', 'größe ', ''][random(6)];
    for (const piece of cut(Buffer.from(`${before}${secret}${['\n', ' \n', '"\n', '\x1b[0m\r\n'][random(4)]}`))) {
      const pause = random(400) === 0 ? 30 + random(120) : 0; // always less than the second for which a tail is held back
      if (piece.length > 0) plan.push(`${pause} ${piece.toString('base64')}`);
    }
    if (n % 10 === 0) plan.push(`0 ${Buffer.from(`plain text ${n}\n`).toString('base64')}`);
  }
  const file = path.join(home.folder, 'plan');
  fs.writeFileSync(file, `${plan.join('\n')}\n`);

  const frames = [];
  const daemon = await startFaultDaemon(home, { env, sent: (data) => frames.push(data) });
  const job = await start(daemon, 'tell', { plan: file });
  const log = await readLog(daemon, job.id, [61_440, 4096, 100], 0, 5);
  trial.check(log.job.state === 'exited' && log.job.exitCode === 0, `the job is ${log.job.state} ${log.job.exitCode}`);
  // And one that is given away on the command line.
  const given = kShapes[0]();
  secrets.push(given);
  await readLog(daemon, (await start(daemon, 'token', { token: given, folder: home.folder })).id, [61_440]);
  await daemon.request('tenstorrent/job/list', {});
  await stopDaemon(daemon);

  const pieces = new Map();
  for (const secret of new Set(secrets)) for (let at = 0; at + kPiece <= secret.length; at += 1) pieces.set(secret.slice(at, at + kPiece), secret);
  const findsIn = (text) => {
    const finds = new Set();
    for (let at = 0; at + kPiece <= text.length; at += 1) {
      const piece = text.slice(at, at + kPiece);
      if (pieces.has(piece)) finds.add(pieces.get(piece));
    }
    return finds;
  };
  // The prefix of a shape alone is no secret.
  pieces.delete('github_pat');
  const places = filesBelow(path.join(home.folder, 'state')).map((place) => [path.relative(home.folder, place), fs.readFileSync(place, 'latin1')]);
  places.push(['the frames', Buffer.concat(frames).toString('latin1')], ["the daemon's own log", fs.readFileSync(path.join(home.folder, 'daemon.log'), 'latin1')]);
  const found = new Set();
  let bytes = 0;
  for (const [place, text] of places) {
    bytes += text.length;
    const finds = findsIn(text);
    for (const secret of finds) found.add(secret);
    trial.check(finds.size === 0, `${place} holds ${finds.size} secrets, such as ${[...finds][0]}`);
  }
  const redactions = log.text.split('[redacted]').length - 1;
  trial.check(redactions >= count, `${redactions} places for ${count} secrets`);
  trial.check((log.text.match(/plain text \d+\r?\n/g) ?? []).length === Math.ceil(count / 10), 'text between the secrets is missing');
  trial.figure('secrets', `${count} in ${plan.length} pieces; ${found.size} found in ${places.length} places of ${bytes} bytes`);
});
