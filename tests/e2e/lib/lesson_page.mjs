// What a reader does on our lesson page: its links, its blocks, and what it says about a step's job.

/** `frame` is the webview's inner frame that holds the page. */
export function makeLessonPage(frame) {
  return {
    frame,
    title: () => frame.locator('h1').first(),

    /** A link that runs a command, by its text. */
    link: (text) => frame.locator('a.tt-command[data-link]', { hasText: text }).first(),

    /** The line that says what became of a step's job; its data-look is running, passed or failed. */
    step: (id) => frame.locator(`.job[data-step="${id}"]`).first(),
  };
}
