/** For tests: a backend as a process of its own, and the server's end of its pipe. */

import { readValues } from "./values.ts";
import type { Content, RequestBody, Update } from "./wire.ts";

/** What a backend said, read as a server reads it. */
export interface Said {
  readonly sequence_number?: number;
  readonly body?: { readonly type: string; readonly value: unknown };
  readonly type?: string;
  readonly value?: unknown;
}

/** The server's end of a backend. */
export interface Served {
  readonly init: unknown;
  /** The response's body. */
  ask(body: RequestBody): Promise<unknown>;
  say(recipient: string, content: Content | string, extra?: object): Promise<unknown>;
  /** The first update, also among those before, that fits and that nobody took yet. */
  update(fits: (update: Update) => boolean): Promise<Update>;
  /** All updates so far. */
  readonly updates: readonly Update[];
  /** Bytes as they are. */
  write(text: string): void;
  /** Closes the backend's input; resolves with its exit code. */
  end(): Promise<number>;
  /** The server dies: no answer is heard from now on, and the input ends. Resolves when the program is gone. */
  abandon(): Promise<void>;
  /** What it wrote into its log. */
  log(): string;
  /** Resolves when its log has this, behind what was waited for before. */
  logged(pattern: RegExp): Promise<void>;
}

/** Starts a program and reads its first value. */
export async function startBackend(command: readonly string[], env: object = {}): Promise<Served> {
  const child = Bun.spawn([...command], {
    env: { ...process.env, ...env },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  const answers = new Map<number, (body: unknown) => void>();
  const updates: Update[] = [];
  const taken = new Set<Update>();
  const waiting = new Set<() => void>();
  const first = Promise.withResolvers<unknown>();
  let log = "";
  let next = 0;
  let isDead = false;
  let logAt = 0;

  const reading = (async () => {
    let isFirst = true;
    for await (const value of readValues(child.stdout)) {
      const said = value as Said;
      if (isDead) continue;
      if (isFirst) first.resolve(value);
      else if (said.sequence_number !== undefined) answers.get(said.sequence_number)?.(said.body);
      else updates.push(said as Update);
      isFirst = false;
      for (const look of waiting) look();
    }
    first.reject(new Error(`it ended without a word: ${log}`));
  })();
  const logging = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stderr) {
      log += decoder.decode(chunk, { stream: true });
      for (const look of waiting) look();
    }
  })();

  const write = (text: string): void => {
    child.stdin.write(text);
    child.stdin.flush();
  };
  const ask = (body: RequestBody): Promise<unknown> => {
    const sequence_number = next++;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    answers.set(sequence_number, resolve);
    write(`${JSON.stringify({ sequence_number, body })}\n`);
    return promise;
  };

  return {
    init: await first.promise,
    ask,
    say: (recipient, content, extra) =>
      ask({
        type: "MessageSend",
        value: {
          recipient,
          attachments: [],
          content: typeof content === "string" ? { type: "Text", value: content } : content,
          extra: extra === undefined ? null : { koine: extra },
        },
      }),
    update(fits) {
      const { promise, resolve } = Promise.withResolvers<Update>();
      const look = (): void => {
        const found = updates.find((one) => !taken.has(one) && fits(one));
        if (found === undefined) return;
        taken.add(found);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      return promise;
    },
    updates,
    write,
    async end() {
      await child.stdin.end();
      await Promise.all([reading, logging]);
      return await child.exited;
    },
    async abandon() {
      isDead = true;
      await child.stdin.end();
      await child.exited;
    },
    log: () => log,
    logged(pattern) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => {
        const found = pattern.exec(log.slice(logAt));
        if (found === null) return;
        logAt += found.index + found[0].length;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      return promise;
    },
  };
}
