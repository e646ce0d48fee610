// Registers two ids of our manifest before our extension wakes, counts how often each is called, and shows when it has them.
const vscode = require('vscode');

exports.activate = (context) => {
  const calls = {};
  for (const id of ['tenstorrent.verifyHardware', 'tenstorrent.browseOpenBounties']) {
    calls[id] = 0;
    context.subscriptions.push(vscode.commands.registerCommand(id, () => ++calls[id]));
  }
  const sign = vscode.window.createStatusBarItem('ready');
  sign.text = 'Rival is ready';
  sign.show();
  context.subscriptions.push(sign);
  return { calls };
};
