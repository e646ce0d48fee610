// Where the daemon's program lies: the user's setting, the packaged one, or the one of a development build.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { DaemonError } from './errors';

const name = 'tt-bringup';

async function isFile(file: string): Promise<boolean> {
  try {
    return (await fs.stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Some ways of unpacking an extension lose the executable bit of the programs that came with it. */
async function makeExecutable(file: string): Promise<void> {
  try {
    await fs.access(file, constants.X_OK);
  } catch {
    await fs.chmod(file, 0o755);
    const supervisor = path.join(path.dirname(file), `${name}-supervisor`);
    if (await isFile(supervisor)) await fs.chmod(supervisor, 0o755);
  }
}

/** The program's path. Throws a DaemonError where there is none, or where it can't be executed. */
export async function findDaemon(extensionPath: string, setting: string): Promise<string> {
  if (setting !== '') {
    if (await isFile(setting)) return setting;
    throw new DaemonError(vscode.l10n.t('There is no daemon at {0}.', setting), vscode.l10n.t('Correct the setting tenstorrent.daemonPath, or leave it empty.'));
  }
  for (const file of [path.join(extensionPath, 'dist', 'bin', name), path.join(extensionPath, 'build', name)]) {
    if (!(await isFile(file))) continue;
    try {
      await makeExecutable(file);
    } catch {
      throw new DaemonError(vscode.l10n.t('The daemon {0} may not be executed.', file), vscode.l10n.t('Make it executable with chmod +x, or install the extension again.'));
    }
    return file;
  }
  throw new DaemonError(
    vscode.l10n.t("The daemon isn't part of this installation: {0} is missing.", path.join(extensionPath, 'dist', 'bin', name)),
    vscode.l10n.t('Install the extension again, or set tenstorrent.daemonPath.'),
  );
}
