// The pages of cards: one for each, with the values of now and the last hour, and the command that resets a card.
import * as vscode from 'vscode';
import type { Device } from '../../protocol/gen/messages';
import type { CardHostMessage, CardPageMessage } from '../shared/card_messages';
import { cardStrings } from './card_strings';
import { cardRows, cardTitle } from './card_text';
import type { Devices } from './devices';
import { failureOf, failureText } from './errors';
import type { Jobs } from './jobs';
import { mediaFolder, pageHtml } from './page_html';
import type { Runs } from './runs';

interface CardServices {
  extensionUri: vscode.Uri;
  devices: Devices;
  jobs: Jobs;
  runs: Runs;
  log: vscode.LogOutputChannel;
}

const viewType = 'tenstorrent.card';
// A reading is kept every ten seconds: asking more often would show nothing new.
const historyMilliseconds = 10_000;

const resetCard = (runs: Runs, index: number): Promise<unknown> => runs.execute('tenstorrent.resetDevice', [{ index }]);

/** Keeps the cards fresh while its page is in sight, and no longer. */
class CardPage implements vscode.Disposable {
  private ready_ = false;
  private looking_: vscode.Disposable | undefined;
  private timer_: NodeJS.Timeout | undefined;
  private readonly disposables_: vscode.Disposable[];

  constructor(private readonly index_: number, readonly panel: vscode.WebviewPanel, private readonly services_: CardServices) {
    const { devices, jobs, extensionUri } = services_;
    this.disposables_ = [
      panel.webview.onDidReceiveMessage((message: CardPageMessage) => {
        if (message.type === 'reset') {
          void resetCard(services_.runs, index_);
          return;
        }
        this.ready_ = true;
        this.watch_();
      }),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.ready_ = false;   // a hidden page is torn down, and says so when it is back
        this.watch_();
      }),
      devices.onDidChange(() => void this.show_()),
      jobs.onDidChange((job) => { if (job?.device !== undefined) void this.show_(); }),
    ];
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'extension', 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, enableCommandUris: false, enableForms: false, localResourceRoots: [mediaFolder(extensionUri)] };
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'card');
  }

  dispose(): void {
    this.stop_();
    for (const disposable of this.disposables_) disposable.dispose();
  }

  private stop_(): void {
    this.looking_?.dispose();
    this.looking_ = undefined;
    clearInterval(this.timer_);
  }

  private watch_(): void {
    this.stop_();
    if (!this.panel.visible || !this.ready_) return;
    this.looking_ = this.services_.devices.look();
    this.timer_ = setInterval(() => void this.show_(), historyMilliseconds);
    void this.show_();
  }

  private async show_(): Promise<void> {
    if (!this.ready_) return;
    const { devices, jobs, log } = this.services_;
    try {
      if (devices.devices === undefined) await devices.read();
      const card = devices.card(this.index_);
      if (card === undefined) {
        this.post_({ type: 'gone', title: this.panel.title, strings: cardStrings() });
        return;
      }
      const samples = await devices.history(this.index_);
      this.panel.title = cardTitle(card);
      this.post_({ type: 'card', index: this.index_, title: cardTitle(card), rows: cardRows(card, jobs), samples, strings: cardStrings(), locale: vscode.env.language });
    } catch (error) {
      log.debug(failureText(failureOf(error)));
    }
  }

  private post_(message: CardHostMessage): void {
    if (this.ready_) void this.panel.webview.postMessage(message);
  }
}

/** Keeps at most one page for a card. */
class CardPages implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly pages_ = new Map<number, CardPage>();

  constructor(private readonly services_: CardServices) {}

  open(index: number): void {
    const known = this.pages_.get(index);
    if (known !== undefined) {
      known.panel.reveal();
      return;
    }
    const card = this.services_.devices.card(index);
    const title = card === undefined ? vscode.l10n.t('Card {0}', index) : cardTitle(card);
    this.add_(index, vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active));
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const index = typeof state === 'object' && state !== null && 'card' in state ? state.card : undefined;
    if (typeof index !== 'number' || this.pages_.has(index)) panel.dispose();
    else this.add_(index, panel);
    return Promise.resolve();
  }

  dispose(): void {
    for (const page of this.pages_.values()) page.dispose();
  }

  private add_(index: number, panel: vscode.WebviewPanel): void {
    const page = new CardPage(index, panel, this.services_);
    this.pages_.set(index, page);
    panel.onDidDispose(() => {
      page.dispose();
      this.pages_.delete(index);
    });
  }
}

/** A row of the Devices view passes its node, its own command the card's index. */
function indexOf(argument: unknown): number | undefined {
  if (typeof argument === 'number') return argument;
  const device = typeof argument === 'object' && argument !== null && 'device' in argument ? (argument.device as Device) : undefined;
  return device?.index;
}

export function cardPages(services: CardServices): vscode.Disposable[] {
  const pages = new CardPages(services);
  return [
    pages,
    vscode.window.registerWebviewPanelSerializer(viewType, pages),
    vscode.commands.registerCommand('tenstorrent.ui.openCard', (argument: unknown) => {
      const index = indexOf(argument);
      if (index !== undefined) pages.open(index);
    }),
    vscode.commands.registerCommand('tenstorrent.ui.resetDevice', async (argument: unknown) => {
      const index = indexOf(argument);
      if (index !== undefined) await resetCard(services.runs, index);
    }),
  ];
}
