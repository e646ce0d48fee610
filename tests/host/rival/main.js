// Registers two ids of our manifest before our extension wakes, and counts how often each is called.
const vscode = require('vscode');

exports.activate = (context) => {
  const calls = {};
  for (const id of ['tenstorrent.verifyHardware', 'tenstorrent.browseOpenBounties']) {
    calls[id] = 0;
    context.subscriptions.push(vscode.commands.registerCommand(id, () => ++calls[id]));
  }
  return { calls };
};
