// A machine that has what the steps need: a card, tt-smi, and a tt-metal whose programs only say how they were called.
import fs from 'node:fs';
import path from 'node:path';
import { makeCards } from '../../faults/lib/cards.mjs';
import { searchPath } from './reader.mjs';

function program(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: 0o755 });
}

const tells = (name) => `import os, sys\nprint("${name}", sys.argv[1:], "in", os.getcwd(), "with", os.environ.get("HF_MODEL"), os.environ.get("TT_METAL_HOME"))\n`;

/** The environment of a daemon on such a machine below `folder`. */
export function makeMachine(folder) {
  const metal = path.join(folder, 'tt-metal');
  const script = '#!/bin/sh\necho "$0 in $PWD with $TT_METAL_HOME"\n';
  program(path.join(metal, 'build_metal.sh'), script);
  program(path.join(metal, 'create_venv.sh'), script);
  program(path.join(metal, 'python_env/bin/python'), '#!/bin/sh\nexec python3 "$@"\n');
  // tt-metal's own folder is in PYTHONPATH, so that these are found instead of the real ones.
  program(path.join(metal, 'ttnn/__init__.py'), '');
  program(path.join(metal, 'pytest.py'), tells('pytest'));
  program(path.join(metal, 'tracy.py'), tells('tracy'));
  program(path.join(folder, '.local/bin/tt-smi'), '#!/bin/sh\necho "{\\"device_info\\": \\"$*\\"}"\n');
  return { ...makeCards(folder), PATH: `${path.join(folder, '.local/bin')}:${searchPath}` };
}

/** A huggingface_hub for fetch_weights.py below `folder`, which says what it was asked for or raises `error`. */
export function makeHub(folder, error = '') {
  program(path.join(folder, 'hub/huggingface_hub.py'), [
    '__version__ = "0.0"',
    'class GatedRepoError(Exception): pass',
    'def snapshot_download(model, allow_patterns):',
    error === '' ? '    return f"/kept/{model}/{len(allow_patterns)}"' : `    raise GatedRepoError(${JSON.stringify(error)})`,
    '',
  ].join('\n'));
  return { PYTHONPATH: path.join(folder, 'hub') };
}
