// The user's settings, in the shape that the daemon reads.
import * as vscode from 'vscode';
import type { InitializationOptions, Settings } from '../../protocol/gen/messages';

const section = 'tenstorrent';

export const changesSettings = (event: vscode.ConfigurationChangeEvent): boolean => event.affectsConfiguration(section);
export const changesDaemonPath = (event: vscode.ConfigurationChangeEvent): boolean => event.affectsConfiguration(`${section}.daemonPath`);

export const daemonPath = (): string => vscode.workspace.getConfiguration(section).get('daemonPath', '').trim();

export function settings(): Settings {
  const configuration = vscode.workspace.getConfiguration(section);
  return {
    ttMetalPath: configuration.get('ttMetalPath', ''),
    pythonPath: configuration.get('pythonPath', ''),
    packs: configuration.get<string[]>('packs', []),
    interruptGraceSeconds: configuration.get('interruptGraceSeconds', 60),
    terminateGraceSeconds: configuration.get('terminateGraceSeconds', 15),
    logLimitMegabytes: configuration.get('logLimitMegabytes', 1000),
    keepJobsDays: configuration.get('keepJobsDays', 90),
    keepJobsMegabytes: configuration.get('keepJobsMegabytes', 10_000),
    temperatureWarning: configuration.get('temperatureWarning', 85),
  };
}

export const initializationOptions = (): InitializationOptions => ({
  trusted: vscode.workspace.isTrusted,
  ui: { confirm: true, pickPath: true, copyText: true, showLesson: true, showText: true, reviewChange: true, askText: true },
  registersCommands: true,
  settings: settings(),
});
