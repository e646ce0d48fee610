// HTML in one form, so that two texts that a browser would show alike are equal: what the examples and our renderer both write is read as
// tags and text, blanks between blocks are dropped, and what only a lesson's page adds goes.
const kBlocks = new Set([
  'article', 'blockquote', 'body', 'center', 'dd', 'details', 'div', 'dl', 'dt', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'html', 'iframe', 'li', 'main', 'ol', 'p', 'pre',
  'section', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
]);
const kNames = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', auml: 'ä', ouml: 'ö', copy: '©', AElig: 'Æ', Dcaron: 'Ď', frac34: '¾', HilbertSpace: 'ℋ',
  DifferentialD: 'ⅆ', ClockwiseContourIntegral: '∲', ngE: '≧̸' };

const decoded = (text) => text.replaceAll(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z][a-z0-9]*));/gi, (whole, hex, decimal, name) => {
  if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
  if (decimal) return String.fromCodePoint(Number.parseInt(decimal, 10));
  return kNames[name] ?? whole;
});

/** What the format of lessons adds to an element, or writes in another way. */
function attributesOf(tag, text) {
  const found = new Map();
  for (const [, name, , double, single, bare] of text.matchAll(/([a-z_:][\w:.-]*)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gi)) found.set(name.toLowerCase(), decoded(double ?? single ?? bare ?? ''));
  if (/^h[1-6]$/.test(tag)) found.delete('id');
  if (tag === 'a') found.delete('rel');
  if (tag === 'pre') found.delete('data-block');
  if (tag === 'img' && found.has('data-path')) {
    found.set('src', found.get('data-path'));
    found.delete('data-path');
  }
  if (tag === 'li') found.delete('class');
  if ((tag === 'td' || tag === 'th') && found.has('class')) {
    found.set('align', found.get('class').replace('align-', ''));
    found.delete('class');
  }
  // A language's name is of letters, digits and a few signs in lessons; another is left out.
  if (tag === 'code' && !/^language-[\w+#.-]{1,40}$/.test(found.get('class') ?? '')) found.delete('class');
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ` ${name}="${value}"`).join('');
}

/** The text of `html` in its one form. */
export function normalised(html) {
  const tokens = html.match(/<!--[^]*?-->|<\/?[a-z][\w-]*(?:\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*\/?>|[^<]+|</gi) ?? [];
  const out = [];
  let pre = 0;
  let text = '';
  const flush = (atBlock) => {
    let shown = decoded(text);
    text = '';
    if (pre === 0) {
      shown = shown.replaceAll(/[ \t\r\n]+/g, ' ');
      if (afterBlock) shown = shown.replace(/^ /, '');
      if (atBlock) shown = shown.replace(/ $/, '');
    }
    if (shown !== '') {
      out.push(shown.replaceAll('<', '‹'));   // text must not read as a tag
      afterBlock = false;
    }
  };
  let afterBlock = true;
  for (const token of tokens) {
    const tag = /^<(\/?)([a-z][\w-]*)([^]*?)\/?>$/i.exec(token);
    if (tag === null) {
      if (!token.startsWith('<!--')) text += token;
      continue;
    }
    const [, closing, written, rest] = tag;
    const name = written.toLowerCase();
    const isBlock = kBlocks.has(name) || name === 'br';
    flush(isBlock);
    if (name === 'pre') pre += closing ? -1 : 1;
    out.push(closing ? `</${name}>` : `<${name}${attributesOf(name, rest)}>`);
    afterBlock = isBlock;
  }
  flush(true);
  return out.join('').replaceAll(/>(?=<(?:\/?(?:p|li|ul|ol|h[1-6]|blockquote|pre|hr|table|thead|tbody|tr|td|th|div))\b)/g, '>\n');
}
