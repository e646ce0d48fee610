// Shows how a file would change, next to how it is, and asks; and opens texts that are in no file.
import * as vscode from 'vscode';
import type { AskTextParams, AskTextResult, ConfirmResult, ReviewChangeParams, ShowTextParams } from '../../protocol/gen/messages';

const scheme = 'tt-change';

/** Keeps the texts that are being reviewed: the editor asks for one when it draws it. */
class Proposals implements vscode.TextDocumentContentProvider {
  private readonly texts_ = new Map<string, string>();
  private last_ = 0;

  add(file: vscode.Uri, text: string): vscode.Uri {
    this.last_ += 1;
    const uri = vscode.Uri.from({ scheme, path: file.path, query: String(this.last_) });
    this.texts_.set(uri.toString(), text);
    return uri;
  }

  remove(uri: vscode.Uri): void {
    this.texts_.delete(uri.toString());
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts_.get(uri.toString()) ?? '';
  }
}

const proposals = new Proposals();

export const changeProposals = (): vscode.Disposable => vscode.workspace.registerTextDocumentContentProvider(scheme, proposals);

function tabsOf(proposal: vscode.Uri): vscode.Tab[] {
  const isIt = (tab: vscode.Tab): boolean => tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.toString() === proposal.toString();
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.filter(isIt));
}

/** Asks at the top of the window, so that the difference below can be read meanwhile. Whoever closes the difference has said no. */
function ask(title: string, action: string, proposal: vscode.Uri): Promise<boolean> {
  const question = vscode.window.createQuickPick();
  const yes = { label: action };
  question.title = title;
  question.items = [{ label: vscode.l10n.t('Keep the File') }, yes];
  question.ignoreFocusOut = true;
  return new Promise((resolve) => {
    const tabs = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (tabsOf(proposal).length === 0) question.hide();
    });
    let accepted = false;
    question.onDidAccept(() => {
      accepted = question.selectedItems[0] === yes;
      question.hide();
    });
    question.onDidHide(() => {
      tabs.dispose();
      question.dispose();
      resolve(accepted);
    });
    question.show();
  });
}

export async function reviewChange({ uri, text, title, action }: ReviewChangeParams): Promise<ConfirmResult> {
  const file = vscode.Uri.parse(uri, true);
  const proposal = proposals.add(file, text);
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  try {
    await vscode.commands.executeCommand('vscode.diff', file, proposal, vscode.l10n.t('{0}: as it is, as it would be', name), { preview: false });
    return { accepted: await ask(title, action, proposal) };
  } finally {
    await vscode.window.tabGroups.close(tabsOf(proposal));
    proposals.remove(proposal);
  }
}

/** The user saves it where they like, or not at all. */
export async function showText({ language, text }: ShowTextParams): Promise<null> {
  const document = await vscode.workspace.openTextDocument({ language, content: text });
  await vscode.window.showTextDocument(document, { preview: false });
  return null;
}

export async function askText({ title, prompt, value, choices }: AskTextParams): Promise<AskTextResult> {
  if (choices !== undefined) {
    // What is suggested comes first, so that Enter takes it.
    const sorted = value === undefined || !choices.includes(value) ? choices : [value, ...choices.filter((choice) => choice !== value)];
    const choice = await vscode.window.showQuickPick(sorted, { title, placeHolder: prompt, ignoreFocusOut: true });
    return choice === undefined ? {} : { value: choice };
  }
  const answer = await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true, ...(value === undefined ? {} : { value }) });
  return answer === undefined ? {} : { value: answer };
}
