// What a person does in VS Code: palette, side bar, dialogs, terminals, webviews. Knows VS Code's DOM and nothing of our extension.
import { kStartPatience, until } from './wait.mjs';

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function makeWorkbench(page) {
  const workbench = {
    page,

    /** Runs a command by its title, as shown in the palette. A window that has just come back may not know all of them yet. */
    async command(title) {
      await until(`the palette to offer "${title}"`, async () => {
        await page.keyboard.press('F1');
        const input = page.locator('.quick-input-widget input[aria-autocomplete]').first();
        // A webview that is just taking the focus swallows the key.
        if (!(await input.waitFor({ timeout: 3_000 }).then(() => true, () => false))) return false;
        // What takes the focus meanwhile closes the palette.
        if (!(await input.fill(`>${title}`, { timeout: 3_000 }).then(() => true, () => false))) return false;
        // Its best match need not be the one that is wanted: others hold the same words.
        const row = page.locator('.quick-input-list .monaco-list-row', { hasText: new RegExp(`(^|: )${escaped(title)}(?! in )`) }).first();
        const offered = await row.waitFor({ timeout: 3_000 }).then(() => true, () => false);
        if (offered && (await row.click({ timeout: 3_000 }).then(() => true, () => false))) return true;
        await page.keyboard.press('Escape');
        return false;
      });
    },

    /** Chooses a colour theme by its label. */
    async useTheme(label) {
      await workbench.command('Preferences: Color Theme');
      const input = page.locator('.quick-input-widget input[placeholder*="Theme"], .quick-input-widget input').first();
      await input.fill(label);
      await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    },

    /** Opens a file of the workspace by its name. */
    async openFile(name) {
      await page.keyboard.press('Control+P');
      const input = page.locator('.quick-input-widget input').first();
      await input.waitFor();
      await input.fill(name);
      await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: name }).waitFor();
    },

    /** Answers the dialog that asks for a folder. It writes its own suggestion into the field a moment after it shows it. */
    async chooseFolder(folder) {
      const widget = page.locator('.quick-input-widget').first();
      const input = widget.locator('input').first();
      await input.waitFor();
      const title = await widget.locator('.quick-input-title').innerText();
      await until('the dialog to take the folder', async () => {
        await input.fill(folder);
        await page.waitForTimeout(300);
        return (await input.inputValue()) === folder;
      });
      // While it looks into a folder it takes no Enter.
      await until('the dialog to be answered', async () => {
        await page.keyboard.press('Enter');
        await page.waitForTimeout(700);
        return !(await widget.isVisible()) || (await widget.locator('.quick-input-title').innerText()) !== title;
      });
    },

    /** Opens a container of the side bar that is not shown yet by its icon. (On one that is shown the icon hides it.) */
    async clickContainer(title) {
      await page.locator(`.activitybar .action-label[aria-label^="${title}"]`).click();
      await page.locator('.sidebar .composite.title', { hasText: new RegExp(escaped(title), 'i') }).waitFor();
    },

    /** Shows a view of the side bar, whatever is shown now. */
    async showView(title) {
      await workbench.command(`Focus on ${title} View`);
      await workbench.view(title).waitFor();
    },

    /** A section of the side bar, by the title of its view. */
    view: (title) => page.locator('.pane', { has: page.locator(`.pane-header[aria-label^="${title}"]`) }),

    /** A row by what it says it is to a screen reader ("Lesson ...", "Step ...", "Job ...") and by text that it shows. */
    rowOfKind: (view, kind, text) => workbench.view(view).locator(`[role="treeitem"][aria-label^="${kind} "]`, { hasText: text }).first(),

    /** The same, after scrolling to it: a tree has only those rows in its document that are to be seen. */
    async bringRow(view, kind, text) {
      const row = workbench.rowOfKind(view, kind, text);
      if (await row.isVisible()) return row;
      await workbench.showView(view);
      await page.keyboard.press('Home');
      await until(`a row "${kind}" with ${text} in ${view}`, async () => {
        if (await row.isVisible()) return true;
        await page.keyboard.press('PageDown');
        await page.waitForTimeout(100); // a tree draws its rows a moment later and gives no sign of it
        return row.isVisible();
      });
      return row;
    },

    /** Picks an entry of the context menu of a row. A menu that has just opened takes no click, and a row may be drawn anew. */
    async pickFromMenu(row, entry) {
      const menu = page.locator('.context-view .monaco-menu');
      const label = menu.locator('.action-label', { hasText: new RegExp(`^${escaped(entry)}…?$`) }).first();
      await until(`the menu to offer "${entry}"`, async () => {
        await row.click({ button: 'right', timeout: 2_000 }).catch(() => undefined);
        if (!(await label.waitFor({ timeout: 2_000 }).then(() => true, () => false))) {
          await page.keyboard.press('Escape');
          return false;
        }
        await page.waitForTimeout(200);
        await label.click();
        if (await menu.waitFor({ state: 'detached', timeout: 2_000 }).then(() => true, () => false)) return true;
        await page.keyboard.press('Escape');
        return false;
      });
    },

    /** Clicks an inline action of a row until `done` says that it was taken: a row that is drawn anew can swallow a click. */
    async clickInline(row, action, done) {
      await until(`"${action}" to be taken`, async () => {
        if (await done()) return true;
        await row.hover({ timeout: 2_000 }).catch(() => undefined);
        await row.locator(`.action-label[aria-label^="${action}"]`).click({ timeout: 2_000 }).catch(() => undefined);
        await page.waitForTimeout(500);
        return false;
      });
    },

    dialog: () => page.locator('.monaco-dialog-box'),
    async answerDialog(button) {
      await workbench.dialog().locator('.monaco-button', { hasText: new RegExp(`^${escaped(button)}$`) }).click();
      await workbench.dialog().waitFor({ state: 'detached' });
    },

    /** Presses the button of a dialog that means yes, whatever it says. */
    async acceptDialog() {
      await workbench.dialog().locator('.dialog-buttons .monaco-button:not(.secondary)').first().click();
      await workbench.dialog().waitFor({ state: 'detached' });
    },

    /** Accepts a dialog where one comes up within two seconds; some commands ask only the first time. */
    async acceptDialogIfAny() {
      const came = await workbench.dialog().waitFor({ timeout: 2_000 }).then(() => true, () => false);
      if (came) await workbench.acceptDialog();
    },

    notification: (text) => page.locator('.notification-toast', { hasText: text }),
    async answerNotification(text, button) {
      await workbench.notification(text).last().locator('.monaco-button', { hasText: button }).first().click();
    },

    /** The text that the terminals on screen show. */
    async terminalText() {
      const rows = await page.locator('.terminal-wrapper .xterm-rows:visible > div').allTextContents();
      return rows.join('\n').replaceAll('\u00a0', ' ');
    },

    /**
     * The frame inside a webview in which `selector` matches. A webview is an iframe that holds the extension's page in another
     * iframe named active-frame; several may be open at once.
     */
    async webview(selector, limit = kStartPatience) {
      return until(`a webview with ${selector}`, async () => {
        for (const frame of page.frames()) {
          if (frame.parentFrame() === page.mainFrame() || frame === page.mainFrame()) continue;
          const found = await frame.locator(selector).count().catch(() => 0);
          if (found > 0) return frame;
        }
        return undefined;
      }, limit);
    },

    async closeAllEditors() {
      await workbench.command('View: Close All Editors');
    },

    /** Reloads the window, as "Developer: Reload Window" does, and waits until it stands again. */
    async reload() {
      await page.reload({ waitUntil: 'domcontentloaded', timeout: kStartPatience });
      await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: kStartPatience });
    },
  };
  return workbench;
}
