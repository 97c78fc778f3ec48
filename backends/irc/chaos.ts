/**
 * `npm run chaos:irc [ROUNDS] [SEED] [loud]`: messages go both ways all the time, while the IRC server, the connection
 * to it and the server at the other end of the pipe die at random moments. Ends with 1 when anything that was said is
 * lost, doubled or out of order. With an odd seed the IRC server stays, and what is said there must all be heard.
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

/** What dies. With the IRC server its history dies, and what was said to it alone. */
export type Victim = "IRC server" | "connection" | "server";

export interface Outcome {
  readonly said: number;
  readonly heard: number;
  /** A sentence each. */
  readonly wrong: readonly string[];
}

/** Plays the deaths one after the other, at moments that follow from the seed. */
export async function chaos(
  deaths: readonly Victim[],
  seed: number,
  say: (line: string) => void = () => undefined,
): Promise<Outcome> {
  const random = mulberry(seed);
  const folder = mkdtempSync(join(tmpdir(), "koine-irc-chaos-"));
  const server = await inspircd();
  const gate = gateTo(server.port);
  /** What was seen on IRC, and what the server at the other end stored, by id. */
  const seen: string[] = [];
  const stored = new Map<string, string>();
  /** What the IRC server took of what was said there. */
  const taken: string[] = [];
  let isOver = false;
  let spoken = 0;

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
  const start = async (): Promise<Served> =>
    await startIrc({ ...server, port: gate.port }, { words: ["--state", folder] });
  /** What a server does with what it is told: a message is stored once. */
  const store = (): void => {
    for (const { type, value } of served.updates) {
      if (type !== "MessageUpsert" || typeof value === "string" || stored.has(value.id)) continue;
      stored.set(value.id, plainText(value.content));
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
    server: async () => {
      const before = served;
      const gone = before.abandon();
      store();
      served = await start();
      await gone;
      wake.resolve();
    },
  };
  let wake = Promise.withResolvers<void>();
  let progress = Promise.withResolvers<void>();

  /** Says one message after the other, each until it has an answer. */
  const speaking = async (): Promise<number> => {
    let n = 0;
    for (; !isOver; n++) {
      for (let isDone = false; !isDone; ) {
        wake = Promise.withResolvers();
        const answer = served.say("#room", `out ${n}`, { key: `key-${seed}-${n}` });
        const given = (await Promise.race([answer, wake.promise])) as { type: string } | undefined;
        isDone = given?.type === "MessageID";
      }
      say(`${Math.round(performance.now())} ms: ${n} was answered`);
      progress.resolve();
    }
    return n;
  };

  let ann = await open();
  let served = await start();
  await joined(served);
  const said = speaking();
  const chatter = setInterval(() => ann.write(`PRIVMSG #room :in ${spoken++}`), 20);
  for (const victim of deaths) {
    progress = Promise.withResolvers();
    // Now and then something dies that has just been born. The IRC server does so last of all: with its history it
    // takes the only word on a line whose echo was lost when something else died.
    if (victim === "IRC server" || random() < 0.75) await progress.promise;
    await Bun.sleep(random() * MAX_PAUSE);
    say(`${Math.round(performance.now())} ms: the ${victim} dies`);
    await kill[victim]();
  }
  isOver = true;
  const count = await said;
  clearInterval(chatter);
  ann.write("PRIVMSG #room :in last");
  await served.update(
    ({ value }) => typeof value !== "string" && "content" in value && plainText(value.content) === "in last",
  );
  await ann.settled();
  note();
  store();
  await served.end();
  gate.stop();
  await server.remove();
  rmSync(folder, { recursive: true });

  const numbers = (texts: Iterable<string>, kind: string): number[] =>
    [...texts]
      .filter((text) => new RegExp(`^${kind} \\d+$`).test(text))
      .map((text) => Number(text.split(" ")[1]));
  const heard = numbers(stored.values(), "in");
  // What is said to a server that dies, while the bridge is not there, is gone with its history.
  const audible = deaths.includes("IRC server") ? [...new Set(heard)] : numbers(taken, "in");
  const all = Array.from({ length: count }, (_, i) => i);
  return {
    said: count,
    heard: heard.length,
    wrong: [...differences("said", all, numbers(seen, "out")), ...differences("heard", audible, heard)],
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

if (import.meta.main) {
  const [rounds = "20", seed = String(Date.now() % 1_000_000), isLoud] = process.argv.slice(2);
  const victims: readonly Victim[] = ["IRC server", "connection", "server"];
  const mortal = victims.slice(Number(seed) % 2);
  const random = mulberry(Number(seed) + 1);
  const deaths = Array.from({ length: Number(rounds) }, () => mortal[Math.floor(random() * mortal.length)]);
  const outcome = await chaos(
    deaths.filter((victim) => victim !== undefined),
    Number(seed),
    isLoud ? (line) => process.stderr.write(`${line}\n`) : undefined,
  );
  process.stdout.write(`seed ${seed}: ${JSON.stringify(outcome)}\n`);
  process.exit(outcome.wrong.length === 0 ? 0 : 1);
}
