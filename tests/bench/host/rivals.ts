// The rivals: node-pty, which VS Code's own terminal uses, in this same process; and a native loop on a terminal, in one of its own.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Taker, type Ages, type Config, type Contestant, type Flood } from './rounds';

/** The part of node-pty that is used here. */
interface NodePty {
  spawn(program: string, argv: string[], options: { cols: number; rows: number; env: NodeJS.ProcessEnv }): {
    onData(handler: (text: string) => void): void;
    onExit(handler: (end: { exitCode: number }) => void): void;
  };
}

export class InHost implements Contestant {
  readonly name = 'node-pty';
  private readonly pty_: NodePty;

  constructor(folder: string) {
    this.pty_ = require(folder) as NodePty;
  }

  async flood(config: Config): Promise<Flood> {
    const taker = new Taker(config.floodBytes);
    await this.run_(config.floodScript, taker.count);
    return taker.flood;
  }

  async clock(config: Config): Promise<Ages> {
    const taker = new Taker(0);
    await this.run_(config.clockScript, taker.read);
    return taker.ages;
  }

  private run_(script: string, handler: (text: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const terminal = this.pty_.spawn('python3', [script], { cols: 120, rows: 30, env: process.env });
      terminal.onData(handler);
      terminal.onExit(({ exitCode }) => (exitCode === 0 ? resolve() : reject(new Error(`${script} ended with ${exitCode}`))));
    });
  }
}

const run = promisify(execFile);

export class Bare implements Contestant {
  readonly name = 'bare';

  async flood(config: Config): Promise<Flood> {
    const { stdout } = await run(config.bare, ['flood', 'python3', config.floodScript]);
    const { bytes, wallNs, firstToLastNs } = JSON.parse(stdout) as { bytes: number; wallNs: number; firstToLastNs: number };
    if (bytes < config.floodBytes) throw new Error(`the bare loop saw ${bytes} bytes`);
    return { wallNs, firstToLastNs, cpuNs: 0 };
  }

  async clock(config: Config): Promise<Ages> {
    const { stdout } = await run(config.bare, ['clock', 'python3', config.clockScript]);
    return JSON.parse(stdout) as Ages;
  }
}
