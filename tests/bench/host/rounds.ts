// What is measured and what comes out: shared by the contestants and by the loop that lets them take turns.

export interface Config {
  bare: string;        // the program that reads a terminal with nothing in between
  nodePty: string;     // the folder of the node-pty that came with this editor
  extension: string;   // the folder of the extension, where its daemon is
  floodScript: string; // writes floodBytes as fast as they are taken
  clockScript: string; // writes clockLines lines with the time in each
  floodBytes: number;
  longScript: string;  // the same with longBytes, which take longer than the lines of clockScript
  longBytes: number;
  clockLines: number;
  rounds: number;
  out: string;         // where the result goes
}

/** One program that ran on a terminal: how long it took from the request to the last byte, and what that cost this process. */
export interface Flood {
  wallNs: number;
  firstToLastNs: number;
  cpuNs: number; // of this process, all threads; of a contestant that runs elsewhere: 0
  reads?: Reads;
}

/** In how many answers a log came, and how much of it as a range of the file, how much inside the message. */
export interface Reads {
  count: number;
  fileBytes: number;
  dataBytes: number;
}

/** How old lines were when the handler got them. */
export interface Ages {
  lines: number;
  p50Ns: number;
  p99Ns: number;
}

export interface Contestant {
  readonly name: 'ours' | 'node-pty' | 'bare';
  flood(config: Config): Promise<Flood>;
  clock(config: Config): Promise<Ages>;
}

export const now = (): number => Number(process.hrtime.bigint());

export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? 0;
}

/** Takes the output of one program: counts it, or reads the lines `T <nanoseconds>` in it. Resolves at the last byte. */
export class Taker {
  private readonly start_ = now();
  private readonly cpu_ = process.cpuUsage();
  private first_ = 0;
  private bytes_ = 0;
  private rest_ = '';
  private readonly ages_: number[] = [];
  private whole_: (flood: Flood) => void = () => undefined;
  readonly flood = new Promise<Flood>((resolve) => (this.whole_ = resolve));

  constructor(private readonly bytesWanted_: number) {}

  /** The output is plain ASCII, so a string's length is its size. */
  readonly count = (text: string): void => {
    if (this.first_ === 0) this.first_ = now();
    this.bytes_ += text.length;
    if (this.bytes_ < this.bytesWanted_) return;
    const end = now();
    const { user, system } = process.cpuUsage(this.cpu_);
    this.whole_({ wallNs: end - this.start_, firstToLastNs: end - this.first_, cpuNs: (user + system) * 1000 });
  };

  readonly read = (text: string): void => {
    const at = now();
    this.rest_ += text;
    for (let end = this.rest_.indexOf('\n'); end >= 0; end = this.rest_.indexOf('\n')) {
      const line = this.rest_.slice(0, end);
      if (line.startsWith('T ')) this.ages_.push(at - Number.parseInt(line.slice(2), 10));
      this.rest_ = this.rest_.slice(end + 1);
    }
  };

  get ages(): Ages {
    return { lines: this.ages_.length, p50Ns: quantile(this.ages_, 0.5), p99Ns: quantile(this.ages_, 0.99) };
  }
}
