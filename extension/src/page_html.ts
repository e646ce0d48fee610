// A page's empty document and its content security policy.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folder of the page's script and style sheet. */
export const mediaFolder = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, 'dist', 'media');

/**
 * A document that loads the bundle `name`: scripts and a style sheet of ours, images of the pack, and nothing else. The lesson page draws diagrams,
 * too: that takes style elements with the page's nonce, and pictures that the page made itself.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, name = 'page'): string {
  const nonce = randomBytes(18).toString('base64');
  const media = mediaFolder(extension);
  const script = webview.asWebviewUri(vscode.Uri.joinPath(media, `${name}.js`)).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(media, `${name}.css`)).toString();
  const draws = name === 'page';
  const policy = [
    "default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src ${webview.cspSource}${draws ? ` 'nonce-${nonce}'` : ''}`, `img-src ${webview.cspSource}${draws ? ' blob:' : ''}`, "font-src 'none'", "connect-src 'none'",
    "form-action 'none'", "base-uri 'none'",
  ].join('; ');
  const language = /^[A-Za-z0-9-]{1,20}$/.test(vscode.env.language) ? vscode.env.language : 'en';
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>TT Bringup</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
