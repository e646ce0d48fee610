// Which documents the daemon hears of, and what it is asked about them.
import type * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

export const manifestName = 'pack.yaml';

/** What the daemon is asked about: lessons and manifests, and Python for its lenses. */
export const documentSelector = [
  { scheme: 'file', language: 'python' },
  { scheme: 'file', language: 'markdown' },
  { scheme: 'file', pattern: `**/${manifestName}` },
];

const isPython = (document: vscode.TextDocument): boolean => document.languageId === 'python';

/** Python has language servers of its own: of a Python file the daemon is asked for lenses alone. */
export const authoringMiddleware: Middleware = {
  provideCompletionItem: (document, position, triggered, token, next) => (isPython(document) ? undefined : next(document, position, triggered, token)),
  provideHover: (document, position, token, next) => (isPython(document) ? undefined : next(document, position, token)),
  provideDefinition: (document, position, token, next) => (isPython(document) ? undefined : next(document, position, token)),
  provideDocumentSymbols: (document, token, next) => (isPython(document) ? undefined : next(document, token)),
  provideDocumentLinks: (document, token, next) => (isPython(document) ? undefined : next(document, token)),
  provideCodeActions: (document, range, about, token, next) => (isPython(document) ? undefined : next(document, range, about, token)),
};
