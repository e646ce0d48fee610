// A model's configuration becomes a report, an estimate and tests; a test that was changed is shown and asked about before it goes.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../lib/wait.mjs';

const kConfig = {
  architectures: ['LlamaForCausalLM'], model_type: 'llama', hidden_act: 'silu', hidden_size: 4096, intermediate_size: 14336,
  max_position_embeddings: 131072, num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 8, vocab_size: 128256,
};

export const kModelFiles = { 'llama/config.json': JSON.stringify(kConfig) };

export function modelTools({ check }) {
  const config = (context) => path.join(context.workspace, 'llama/config.json');
  const modelFolder = (context) => path.join(context.home, 'tt-metal/models/experimental/my_llama');
  const tests = (context) => path.join(modelFolder(context), 'tests/test_modules.py');

  /** The text of the editor that is in front; Monaco draws blanks as no-break spaces. */
  const editorText = async (page) => (await page.locator('.editor-instance .view-lines').last().innerText()).replaceAll('\u00a0', ' ');

  const writeModuleTests = async (context) => {
    await context.workbench.command('Write module tests');
    await context.workbench.chooseFolder(config(context));
    await context.workbench.chooseFolder(`${modelFolder(context)}/`);
  };

  check('a configuration is inspected, and the report opens to be read and saved', async (context) => {
    const { page, workbench, shot } = context;
    await workbench.command("Inspect a model's configuration");
    await workbench.chooseFolder(config(context));
    await page.locator('.tab.active', { hasText: /Untitled/ }).waitFor();
    await until('the report to be there', async () => (await editorText(page)).includes('LlamaForCausalLM'));
    await shot('model-inspection');
    await workbench.command('View: Close All Editors');
    await workbench.dialog().locator('.monaco-button', { hasText: "Don't Save" }).click();
  });

  check("the theoretical maximum asks for the card and the issue's number", async (context) => {
    const { page, workbench } = context;
    await workbench.command('Work out the theoretical maximum');
    await workbench.chooseFolder(config(context));
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'n300' }).click();
    const input = page.locator('.quick-input-widget input').first();
    await page.locator('.quick-input-widget', { hasText: /maximum, in t\/s\/u/ }).waitFor();
    await input.fill('48');
    await page.keyboard.press('Enter');
    await until('the estimate to be there', async () => (await editorText(page)).includes('48 t/s/u'));
    await workbench.command('View: Close All Editors');
    await workbench.dialog().locator('.monaco-button', { hasText: "Don't Save" }).click();
  });

  check("tests are written into the model's folder", async (context) => {
    fs.mkdirSync(modelFolder(context), { recursive: true });
    await writeModuleTests(context);
    await until('the tests to be there', () => fs.existsSync(tests(context)));
    const files = ['tests/reference.py', 'tests/test_modules.py', 'tt/layers.py'].map((file) => path.join(modelFolder(context), file));
    execFileSync('python3', ['-c', 'import ast, sys\nfor file in sys.argv[1:]: ast.parse(open(file).read())', ...files]);
    await context.page.locator('.tab.active', { hasText: 'test_modules.py' }).waitFor();
    await context.workbench.closeAllEditors();
  });

  check('a changed test is shown beside the new one, and kept where the user says so', async (context) => {
    const { page, shot } = context;
    fs.writeFileSync(tests(context), '# Mine.\n');
    await writeModuleTests(context);
    await page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
    const question = page.locator('.quick-input-widget', { hasText: /test_modules\.py exists/ });
    await question.waitFor();
    await shot('changed-test');
    await question.locator('.monaco-list-row', { hasText: 'Keep the File' }).click();
    await page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
    if (fs.readFileSync(tests(context), 'utf8') !== '# Mine.\n') throw new Error('the file was changed');
  });

  check('closing the difference is a no', async (context) => {
    const { page } = context;
    await writeModuleTests(context);
    await page.locator('.monaco-diff-editor').first().waitFor();
    const question = page.locator('.quick-input-widget', { hasText: /test_modules\.py exists/ });
    await question.waitFor();
    // The palette would take the question's place, and the question hides the tab's button.
    await page.locator('.tab.active').click({ button: 'middle', position: { x: 12, y: 12 } });
    await question.waitFor({ state: 'hidden' });
    if (fs.readFileSync(tests(context), 'utf8') !== '# Mine.\n') throw new Error('the file was changed');
  });

  check('a changed test is replaced where the user says so', async (context) => {
    const { page } = context;
    await writeModuleTests(context);
    await page.locator('.monaco-diff-editor').first().waitFor();
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Replace' }).click();
    await until('the test to be replaced', () => fs.readFileSync(tests(context), 'utf8').includes('def test_attention'));
  });
}
