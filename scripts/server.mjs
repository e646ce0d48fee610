// Two questions about the editor's server that bash has no good answer to.
//   node server.mjs free-port WANTED       prints WANTED when nothing listens there, else a port that is free
//   node server.mjs healthy PORT PID       waits until the server answers; exits 1 when the process ended or a minute went by
import net from 'node:net';

function portIfFree(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const chosen = server.address().port;
      server.close(() => resolve(chosen));
    });
  });
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function becomesHealthy(port, pid) {
  const end = Date.now() + 60_000;
  while (Date.now() < end && isAlive(pid)) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

const [question, first, second] = process.argv.slice(2);
if (question === 'free-port') {
  console.log(await portIfFree(Number(first)).catch(() => portIfFree(0)));
} else if (question === 'healthy') {
  process.exitCode = (await becomesHealthy(Number(first), Number(second))) ? 0 : 1;
} else {
  throw new Error(`unknown question ${question}`);
}
