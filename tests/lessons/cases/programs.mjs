// The programs by themselves, on input that their lessons don't bring along.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pack, searchPath } from '../lib/reader.mjs';

/** Runs a program of the pack; { code, text }. */
function run(program, args, env = {}) {
  const { status, stdout, stderr, error } = spawnSync('python3', [path.join(pack, 'programs', program), ...args], {
    encoding: 'utf8', timeout: 60_000, env: { PATH: searchPath, HOME: '/nowhere', PYTHONDONTWRITEBYTECODE: '1', ...env },
  });
  if (error) throw error;
  return { code: status, text: stdout + stderr };
}

const expectRun = (result, code, words) => {
  assert.equal(result.code, code, result.text);
  assert.match(result.text, words);
};

/** A safetensors file with one tensor of 4 x 8 bfloat16 values; `cut` bytes are missing at its end. */
function shard(name, cut = 0) {
  const header = Buffer.from(JSON.stringify({ __metadata__: { format: 'pt' }, [name]: { dtype: 'BF16', shape: [4, 8], data_offsets: [0, 64] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const whole = Buffer.concat([length, header, Buffer.alloc(64)]);
  return whole.subarray(0, whole.length - cut);
}

/** A model of two shards below `folder`, without the files in `without` and with those in `more`. */
function makeModel(folder, without = [], more = {}) {
  const files = {
    'config.json': JSON.stringify({ architectures: ['ExerciseForCausalLM'], num_hidden_layers: 2, vocab_size: 64 }),
    'tokenizer.json': '{}',
    'model.safetensors.index.json': JSON.stringify({ weight_map: { a: 'one.safetensors', b: 'two.safetensors' } }),
    'one.safetensors': shard('a'),
    'two.safetensors': shard('b'),
    ...more,
  };
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) if (!without.includes(name)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

function weights(home) {
  let count = 0;
  const check = (code, words, without, more) => {
    count += 1;
    expectRun(run('check_weights.py', ['--model', makeModel(path.join(home.folder, `model${count}`), without, more)]), code, words);
  };
  check(0, /architecture: ExerciseForCausalLM[^]*num_hidden_layers: 2[^]*0\.00 billion values in 2 files/);
  check(0, /in 1 files/, ['model.safetensors.index.json'], { 'model.safetensors': shard('a') });
  check(1, /config\.json is missing in/, ['config.json']);
  check(1, /There is no tokenizer in/, ['tokenizer.json']);
  check(1, /two\.safetensors is missing in/, ['two.safetensors']);
  check(1, /one\.safetensors has \d+ of \d+ bytes: the download was cut short/, [], { 'one.safetensors': shard('a', 1) });
  check(1, /one\.safetensors is no safetensors file/, [], { 'one.safetensors': '<html>401 Unauthorized</html>' });
  check(1, /config\.json is no JSON/, [], { 'config.json': '<html>' });
  check(1, /names no weights/, [], { 'model.safetensors.index.json': '{}' });

  const kept = path.join(home.folder, 'hub/models--some--model');
  makeModel(path.join(kept, 'snapshots/abc'));
  fs.mkdirSync(path.join(kept, 'refs'));
  fs.writeFileSync(path.join(kept, 'refs/main'), 'abc');
  expectRun(run('check_weights.py', ['--model', 'some/model'], { HF_HUB_CACHE: path.join(home.folder, 'hub') }), 0, /snapshots\/abc/);
  expectRun(run('check_weights.py', ['--model', 'some/model'], { HF_HOME: home.folder }), 0, /snapshots\/abc/);
  expectRun(run('check_weights.py', ['--model', 'some/other'], { HF_HOME: home.folder }), 1, /some\/other isn't in .*hub: download it first/);
  fs.writeFileSync(path.join(kept, 'refs/main'), 'gone');
  expectRun(run('check_weights.py', ['--model', 'some/model'], { HF_HOME: home.folder }), 1, /was begun and is not there/);
}

const kHeader = 'OP CODE,OP TYPE,GLOBAL CALL COUNT,DEVICE ID,CORE COUNT,OP TO OP LATENCY [ns],DEVICE KERNEL DURATION [ns],PROGRAM CACHE HIT,INPUT_1_Y,INPUT_1_X,INPUT_1_DATATYPE,INPUT_1_MEMORY';

function report(home) {
  const table = (name, rows, header = kHeader) => {
    const file = path.join(home.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${header}\n${rows.join('\n')}\n`);
    return file;
  };
  const show = (file, ...more) => run('ops_report.py', [file, ...more]);
  // 1000 x 288 values in BF16 at 288 GB/s take 2 us; a kernel of 4 us is at half of that. Two chips: the lower number is shown.
  const two = table('two.csv', [
    'Matmul,tt_dnn_device,7,1,8,10,9999,True,1000,288,BFLOAT16,DEV_1_DRAM_INTERLEAVED',
    'Matmul,tt_dnn_device,7,0,8,1500,4000,True,1000,288,BFLOAT16,DEV_0_DRAM_INTERLEAVED',
    'Reshard,tt_dnn_device,8,0,8,-,1000,True,,,,',
  ]);
  expectRun(show(two), 0, /Device 0: 2 calls, the last of 1 runs; 0 calls that were compiled[^]*Matmul +1 +4\.0 +80\.0%[^]*7 Matmul +8 +4\.0 +1\.5 +50%[^]*8 Reshard +8 +1\.0 +0\.0 *\n[^]*gaps between them: 1\.5 us/);
  expectRun(show(two, '--bandwidth', '576'), 0, /7 Matmul +8 +4\.0 +1\.5 +25%/);
  // Nothing is marked as cached: all of it counts. Weights in L1 have no share of DRAM.
  const unmarked = table('unmarked.csv', ['Matmul,tt_dnn_device,1,0,8,0,4000,,1000,288,BFLOAT16,DEV_0_L1_INTERLEAVED']);
  expectRun(show(unmarked), 0, /Device 0: 1 calls[^]*1 Matmul +8 +4\.0 +0\.0 *\n/);
  // Of runs that are alike the last is shown, with what ran on the host in it; of runs that aren't, all.
  const layer = (from, kernel) => ['Matmul', 'Add', 'Matmul'].map((name, index) => `${name},tt_dnn_device,${from + index},0,8,0,${kernel},True,,,,`);
  const host = 'torch.add,python_fallback,1,0,,,,,,,,';
  const runs = show(table('runs.csv', [...layer(1, 9000), host.replace(',1,', ',4,'), ...layer(5, 1000), ...layer(8, 2000)]));
  expectRun(runs, 0, /Device 0: 3 calls, the last of 3 runs[^]*kernels: 6\.0 us/);
  assert.doesNotMatch(runs.text, /torch\.add/);
  expectRun(show(table('odd.csv', [...layer(1, 1000), ...layer(5, 1000).slice(0, 2)])), 0, /Device 0: 5 calls, the last of 1 runs/);
  expectRun(show(table('none.csv', ['torch.add,python_fallback,1,0,,,,,,,,'])), 1, /has no operation that ran on a device/);
  expectRun(show(table('other.csv', ['1,2'], 'a,b')), 1, /is no table of operations: it lacks OP CODE/);
  expectRun(show(table('empty.csv', [], kHeader)), 1, /is no table of operations/);
  expectRun(show(path.join(home.folder, 'absent.csv')), 1, /can't be read/);
  expectRun(show(two, '--bandwidth', '0'), 2, /has to be more than 0/);
  // Of a folder the newest table counts.
  const old = table('reports/a/ops_perf_results_1.csv', ['Old,tt_dnn_device,1,0,8,0,4000,True,,,,']);
  table('reports/b/ops_perf_results_2.csv', ['New,tt_dnn_device,1,0,8,0,4000,True,,,,']);
  fs.utimesSync(old, 1000, 1000);
  expectRun(show(path.join(home.folder, 'reports')), 0, /ops_perf_results_2\.csv\n[^]*New/);
  expectRun(show(fs.mkdtempSync(path.join(home.folder, 'none-'))), 1, /There is no ops_perf_results_\*\.csv below/);
}

function machine(home) {
  const made = run('practice_box.py', ['--folder', home.folder]);
  expectRun(made, 1, /0 of 8 answers are right/);
  const root = path.join(home.folder, 'box/machine');
  const read = () => run('machine_read.py', ['--root', root]);
  expectRun(read(), 0, /tt-kmd 2\.10\.0[^]*4 nodes, 3 boards, 5 chips[^]*card 1: n300 at 0000:41:00\.0[^]*71\.9 C[^]*held by process 4242\n[^]*PCIe x8 [^]*hugepages of 1 GiB: 3/);
  // The kind can be told from the serial number, and a reading that is missing is no fault.
  fs.rmSync(path.join(root, 'sys/class/tenstorrent/tenstorrent!1/tt_card_type'));
  fs.rmSync(path.join(root, 'sys/class/tenstorrent/tenstorrent!1/device/hwmon'), { recursive: true });
  fs.rmSync(path.join(root, 'proc/driver/tenstorrent/1'), { recursive: true });
  expectRun(read(), 0, /card 1: n300 [^]*\n +-, -, clock 500 MHz[^\n]*who has it open can't be read/);
  fs.rmSync(path.join(root, 'dev/tenstorrent/2'));
  expectRun(read(), 1, /has no node for card 2/);
  fs.rmSync(path.join(root, 'sys/class'), { recursive: true });
  fs.rmSync(path.join(root, 'sys/devices/pci0000:00/0000:01:00.0/tenstorrent'), { recursive: true });
  expectRun(read(), 1, /0 nodes, 0 boards, 0 chips[^]*The driver offers nothing for 0000:01:00\.0:/);
  expectRun(run('machine_read.py', ['--root', path.join(home.folder, 'nothing')]), 0, /There is no card in this machine/);
}

function selection(home) {
  const file = path.join(home.folder, 'no_test/selection.txt');
  fs.mkdirSync(path.dirname(file));
  const select = (words) => {
    fs.writeFileSync(file, `k = ${words}\n`);
    return run('no_test.py', ['--folder', home.folder]);
  };
  expectRun(select('"performance and batch-1"'), 0, /5 deselected \/ 1 selected[^]*1 passed, 5 deselected/);
  expectRun(select('PERFORMANCE and not (batch-32 or long)'), 0, /1 passed, 5 deselected/);
  expectRun(select('batch-32 or long and accuracy'), 1, /3 passed, 3 deselected[^]*and no other/);
  expectRun(select(''), 1, /collected 6 items\n[^]*6 passed/);
  expectRun(select('nothing'), 5, /6 deselected \/ 0 selected/);
  for (const wrong of ['performance and', 'performance batch-1', '(performance', 'and batch-1', 'not']) {
    expectRun(select(wrong), 4, /ERROR: Wrong expression passed to '-k'/);
  }
}

function answers(home) {
  const file = path.join(home.folder, 'demo_log/answers.txt');
  const judge = (text) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return run('demo_log.py', ['--folder', home.folder]);
  };
  expectRun(judge('speed = 25 t/s/u # as the log says\nusers = eight\n'), 1, /right: speed = 25 t\/s\/u\n[^]*answers\.txt:2:1: error: "users" isn't eight\.[^]*1 of 7/);
  expectRun(judge('speed = 25\nspeed = 26\n'), 1, /answers\.txt:2:1: error: "speed" stands twice; line 1 has it, too\./);
  expectRun(judge('speed 25\n'), 1, /answers\.txt:1:1: error: This line has to be of the form/);
  expectRun(judge('sped = 25\n'), 1, /"speed" has no answer yet[^]*answers\.txt:1:1: warning: Nobody asks for "sped"\./);
}

export const cases = {
  'weights are whole, or what is missing is named': weights,
  'a report is made of tables of every age, and of nothing else': report,
  'a machine is read with what is missing in it': machine,
  'words behind -k select what pytest would select': selection,
  'answers are read with units and remarks, and judged line by line': answers,
};
