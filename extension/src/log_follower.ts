// Follows a job's log from an offset to its end, one read in flight, in small pieces that leave the event loop free.
import * as fs from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout } from 'node:timers/promises';
import type { Job, JobReadParams, JobReadResult } from '../../protocol/gen/messages';

export interface LogSource {
  read(params: JobReadParams): Promise<JobReadResult>;
}

export interface LogSink {
  /** Text of the log. The next piece is read once this returns. */
  write(text: string): void;
  /** Bytes from `from` to `to` are no longer there. */
  skipped(from: number, to: number): void;
}

const waitMs = 30_000;
const readBytes = 1024 * 1024;
/** What one job may write before every other job had its turn. V8 makes a string of 128 KiB or more some ten times slower a byte. */
export const bytesPerTurn = 64 * 1024;

/** A read of this many bytes, and of less than all that may be asked for, means that the job writes faster than anybody reads. */
const floodBytes = 8 * 1024;
/** Then the next read waits this long, so that it finds many of the job's writes at once: each read costs the same, large or small. */
const floodPauseMs = 8;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A log file that stays open between reads. */
class LogFile {
  private handle_: fs.FileHandle | undefined;
  private path_ = '';
  private readonly buffer_ = Buffer.allocUnsafe(bytesPerTurn);

  /** Calls `write` with the text of the bytes from `from` to `to`, which are whole UTF-8. Throws where the file is shorter. */
  async range(path: string, from: number, to: number, write: (text: string) => void, cancelled: () => boolean): Promise<void> {
    if (this.handle_ === undefined || this.path_ !== path) {
      await this.close();
      this.handle_ = await fs.open(path, 'r');
      this.path_ = path;
    }
    const decoder = new StringDecoder('utf8');
    for (let at = from; at < to && !cancelled();) {
      const { bytesRead } = await this.handle_.read(this.buffer_, 0, Math.min(bytesPerTurn, to - at), at);
      if (bytesRead === 0) throw new Error(`The log ${path} ends at byte ${at}, before byte ${to}.`);
      at += bytesRead;
      write(decoder.write(this.buffer_.subarray(0, bytesRead)));
      await turn();
    }
  }

  async close(): Promise<void> {
    const handle = this.handle_;
    this.handle_ = undefined;
    await handle?.close();
  }
}

/** Reads until the job is over and answers its last record, or undefined where it was cancelled. */
export async function followLog(id: string, start: number, source: LogSource, sink: LogSink, signal: AbortSignal): Promise<Job | undefined> {
  const file = new LogFile();
  const cancelled = (): boolean => signal.aborted;
  try {
    for (let offset = start; !cancelled();) {
      const part = await source.read({ id, offset, maxBytes: readBytes, waitMs, file: true });
      if (cancelled()) return undefined;
      if (part.offset > offset) sink.skipped(offset, part.offset);
      if (part.file !== undefined && part.next > part.offset) await file.range(part.file, part.offset, part.next, (text) => sink.write(text), cancelled);
      else if (part.data !== undefined && part.data !== '') {
        sink.write(part.data);
        await turn();
      }
      offset = part.next;
      if (part.end) return part.job;
      const bytes = part.next - part.offset;
      if (bytes >= floodBytes && bytes < readBytes) await setTimeout(floodPauseMs);
    }
    return undefined;
  } finally {
    await file.close();
  }
}
