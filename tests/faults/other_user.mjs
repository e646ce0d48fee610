// Another local user tries the state folder, its files and the control socket of a running job: nothing opens.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fault } from './lib/trial.mjs';
import { eventually, runRecord } from './lib/processes.mjs';
import { jobFolder, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

// Prints each thing that worked.
const kAttempts = `
import os, socket, sys
root, job, supervisor = sys.argv[1:4]
def attempt(what, body):
    try:
        body()
    except OSError:
        return
    print(what)
def talk():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.settimeout(1)
    s.connect(os.path.join(job, "ctl"))
    if not s.recv(100):
        raise OSError("hung up")
attempt("list the state folder", lambda: os.listdir(root))
attempt("list the jobs", lambda: os.listdir(os.path.dirname(job)))
attempt("list the job", lambda: os.listdir(job))
for name in ("out.log", "spec.json", "run", "exit", "out.idx", "lock", "ctl"):
    attempt("look at " + name, lambda: os.stat(os.path.join(job, name)) if len(sys.argv) < 5 else (_ for _ in ()).throw(OSError()))
    attempt("read " + name, lambda: open(os.path.join(job, name), "rb").read(1))
    attempt("write " + name, lambda: open(os.path.join(job, name), "r+b"))
attempt("read index.db", lambda: open(os.path.join(root, "index.db"), "rb").read(1))
attempt("make a file", lambda: open(os.path.join(root, "x"), "w"))
attempt("make a job", lambda: os.mkdir(os.path.join(root, "jobs", "x")))
attempt("talk to the supervisor", talk)
attempt("read the supervisor's environment", lambda: open(f"/proc/{supervisor}/environ", "rb").read())
attempt("read the supervisor's memory", lambda: open(f"/proc/{supervisor}/mem", "rb").read(1))
attempt("look at its descriptors", lambda: os.listdir(f"/proc/{supervisor}/fd"))
attempt("kill the supervisor", lambda: os.kill(int(supervisor), 0))
`;

await fault('other user', async (trial) => {
  if (process.getuid() !== 0 || spawnSync('setpriv', ['--reuid', 'nobody', '--clear-groups', 'true']).status !== 0) trial.skip('only root can become another user to try');
  const { home } = trial;
  fs.chmodSync(home.folder, 0o755); // what protects is the state folder itself
  const daemon = await startFaultDaemon(home);
  const job = await start(daemon, 'nap', { seconds: 1000 });
  const folder = jobFolder(home, job.id);
  const run = await eventually(() => runRecord(folder), 10_000);
  const tryAsNobody = (...more) =>
    spawnSync('setpriv', ['--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups', '/usr/bin/python3', '-c', kAttempts, path.join(home.folder, 'state'), folder, String(run.supervisor), ...more], { encoding: 'utf8' });
  const closed = tryAsNobody();
  trial.check(closed.status === 0 && closed.stdout === '', `another user could ${closed.stdout.trim().split('\n').join(', ')} ${closed.stderr}`);
  // And with all the folders opened by mistake, each file and the socket still say no by themselves.
  for (const place of [path.join(home.folder, 'state'), path.dirname(folder), folder]) fs.chmodSync(place, 0o711);
  fs.chmodSync(path.join(folder, 'ctl'), 0o777);
  const open = tryAsNobody('files');
  trial.check(open.status === 0 && open.stdout === '', `with the folders open, another user could ${open.stdout.trim().split('\n').join(', ')} ${open.stderr}`);
  await daemon.request('tenstorrent/job/stop', { id: job.id, kill: true });
  await stopDaemon(daemon);
  // A state folder that belongs to somebody else, or into which others may write, is not used.
  let refused = 0;
  for (const spoil of [(state) => fs.chownSync(state, 65_534, 65_534), (state) => fs.chmodSync(state, 0o777), (state) => (fs.rmdirSync(state), fs.symlinkSync('/tmp', state))]) {
    const other = trial.newHome();
    const state = path.join(other.folder, 'state');
    fs.mkdirSync(state, { mode: 0o700 });
    spoil(state);
    const suspicious = await startFaultDaemon(other);
    const answer = await start(suspicious, 'nap', { seconds: 0 }).then(
      () => 'started',
      (error) => error.message,
    );
    trial.check(answer !== 'started' && fs.readdirSync(state).every((name) => name !== 'jobs'), `a job was put into a folder of somebody else's: ${answer}`);
    refused += 1;
    await stopDaemon(suspicious);
  }
  trial.figure('attempts of another user', `0 successes with closed and with opened folders; ${refused} foreign state folders refused`);
});
