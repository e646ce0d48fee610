// Makes a raw log readable in a terminal, which wants a carriage return before each line feed.

/** Keeps whether the text so far ended with a carriage return, so that a chunk may begin with its line feed. */
export class LineEnds {
  private afterReturn_ = false;

  convert(text: string): string {
    if (text === '') return text;
    const converted = text.replace(/\n/g, (feed: string, at: number) => ((at === 0 ? this.afterReturn_ : text.charCodeAt(at - 1) === 13) ? feed : '\r\n'));
    this.afterReturn_ = text.endsWith('\r');
    return converted;
  }
}
