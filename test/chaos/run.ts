/**
 * Rounds of load, kill and recovery on one data directory, judged from the wire alone: what was answered is
 * there once, in one order for everybody, and the logs go on without gaps.
 */

import { type connect, enter, type Ready, register } from "../gateway-client.ts";
import { type Koine, startKoine, temporaryDirectory } from "../koine.ts";
import { databaseOn, type Postgres } from "../postgres.ts";
import { createLedger, type Ledger, type Said, type Told } from "./ledger.ts";
import { createPerson, firstText, type Person, type Wish } from "./person.ts";
import { type Random, randomFrom } from "./random.ts";

export interface ChaosOptions {
  readonly rounds: number;
  /** Decides who does what, and when the server dies; how that meets the server is chance. */
  readonly seed: number;
  /** Another checkout of the server. */
  readonly root?: string;
  /** Where the server keeps its things, in place of the file; sometimes it dies with the server. */
  readonly postgres?: Postgres;
  /** Hears a line about each round. */
  readonly say?: (line: string) => void;
}

export interface ChaosResult {
  /** Sentences; none is what a right server gets. */
  readonly violations: readonly string[];
  /** Rounds until the end, or until something was wrong. */
  readonly rounds: number;
  readonly answered: number;
  /** Wishes that a kill left without an answer. */
  readonly resent: number;
  readonly resumed: number;
}

/** Those who write, those who only listen and come and go, and the rooms besides the first. */
const WRITERS = 5;
const LISTENERS = 2;
const ROOMS = 2;

/** Wishes that one writer has under way at a time. */
const WINDOW = 4;

/** The load lasts this long before the kill, in milliseconds: at least, and at most this much more. */
const LOAD_MILLIS = 300;
const MORE_LOAD_MILLIS = 900;

/** When a second kill falls into the recovery from the first, in milliseconds at most. */
const RECOVERY_MILLIS = 150;

/** Longest between two reconnections of a listener under load, in milliseconds. */
const HOP_MILLIS = 150;

/** Sends repeated in each round although they were answered before the kill. */
const REPEATED = 10;

/** Writers change and react to the newest messages only, so that what is older is settled. */
const RECENT = 40;

const PAGE = 200;
const EMOJI = ["👍", "🎉", "❤️"];

const environment = { KOINE_LIMITS_BONFIRE: "1000000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" };

