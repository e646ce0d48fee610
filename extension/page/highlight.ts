// Colours code blocks in the languages that lessons use.
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import ini from 'highlight.js/lib/languages/ini';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import protobuf from 'highlight.js/lib/languages/protobuf';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = { bash, c, cpp, diff, dockerfile, ini, json, markdown, protobuf, python, rust, sql, yaml };
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

// Beyond this a block stays plain: colouring would hold the page up.
const limit = 100_000;

/** Colours the code's text in place; leaves a language that it doesn't know as it is. */
export function highlight(code: HTMLElement, language: string): void {
  const text = code.textContent;
  if (text === '' || text.length > limit || hljs.getLanguage(language) === undefined) return;
  code.innerHTML = hljs.highlight(text, { language, ignoreIllegals: true }).value;
}
