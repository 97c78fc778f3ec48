/** The two ends that a backend has of its server: a stream of bytes in, lines out. */

/** Most bytes of a line of the log. */
const MAX_LOG_LINE = 2000;

export interface Pipe {
  readonly input: AsyncIterable<Uint8Array>;
  /**
   * Resolves when the other side has room for more, and with false when it is gone: then nothing is written, and what
   * was written last may be lost.
   */
  write(text: string): Promise<boolean>;
  log(line: string): void;
  /** No more input. */
  close(): void;
}

/** The standard input and output of this process; the log is its standard error. */
export function processPipe(): Pipe {
  const { stdin, stdout, stderr } = process;
  /** Set while the pipe is full; all writers wait for the same moment. */
  let room: Promise<void> | null = null;
  let isGone = false;
  let isEnding = false;
  let goOn: () => void = () => undefined;

  const gone = (): void => {
    isGone = true;
    goOn();
  };
  // The server went away: the end of the input says the same, and ends the program.
  stdout.on("error", gone);
  stdout.on("close", gone);
  stdout.on("drain", () => goOn());
  // Ctrl-C in the server's terminal arrives here too; the server then ends its backends in good order.
  if (!stdin.isTTY) process.on("SIGINT", () => undefined);
  process.on("SIGTERM", close);

  function close(): void {
    isEnding = true;
    stdin.destroy();
  }

  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      yield* stdin;
    } catch (error) {
      // What was closed here is no accident.
      if (!isEnding) throw error;
    }
  }

  return {
    input: read(),
    close,
    async write(line) {
      if (isGone) return false;
      if (!stdout.write(line) && room === null) {
        room = new Promise<void>((resolve) => {
          goOn = resolve;
        }).finally(() => {
          room = null;
        });
      }
      if (room !== null) await room;
      return !isGone;
    },
    log(line) {
      const oneLine = line.replaceAll(/[\p{Cc}\s]+/gu, " ").slice(0, MAX_LOG_LINE);
      stderr.write(`${oneLine}\n`);
    },
  };
}
