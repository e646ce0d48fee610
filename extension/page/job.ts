// The page of a job: shows what the extension says of it, and tells the extension what was clicked.
import type { JobHostMessage, JobPageMessage } from '../shared/job_page_messages';
import { element } from './dom';
import { JobView } from './job_view';

declare function acquireVsCodeApi(): { postMessage(message: JobPageMessage): void; setState(state: { job: string }): void };

const editor = acquireVsCodeApi();
let view: JobView | undefined;

function receive(message: JobHostMessage): void {
  switch (message.type) {
    case 'job': {
      const { job, runs, strings, can } = message;
      view = new JobView(job, strings, can, {
        showLog: () => editor.postMessage({ type: 'showLog' }),
        runAgain: () => editor.postMessage({ type: 'runAgain' }),
        stop: () => editor.postMessage({ type: 'stop' }),
        saveCsv: () => editor.postMessage({ type: 'saveCsv' }),
        openLine: (offset, line) => editor.postMessage({ type: 'openLine', offset, line }),
        openLesson: () => editor.postMessage({ type: 'openLesson' }),
      });
      document.body.replaceChildren(view.root);   // before the charts, which measure their place
      view.showRuns(runs);
      editor.setState({ job: job.id });
      return;
    }
    case 'change':
      view?.show(message.job);
      return;
    case 'runs':
      view?.showRuns(message.runs);
      return;
    case 'failed':
      document.body.replaceChildren(element('main', { class: 'job-page failed' }, element('p', { role: 'alert' }, message.text)));
  }
}

window.addEventListener('message', ({ data }: MessageEvent<JobHostMessage>) => receive(data));
editor.postMessage({ type: 'ready' });
