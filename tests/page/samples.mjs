// One of each page, full of what it can show. Data stand in ⟪brackets⟫, so that a test can tell them from the page's own words.
import { lessonOf } from './lib.mjs';

const when = '2026-11-24T12:00:00Z';
const measurement = (value, line) => ({ name: 'pcc', value, line, offset: line * 10, text: '⟪line⟫' });

const job = (more) => ({
  id: '01JOB', number: 3, title: '⟪a_rather_long_name_of_a_program_that_does_not_break.py⟫', lesson: 'lesson', step: 'run', argv: ['⟪python3⟫', '⟪--a-long-option=/with/a/path/that/has/no/blank/in/it/anywhere⟫'],
  cwd: '⟪/home/someone/a/folder/with/a/long/path/in/which/it/runs⟫', device: '⟪n150 0⟫', environment: ['⟪TT_VISIBLE_DEVICES=0⟫'], pinned: false, state: 'exited', stopping: false, exitCode: 1,
  createdAt: when, endedAt: when, durationMs: 12_000, size: 100, verdict: 'failed', measurements: [measurement(0.98, 1), measurement(0.97, 2)],
  fault: { kind: 'k', title: '⟪A fault⟫', remedy: '⟪What to do about it⟫', text: '⟪a line of the log that is much longer than a narrow window is wide⟫', line: 7, offset: 70, lesson: 'lesson', anchor: 'h' },
  ...more,
});
const running = job({ id: '02JOB', number: 4, step: 'other', state: 'running', exitCode: undefined, fault: undefined, verdict: undefined, endedAt: undefined, progress: { phase: '⟪Building⟫', fraction: 0.4, rate: '⟪3/s⟫' } });
for (const key of Object.keys(running)) if (running[key] === undefined) delete running[key];

const kBody = `# ⟪Title⟫

⟪Words and⟫ \`⟪a_name_that_is_long_enough_to_be_wider_than_a_narrow_window_if_it_does_not_break⟫\` [⟪a link⟫](#h) ⟪and⟫ [⟪nothing⟫](command:tenstorrent.nobodys).

## ⟪A heading with_a_name_that_is_long_enough_to_be_wider_than_a_narrow_window⟫

| ⟪a column⟫ | ⟪another⟫ | ⟪third⟫ | ⟪fourth_column_that_is_wide⟫ | ⟪fifth_column_that_is_wide⟫ |
|-|:-:|-:|-|-|
| ⟪a⟫ | ⟪b⟫ | ⟪c⟫ | ⟪d⟫ | [⟪e⟫](command:tenstorrent.nobodys) |

- [x] ⟪done⟫
- [ ] ⟪not done⟫

\`\`\`bash
⟪python3 a_program_with_a_long_line.py --option value --another-option another-value --and-so-on and-so-forth⟫
\`\`\`

> **⟪Note⟫** ⟪text⟫

<details>
<summary>⟪more⟫</summary>

⟪text⟫

</details>

### ⟪Diagram⟫

\`\`\`mermaid
flowchart LR
  accTitle: ⟪words⟫
  A[⟪one⟫] --> B[⟪two⟫] --> C[⟪three⟫] --> D[⟪four⟫] --> E[⟪five⟫] --> F[⟪six⟫]
\`\`\`
`;

const step = (id, more) => ({ id, phase: 'only', title: `⟪step ${id}⟫`, command: 'tenstorrent.run', proof: 'exit', state: { status: 'todo' }, ...more });

export const kPages = {
  'lesson page': {
    bundle: 'page',
    open: async ({ page, show }) => {
      const lesson = lessonOf(kBody);
      // What a manifest would say.
      for (const link of lesson.links) link.reason = '⟪why not⟫';
      lesson.summary.title = '⟪Title⟫';
      lesson.breadcrumb = [{ kind: 'pack', id: 'pack', title: '⟪Pack⟫' }];
      lesson.summary.status = 'validated';
      lesson.summary.estimatedMinutes = 20;
      lesson.summary.supportedHardware = ['n150'];
      lesson.summary.phases = [{ id: 'only', title: '⟪Phase⟫', anchor: lesson.headings[1].anchor }];
      lesson.summary.steps = [step('run', { state: { status: 'failed', job: '01JOB' } }), step('other'), step('ticked', { state: { status: 'done', by: 'tick' } })];
      lesson.blocks = lesson.blocks.map((block) => (block.language === 'bash' ? { ...block, step: 'run' } : block));
      lesson.links = lesson.links.map((link, index) => ({ ...link, step: index === 0 ? 'other' : 'ticked' }));
      await show(lesson, [job({}), running]);
      await page.waitForFunction(() => document.querySelector('.diagram-picture img')?.naturalWidth > 0);
    },
  },
  'job page': {
    bundle: 'job',
    open: async ({ page, tell, strings }) => {
      const runs = [1, 2, 3].map((number) => ({ job: `0${number}JOB`, number, createdAt: when, measurements: [measurement(0.9 + number / 100, 1)] }));
      await tell({ type: 'job', job: job({}), runs, strings, can: { runAgain: true, openLine: true } });
      await page.locator('.chart canvas').waitFor();
      await page.locator('.chart-table summary').click();
    },
  },
  'card page': {
    bundle: 'card',
    open: async ({ page, tell, strings }) => {
      const samples = Array.from({ length: 30 }, (_, index) => ({ at: new Date(Date.parse(when) + index * 10_000).toISOString(), temperature: 40 + index / 3, power: 12, clock: 500 }));
      await tell({ type: 'card', index: 0, title: '⟪0 n150⟫', rows: [['⟪Temperature⟫', '⟪44 °C, limit 75 °C⟫'], ['⟪PCI address⟫', '⟪0000:01:00.0⟫']], samples, strings, locale: 'en' });
      await page.locator('.chart canvas').first().waitFor();
      await page.locator('.chart-table summary').first().click();
    },
  },
};
