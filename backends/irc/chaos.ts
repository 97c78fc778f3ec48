/**
 * Messages go both ways all the time, while the IRC server, the connection to it and the server at the other end of
 * the pipe die at random moments: nothing is to be lost, doubled or out of order.
 *
 * Here the other end is the backend's own harness; `test/chaos/irc.ts` puts a whole server there.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plainText } from "../sdk/content.ts";
import type { Served } from "../sdk/fixture.ts";
import { type IrcUser, inspircd, ircUser, saidIn } from "./fixture.ts";
import { gateTo } from "./gate.ts";
import { joined, startIrc } from "./harness.ts";

/** Longest time from a sign of life to the next death, in milliseconds. */
const MAX_PAUSE = 100;
/** Between what is said at one end, in milliseconds, and at the other. */
const SPEECH_PAUSE = 40;
const CHATTER_PAUSE = 40;

/** What dies. With the IRC server its history dies, and what was said to it alone. */
export type Victim = "IRC server" | "connection" | "server";

export interface Outcome {
  readonly said: number;
  readonly heard: number;
  /** A sentence each. */
  readonly wrong: readonly string[];
}

/** What is at the other end of the pipe. */
export interface OtherEnd {
  /** Says `out N` in #room; resolves when it was taken, however often it died meanwhile. */
  speak(n: number): Promise<void>;
  /** Dies, and is there again. */
  die(): Promise<void>;
  /** What it has stored of what was said in #room on IRC, once everything up to this text is there. */
  storedUpTo(last: string): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** How the other end is started: the port of the IRC server, a folder that outlives it, and the seed. */
export type Begin = (port: number, folder: string, seed: number) => Promise<OtherEnd>;

/** Plays the deaths one after the other, at moments that follow from the seed. */
export async function chaos(
  deaths: readonly Victim[],
  seed: number,
  { begin = pipe, say = () => undefined }: { begin?: Begin; say?: (line: string) => void } = {},
): Promise<Outcome> {
  const random = mulberry(seed);
  const folder = mkdtempSync(join(tmpdir(), "koine-irc-chaos-"));
  const server = await inspircd();
  const gate = gateTo(server.port);
  /** What was seen on IRC of what was said at the other end, and what the IRC server took of its own. */
  const seen: string[] = [];
  const taken: string[] = [];
  let isOver = false;
  let spoken = 0;
  let next = 0;

  /** Somebody is there who sees everything: nothing comes through the gate before. */
  const open = async (): Promise<IrcUser> => {
    await server.start();
    const user = await ircUser(server.port, "ann", "#room");
    user.write("MODE #room +H 500:1h");
    await user.settled();
    gate.open();
    return user;
  };
  const note = (): void => {
    const all = ann.lines.map(saidIn);
    seen.push(...all.filter((text) => text.startsWith("out ")));
    taken.push(...all.filter((text) => text.startsWith("in ")));
  };
  /** Resolves when this or a later one of what was said at the other end is seen. */
  const arrival = async (n: number): Promise<void> => {
    for (;;) {
      const line = await ann.line(/ PRIVMSG #room :out \d+$/);
      if (Number(saidIn(line).split(" ")[1]) >= n) return;
    }
  };
  const kill = {
    "IRC server": async () => {
      gate.close();
      await server.kill();
      await ann.gone;
      note();
      ann = await open();
    },
    connection: async () => {
      gate.cut();
    },
    server: () => other.die(),
  };
  const speaking = async (): Promise<void> => {
    for (; !isOver; next++) {
      await other.speak(next);
      await Bun.sleep(SPEECH_PAUSE);
    }
  };

  let ann = await open();
  const other = await begin(gate.port, folder, seed);
  const speech = speaking();
  const chatter = setInterval(() => ann.write(`PRIVMSG #room :in ${spoken++}`), CHATTER_PAUSE);
  for (const victim of deaths) {
    // Now and then something dies that has just been born. The IRC server does so last of all: with its history it
    // takes the only word on a line whose echo was lost when something else died.
    if (victim === "IRC server" || random() < 0.75) await arrival(next);
    await Bun.sleep(random() * MAX_PAUSE);
    say(`${Math.round(performance.now())} ms: the ${victim} dies; ${next} were said`);
    await kill[victim]();
  }
  isOver = true;
  await speech;
  clearInterval(chatter);
  await other.speak(next);
  await arrival(next);
  ann.write("PRIVMSG #room :in last");
  const stored = await other.storedUpTo("in last");
  await ann.settled();
  note();
  await other.end();
  gate.stop();
  await server.remove();
  rmSync(folder, { recursive: true });

  const numbers = (texts: Iterable<string>, kind: string): number[] =>
    [...texts]
      .filter((text) => new RegExp(`^${kind} \\d+$`).test(text))
      .map((text) => Number(text.split(" ")[1]));
  const heard = numbers(stored, "in");
  // What is said to a server that dies, while the bridge is not there, is gone with its history.
  const audible = deaths.includes("IRC server") ? [...new Set(heard)] : numbers(taken, "in");
  const all = Array.from({ length: next + 1 }, (_, i) => i);
  return {
    said: all.length,
    heard: heard.length,
    wrong: [...differences("said", all, numbers(seen, "out")), ...differences("heard", audible, heard)],
  };
}

/** The backend alone: what asks it is here, and dies by closing its input. */
async function pipe(port: number, folder: string, seed: number): Promise<OtherEnd> {
  const start = (): Promise<Served> => startIrc({ port }, { words: ["--state", folder] });
  /** A message is stored once, by its id. */
  const stored = new Map<string, string>();
  const store = (): void => {
    for (const { type, value } of served.updates) {
      if (type !== "MessageUpsert" || typeof value === "string" || stored.has(value.id)) continue;
      stored.set(value.id, plainText(value.content));
    }
  };
  let served = await start();
  let wake = Promise.withResolvers<void>();
  await joined(served);
  return {
    async speak(n) {
      for (let isDone = false; !isDone; ) {
        wake = Promise.withResolvers();
        const answer = served.say("#room", `out ${n}`, { key: `key-${seed}-${n}` });
        const given = (await Promise.race([answer, wake.promise])) as { type: string } | undefined;
        isDone = given?.type === "MessageID";
      }
    },
    async die() {
      const before = served;
      const gone = before.abandon();
      store();
      served = await start();
      await gone;
      wake.resolve();
    },
    async storedUpTo(last) {
      await served.update(
        ({ value }) => typeof value !== "string" && "content" in value && plainText(value.content) === last,
      );
      store();
      return [...stored.values()];
    },
    async end() {
      await served.end();
    },
  };
}

function differences(what: string, expected: readonly number[], found: readonly number[]): string[] {
  const times = new Map<number, number>();
  for (const n of found) times.set(n, (times.get(n) ?? 0) + 1);
  const lost = expected.filter((n) => !times.has(n));
  const doubled = [...times].filter(([, count]) => count > 1).map(([n]) => n);
  const first = found.filter((n, i) => found.indexOf(n) === i);
  const misplaced = first.filter((n, i) => i > 0 && n < (first[i - 1] ?? 0));
  return [
    ...(lost.length > 0 ? [`${what} and lost: ${lost.join(", ")}`] : []),
    ...(doubled.length > 0 ? [`${what} twice: ${doubled.join(", ")}`] : []),
    ...(misplaced.length > 0 ? [`${what} out of order: ${misplaced.join(", ")}`] : []),
  ];
}

/** Numbers from 0 to 1 that follow from a seed. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
