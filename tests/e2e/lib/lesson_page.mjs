// What a reader does on our lesson page: its links, its blocks, its buttons and what it says about a job.

/** `frame` is the webview's inner frame that holds the page. */
export function makeLessonPage(frame) {
  const page = {
    frame,
    title: () => frame.locator('h1').first(),

    /** A link that runs a command, by its text. */
    link: (text) => frame.locator('a.tt-command[data-link]', { hasText: text }).first(),

    /** A code block that belongs to a step, by text that it holds. */
    block: (text) => frame.locator('.tt-block, figure, div', { has: frame.locator('pre[data-block]', { hasText: text }) }).last(),

    /** A button inside an element, by the word that its accessible name begins with. */
    button: (where, word) => where.getByRole('button', { name: new RegExp(`^${word}\\b`) }).first(),

    /** Where the page says what became of a step's job. */
    step: (id) => frame.locator(`[data-step="${id}"]`).first(),

    /** All that the page has announced to a screen reader by now. */
    async announced() {
      return (await frame.locator('[role="status"]').allTextContents()).join('\n');
    },
  };
  return page;
}
