// A test fixture: two addresses, one of a lesson and one that would like to be more.
const vscode = require('vscode');

const open = (rest) => vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(`${vscode.env.uriScheme}://tt-bringup.tt-bringup/${rest}`));

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('elsewhere.openGood', () => open('lesson/way-first#a-quiet-corner')),
    vscode.commands.registerCommand('elsewhere.openBad', () => open('lesson/..%2F..%2Fetc%2Fpasswd?command=tenstorrent.practice.rmsnorm')),
  );
};
