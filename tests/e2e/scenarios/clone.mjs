// A clone that takes long: its progress is in sight, and so is the way out.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { until } from '../lib/wait.mjs';

/** A server on loopback that takes connections and never says a word, as a network that swallows everything. */
export async function silentServer() {
  const connections = new Set();
  const server = net.createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => undefined).on('close', () => connections.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const hangUp = () => connections.forEach((socket) => socket.destroy());
  return { url: `https://127.0.0.1:${server.address().port}/tt-metal.git`, hangUp };
}

export const clone = (silent) => ({ check }) => {
  check('a clone shows its progress and can be cancelled where it is shown', async ({ page, workbench, workspace, openBountyLesson, shot }) => {
    const parent = path.join(workspace, 'checkouts');
    fs.mkdirSync(parent);
    await (await openBountyLesson()).link(/clone tt-metal/i).first().click();
    await workbench.chooseFolder(`${parent}/`);
    const shown = workbench.notification(/Cloning tt-metal/).first();
    await shown.waitFor();
    await shot('clone');
    await shown.getByRole('button', { name: 'Cancel' }).click();
    await shown.waitFor({ state: 'hidden', timeout: 10_000 });
    // libgit2 can't be woken from a handshake: what is left goes when the connection does.
    silent.hangUp();
    await until('nothing of the clone to stay', () => fs.readdirSync(parent).length === 0);
  });
};