/** Ends early when something is wrong. Leaves its directory to `removeDirectories`. */
export async function chaos({
  rounds,
  seed,
  root,
  postgres,
  say = () => undefined,
}: ChaosOptions): Promise<ChaosResult> {
  const random = randomFrom(seed);
  const ledger = createLedger();
  const directory = temporaryDirectory();
  const store = postgres === undefined ? {} : { KOINE_STORE_URL: await databaseOn(postgres.url, "chaos") };
  const start = () =>
    startKoine({
      directory,
      environment: { ...environment, ...store },
      ...(root === undefined ? {} : { root }),
    });
  let koine = await start();
  const people: Person[] = [];
  let done = 0;
  const sum = (count: "resumed" | "resent") => people.reduce((total, { counts }) => total + counts[count], 0);
  try {
    for (let i = 0; i < WRITERS + LISTENERS; i += 1) {
      people.push(
        createPerson(await register(koine.url, `${i < WRITERS ? "writer" : "listener"}${i}`), ledger),
      );
    }
    const rooms = await makeRooms(koine, people);
    await Promise.all(people.map((person) => person.enter(koine.gateway)));
    while (done < rounds && ledger.violations.length === 0) {
      const above = ledger.said.findLast(({ id }) => id !== null)?.id ?? 0;
      const load = startLoad({ koine, people, rooms, ledger, random });
      // The moment of the kill is what is tried here.
      await Bun.sleep(LOAD_MILLIS + random.below(MORE_LOAD_MILLIS));
      const orderly = random.chance(0.15);
      if (orderly) await stopInOrder(koine, ledger);
      else await koine.kill();
      load.stop();
      await Promise.all(people.map((person) => person.gone()));
      if (postgres !== undefined && random.chance(0.3)) {
        await postgres.kill();
        await postgres.restart();
      }
      koine = await start();
      if (random.chance(0.3)) koine = await killAmidRecovery(koine, people, random, start);
      await Promise.all(people.map((person) => person.enter(koine.gateway)));
      await repeatAnswered(people, ledger, random);
      await judge(koine, people, rooms, ledger, above, random);
      done += 1;
      say(
        `round ${done}: ${orderly ? "stopped" : "killed"}, ${ledger.said.length} said, ${sum("resent")} resent`,
      );
    }
    if (ledger.violations.length === 0) await judge(koine, people, rooms, ledger, 0, random);
  } catch (error) {
    ledger.violate(`the round broke off: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    for (const person of people) person.cut();
    await koine.kill();
  }
  return {
    violations: ledger.violations,
    rounds: done,
    answered: ledger.said.filter(({ id }) => id !== null).length,
    resent: sum("resent"),
    resumed: sum("resumed"),
  };
}

async function makeRooms({ gateway }: Koine, people: readonly Person[]): Promise<number[]> {
  const { client, ready } = await enter(gateway, people[0]?.account.token ?? "");
  const rooms = [ready.space.default_room_id];
  for (let i = 0; i < ROOMS; i += 1) {
    const answer = await client.request({ type: "room_create", name: `room${i}` });
    rooms.push((answer.room as { id: number }).id);
  }
  await client.close();
  return rooms;
}

interface Scene {
  readonly koine: Koine;
  readonly people: readonly Person[];
  readonly rooms: readonly number[];
  readonly ledger: Ledger;
  readonly random: Random;
}

/** Writers always have something under way; listeners come and go. */
function startLoad({ koine, people, rooms, ledger, random }: Scene): { stop(): void } {
  const writers = people.slice(0, WRITERS);
  let loading = true;
  const timers = new Set<Timer>();
  const go = (person: Person): void => {
    if (loading) person.wish(nextWish(person, rooms, ledger, random), () => go(person));
  };
  for (const person of writers) for (let i = 0; i < WINDOW; i += 1) go(person);
  const hop = (person: Person): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      person.cut();
      // Refused: the server is dead, and the recovery begins.
      person.enter(koine.gateway).then(
        () => loading && hop(person),
        () => undefined,
      );
    }, random.below(HOP_MILLIS));
    timers.add(timer);
  };
  for (const person of people.slice(WRITERS)) hop(person);
  return {
    stop() {
      loading = false;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function nextWish({ account }: Person, rooms: readonly number[], ledger: Ledger, random: Random): Wish {
  const user = account.user.id;
  const recent = ledger.said.slice(-RECENT).filter(({ id, deleting }) => id !== null && !deleting);
  const mine = random.pick(recent.filter(({ author }) => author === user));
  const other = random.pick(recent);
  const choice = random.below(10);
  if (choice === 0 && mine !== undefined) {
    mine.content = `${firstText(mine)}, edit ${random.below(1_000_000)}`;
    return { kind: "edit", said: mine, content: mine.content };
  }
  if (choice === 1 && mine !== undefined) {
    mine.deleting = true;
    return { kind: "delete", said: mine };
  }
  if (choice === 2 && other !== undefined) {
    return { kind: "react", said: other, emoji: random.pick(EMOJI) ?? "👍" };
  }
  const order = ledger.said.length + 1;
  const nonce = `${account.user.handle}/${order}`;
  const said: Said = {
    author: user,
    room: random.pick(rooms) ?? 0,
    nonce,
    order,
    content: firstText({ nonce }),
    id: null,
    deleting: false,
    reactions: new Map(),
  };
  ledger.say(said);
  return { kind: "send", said };
}

async function stopInOrder(koine: Koine, ledger: Ledger): Promise<void> {
  const code = await koine.stop();
  if (code !== 0) {
    ledger.violate(`told to stop, the server ended with ${code}: ${koine.lines.slice(-3).join(" ")}`);
  }
}

/** Kills once more while the clients resume. */
async function killAmidRecovery(
  koine: Koine,
  people: readonly Person[],
  random: Random,
  start: () => Promise<Koine>,
): Promise<Koine> {
  const entering = people.map((person) => person.enter(koine.gateway).catch(() => undefined));
  await Bun.sleep(random.below(RECOVERY_MILLIS));
  await koine.kill();
  await Promise.all([...entering, ...people.map((person) => person.gone())]);
  return await start();
}

/** Sends again, as after a lost answer, what was answered: the answer has to be the first one. */
async function repeatAnswered(people: readonly Person[], ledger: Ledger, random: Random): Promise<void> {
  const answered = ledger.said.filter(({ id }) => id !== null);
  for (let i = 0; i < REPEATED; i += 1) {
    const said = random.pick(answered);
    const author = people.find(({ account }) => account.user.id === said?.author);
    if (said !== undefined) author?.wish({ kind: "send", said }, () => undefined);
  }
}

/** Waits until all is answered and seen by all, then reads the history as a newcomer and as one of them. */
async function judge(
  koine: Koine,
  people: readonly Person[],
  rooms: readonly number[],
  ledger: Ledger,
  above: number,
  random: Random,
): Promise<void> {
  await settle(people, new Map(), ledger);
  const reader = random.pick(people)?.account.token ?? "";
  const { client, ready } = await enter(koine.gateway, reader);
  const heads = new Map(
    (ready as Ready).positions
      .filter(({ stream }) => rooms.includes(stream))
      .map(({ stream, seq }) => [stream, seq]),
  );
  await settle(people, heads, ledger);
  for (const room of rooms) ledger.judge(room, above, await readHistory(client, room, above));
  await client.close();
}

async function settle(
  people: readonly Person[],
  heads: ReadonlyMap<number, number>,
  ledger: Ledger,
): Promise<void> {
  await Promise.all(
    people.map(async (person) => {
      if (await person.settled(heads)) return;
      ledger.violate(`${person.account.user.handle} waits in vain: ${person.pending} without an answer`);
    }),
  );
}

async function readHistory(
  client: Awaited<ReturnType<typeof connect>>,
  room: number,
  above: number,
): Promise<Told[]> {
  let history: Told[] = [];
  for (;;) {
    const before = history[0]?.id ?? 0;
    const answer = await client.request({ type: "history_get", room_id: room, before, limit: PAGE });
    const page = (answer.messages ?? []) as Told[];
    history = [...page, ...history];
    if (page.length < PAGE || (page[0]?.id ?? 0) <= above) return history.filter(({ id }) => id > above);
  }
}
