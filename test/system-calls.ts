/** Reads what `strace -f -y` wrote: when the journal was written and flushed, and when a socket was given bytes. */

/** Options of strace for the calls that are judged here; the log goes to `file`. */
export function straceCommand(strace: string, file: string): string[] {
  const calls = "write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync";
  return [strace, "-f", "-y", "-s", "20000", "-e", `trace=${calls}`, "-e", "signal=none", "-o", file];
}

/** Where in the log a text was written, flushed and told; null when it was not. Line numbers. */
export interface Fate {
  /** The journal was first given a page with the text. */
  readonly written: number | null;
  /** The first flush of the journal that began after that has returned. */
  readonly flushed: number | null;
  /** A socket was first given bytes with the text. */
  readonly told: number | null;
}

interface Call {
  readonly name: string;
  /** Path or kind of the descriptor. */
  readonly target: string;
  readonly text: string;
  /** Line on which it was entered. */
  readonly begun: number;
  /** Line on which it had returned 0 or more, or null when it failed or never returned. */
  returned: number | null;
}

const WRITING = new Set(["write", "writev", "pwrite64", "pwritev", "sendto", "sendmsg"]);
const FLUSHING = new Set(["fsync", "fdatasync"]);

/**
 * The fate of each text. A call takes one line, or two when another thread came in between: one where it was
 * entered and one where it returned. So what stands above the line of a write happened before it wrote.
 */
export function fatesOf(log: string, texts: readonly string[]): Map<string, Fate> {
  const calls = callsOf(log);
  const journal = calls.filter(({ target }) => target.endsWith("koine.db-wal"));
  const written = journal.filter(({ name }) => WRITING.has(name));
  const flushed = journal.filter(({ name, returned }) => FLUSHING.has(name) && returned !== null);
  const told = calls.filter(({ name, target }) => WRITING.has(name) && /^(socket|TCP)/.test(target));
  return new Map(
    texts.map((text) => {
      const write = written.find((call) => call.text.includes(text));
      const flush = write === undefined ? undefined : flushed.find(({ begun }) => begun > write.begun);
      const tell = told.find((call) => call.text.includes(text));
      return [
        text,
        { written: write?.begun ?? null, flushed: flush?.returned ?? null, told: tell?.begun ?? null },
      ];
    }),
  );
}

function callsOf(log: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, Call>();
  for (const [i, line] of log.split("\n").entries()) {
    const resumed = /^(\d+) +<\.\.\. (\w+) resumed>.*\) += (-?\d+)/.exec(line);
    if (resumed !== null) {
      const key = `${resumed[1]} ${resumed[2]}`;
      const call = unfinished.get(key);
      unfinished.delete(key);
      if (call !== undefined && Number(resumed[3]) >= 0) call.returned = i;
      continue;
    }
    const entered = /^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$/.exec(line);
    if (entered === null) continue;
    const [, thread = "", name = "", target = "", text = ""] = entered;
    const call: Call = { name, target, text, begun: i, returned: null };
    calls.push(call);
    if (text.endsWith("<unfinished ...>")) unfinished.set(`${thread} ${name}`, call);
    else if (Number(/\) += (-?\d+)[^"]*$/.exec(text)?.[1] ?? -1) >= 0) call.returned = i;
  }
  return calls;
}
