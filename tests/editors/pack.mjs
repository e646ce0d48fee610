// A folder with a lesson pack whose one lesson names a command that is nearly right.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const kManifest = `pack: {id: own, title: Own, version: 1.0.0}
lessons: [{file: lesson.md}]
commands:
  - {id: tenstorrent.own.measure, title: Measure it, kind: job, argv: [/bin/echo, measured]}
`;

// The link stands on the last line, behind a character that UTF-16 counts as two.
export const kLesson = `---
id: own
title: A lesson of one's own
---

# One

\u{1F600} [Measure](command:tenstorrent.own.mesure)
`;
export const kLinkLine = 8;   // from 1
export const kMended = kLesson.replace('own.mesure', 'own.measure');

/** The caller removes `root`. */
export function makePack() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-editors-'));
  const lesson = path.join(root, 'pack', 'lesson.md');
  fs.mkdirSync(path.join(root, 'pack'));
  fs.mkdirSync(path.join(root, 'home'));
  fs.writeFileSync(path.join(root, 'pack', 'pack.yaml'), kManifest);
  fs.writeFileSync(lesson, kLesson);
  return { root, lesson };
}
