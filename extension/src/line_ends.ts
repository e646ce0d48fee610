// Makes a raw log readable in a terminal, which wants a carriage return before each line feed.

/** Keeps whether the text so far ended with a carriage return, so that a chunk may begin with its line feed. */
export class LineEnds {
  private afterReturn_ = false;

  convert(text: string): string {
    if (text === '') return text;
    // Nearly every log has its carriage returns already: then nothing is copied, and no function is called for each line.
    let converted = '';
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (at === 0 ? this.afterReturn_ : text.charCodeAt(at - 1) === 13) continue;
      converted += `${text.slice(from, at)}\r\n`;
      from = at + 1;
    }
    this.afterReturn_ = text.endsWith('\r');
    return from === 0 ? text : converted + text.slice(from);
  }
}
