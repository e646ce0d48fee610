// The lesson page without an editor: our bundles in headless Chromium, with the policy, the messages and the theme's variables that the editor
// would give them, served from this machine's loopback.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const kMedia = path.join(root, 'dist', 'media');
const kDaemon = path.join(root, process.env.TT_BUILD_DIR ?? 'build', 'tt-bringup');

/** What a lesson with this body is to the protocol. */
export function lessonOf(body) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-page-'));
  try {
    const file = path.join(folder, 'lesson.md');
    fs.writeFileSync(file, `---\nid: lesson\ntitle: A lesson\n---\n\n${body}`);
    const { status, stdout, stderr } = spawnSync(kDaemon, ['lesson', file, '--json'], { encoding: 'utf8', maxBuffer: 64 << 20 });
    if (status !== 0) throw new Error(`tt-bringup lesson ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What a module of the extension exports, with the editor's part of it replaced. Each text that goes through translation comes out in ⟦brackets⟧. */
async function exportsOf(file) {
  const out = await build({
    entryPoints: [path.join(root, file)], bundle: true, write: false, format: 'cjs', platform: 'node',
    plugins: [{
      name: 'editor',
      setup(plugin) {
        plugin.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' }));
        plugin.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: `
          export const Uri = { joinPath: (base, ...parts) => ({ at: [base.at, ...parts].join('/') }) };
          export const env = { language: 'en' };
          export const l10n = { t: (text, ...values) => '⟦' + values.reduce((filled, value, index) => filled.replaceAll('{' + index + '}', value), text) + '⟧' };
        ` }));
      },
    }],
  });
  const made = { exports: {} };
  new Function('module', 'exports', 'require', out.outputFiles[0].text)(made, made.exports, createRequire(import.meta.url));
  return made.exports;
}

/** The strings of the three pages, each as in a language of its own. */
export const pseudoStrings = {
  page: (await exportsOf('extension/src/page_strings.ts')).pageStrings(),
  job: (await exportsOf('extension/src/job_page_strings.ts')).jobPageStrings(),
  card: (await exportsOf('extension/src/card_strings.ts')).cardStrings(),
};

/** The policy and the document of extension/src/page_html.ts, made by that very file. */
async function documentFrom(origin, bundle) {
  const { pageHtml } = await exportsOf('extension/src/page_html.ts');
  const webview = { cspSource: origin, asWebviewUri: ({ at }) => ({ toString: () => `${origin}${at.replace('/dist', '')}` }) };
  return pageHtml(webview, { at: '' }, bundle);
}

/** Colours of four themes, as the editor names them: dark, light and both high contrasts. */
export const kThemes = {
  dark: { kind: 'vscode-dark', 'editor-background': '#1f1f1f', 'editor-foreground': '#cccccc', 'editorWidget-background': '#202020', 'textLink-foreground': '#4daafc', focusBorder: '#0078d4' },
  light: { kind: 'vscode-light', 'editor-background': '#ffffff', 'editor-foreground': '#3b3b3b', 'editorWidget-background': '#f8f8f8', 'textLink-foreground': '#005fb8', focusBorder: '#005fb8' },
  'high contrast': { kind: 'vscode-high-contrast', 'editor-background': '#000000', 'editor-foreground': '#ffffff', 'editorWidget-background': '#0c141f', contrastBorder: '#6fc3df', 'textLink-foreground': '#21a6ff' },
  'light high contrast': { kind: 'vscode-high-contrast vscode-high-contrast-light', 'editor-background': '#ffffff', 'editor-foreground': '#292929', 'editorWidget-background': '#ffffff', contrastBorder: '#0f4a85', 'textLink-foreground': '#0f4a85' },
};

/**
 * Opens the page. Returns { page, show(lesson, jobs), tell(message), theme(name), said, errors, asked, close }: `said` has the page's messages to the extension, `errors` what
 * the browser complained of, a breach of the policy included, `asked` every address that was asked for.
 */
export async function openPage({ bundle = 'page', strings = {}, width = 1000 } = {}) {
  const errors = [];
  const asked = [];
  let html = '';
  const server = http.createServer((request, response) => {
    asked.push(request.url);
    if (request.url === '/favicon.ico') return response.writeHead(204).end();
    if (request.url === '/') return response.setHeader('content-type', 'text/html').end(html);
    const file = path.join(kMedia, path.basename(request.url));
    if (!request.url.startsWith('/media/') || !fs.existsSync(file)) return response.writeHead(404).end();
    return response.setHeader('content-type', file.endsWith('.css') ? 'text/css' : 'text/javascript').end(fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  html = await documentFrom(origin, bundle);
  const browser = await chromium.launch({ executablePath: process.env.TT_CHROMIUM || '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] });
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('Content Security Policy')) errors.push(message.text()); });
  page.on('pageerror', (error) => errors.push(String(error)));
  // A text that is parsed aside from the document has styles that the policy would not let work: only what concerns the page itself counts.
  await page.exposeFunction('ttBreach', (text) => { errors.push(text); });
  const said = [];
  await page.exposeFunction('ttSaid', (message) => { said.push(message); });
  await page.addInitScript(() => {
    let state;
    document.addEventListener('securitypolicyviolation', (event) => {
      // Of what isn't in the document the event comes to the document itself.
      if (event.target !== document || !event.violatedDirective.startsWith('style-src')) void window.ttBreach(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}:${event.columnNumber}`);
    });
    window.acquireVsCodeApi = () => ({ postMessage: (message) => void window.ttSaid(message), getState: () => state, setState: (next) => { state = next; } });
  });
  await page.goto(origin);
  const theme = (name) => page.evaluate((colours) => {
    const { kind, ...named } = colours;
    for (const [key, value] of Object.entries(named)) document.documentElement.style.setProperty(`--vscode-${key}`, value);
    document.body.className = kind;
  }, kThemes[name]);
  await theme('dark');
  return {
    page, said, errors, asked, theme, strings,
    /** Gives the page a message of the extension's. */
    tell: (message) => page.evaluate((told) => window.postMessage(told, '*'), message),
    show: async (lesson, jobs = []) => {
      const before = said.length;
      await page.evaluate((message) => window.postMessage(message, '*'), { type: 'lesson', lesson, base: origin, trusted: true, jobs, strings });
      const start = Date.now();
      while (!said.slice(before).some(({ type }) => type === 'rendered')) {
        if (Date.now() - start > 30_000) throw new Error('the page did not render the lesson');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
