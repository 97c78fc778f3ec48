/**
 * Joining: whoever comes, whenever, has every event once. 1,000 joins while five people write in several
 * rooms and rooms are made; a part of them are resumes from positions long past.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  type Account,
  connect,
  enter,
  type GatewayClient,
  type Packet,
  type Ready,
  register,
} from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const WAVES = 10;
const JOINS_PER_WAVE = 100;
/** Of each wave, this many have been there before. */
const RESUMES_PER_WAVE = 30;
/** As many people say something, one thing after another. */
const WRITERS = 5;
/** What the writers say between two joins, at least. */
const SAID_PER_JOIN = 2;

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Writers {
  /** Resolves when this much more was said. */
  said(more: number): Promise<void>;
  readonly rooms: number[];
  /** Makes a room that is written in from then on. */
  makeRoom(name: string): Promise<void>;
  /** Says something in every room, and makes somebody join the space; gives the position of it, by stream. */
  mark(name: string): Promise<Map<number, number>>;
  stop(): Promise<void>;
}

async function startWriting(owner: Account): Promise<Writers> {
  const { client: chief, ready } = await enter(koine.gateway, owner.token);
  const rooms = [ready.space.default_room_id];
  let count = 0;
  let running = true;
  const watching: { at: number; resolve: () => void }[] = [];
  const makeRoom = async (name: string): Promise<void> => {
    const made = await chief.request({ type: "room_create", name });
    rooms.push((made.room as { id: number }).id);
  };
  await makeRoom("first");
  await makeRoom("second");

  const write = async (who: GatewayClient): Promise<void> => {
    let mine = 0;
    for (let i = 0; running; i++) {
      const room_id = rooms[i % rooms.length];
      const said =
        i % 7 === 6
          ? await who.request({ type: "message_edit", message_id: mine, content: `edited ${i}` })
          : await who.request({ type: "message_send", room_id, content: `said ${i}` });
      if (said.type !== "ok") throw new Error(`not said: ${JSON.stringify(said)}`);
      mine = (said.message as { id: number }).id;
      count += 1;
      while ((watching[0]?.at ?? Number.POSITIVE_INFINITY) <= count) watching.shift()?.resolve();
    }
  };
  const clients: GatewayClient[] = [];
  for (let i = 0; i < WRITERS; i++) {
    const { token } = await register(koine.url, `writer-${i}`);
    clients.push((await enter(koine.gateway, token)).client);
  }
  const writing = Promise.all(clients.map(write));
  // A writer that fails must not leave the joiners waiting.
  writing.catch(() => {
    for (const { resolve } of watching.splice(0)) resolve();
  });

  return {
    rooms,
    makeRoom,
    said: (more) =>
      new Promise((resolve) => {
        watching.push({ at: count + more, resolve });
        watching.sort((a, b) => a.at - b.at);
      }),
    async mark(name) {
      const marks = new Map<number, number>();
      const seen = (fits: (packet: Packet) => boolean) =>
        chief.next(fits).then(({ stream = 0, seq = 0 }) => marks.set(stream, seq));
      for (const room_id of rooms) {
        await chief.request({ type: "message_send", room_id, content: name });
        await seen(({ event, stream }) => stream === room_id && contentOf(event) === name);
      }
      const { user } = await register(koine.url, name);
      await seen(({ event }) => event?.type === "member_join" && memberOf(event) === user.id);
      return marks;
    },
    async stop() {
      running = false;
      await writing;
      await Promise.all([chief, ...clients].map((client) => client.close()));
    },
  };
}

function contentOf(event: Packet["event"]): unknown {
  return (event?.message as { content?: string } | undefined)?.content;
}

function memberOf(event: Packet["event"]): unknown {
  return (event?.member as { user?: { id: number } } | undefined)?.user?.id;
}

type Positions = ReadonlyMap<number, number>;

interface Joiner {
  readonly client: GatewayClient;
  readonly token: string;
  readonly resumeToken: string;
  /** Where each stream stood when the joiner came. */
  readonly from: Positions;
}

async function come(token: string): Promise<Joiner> {
  const { client, ready } = await enter(koine.gateway, token);
  return { client, token, resumeToken: ready.resume_token, from: positionsOf(ready) };
}

function positionsOf({ positions }: Ready): Map<number, number> {
  return new Map(positions.map(({ stream, seq }) => [stream, seq]));
}

async function comeBack({ token, resumeToken, from }: Joiner): Promise<Joiner> {
  const client = await connect(koine.gateway);
  await client.next((packet) => packet.version !== undefined);
  const positions = [...from].map(([stream, seq]) => ({ stream, seq }));
  client.send({ token, resume: { resume_token: resumeToken, positions } });
  await client.event("resumed");
  return { client, token, resumeToken, from };
}

/** Waits until the joiner has what the marks say, and compares all that came with 1, 2, 3 ... */
async function examine({ client, from }: Joiner, marks: Positions): Promise<string[]> {
  for (const [stream, seq] of marks) {
    if (!client.packets.some((packet) => packet.stream === stream && packet.seq === seq))
      await client.next((packet) => packet.stream === stream && packet.seq === seq);
  }
  const wrong: string[] = [];
  const last = new Map(from);
  for (const packet of client.packets) {
    const { stream = 0, seq = 0, event } = packet;
    if (event?.type === "ready" && packet !== client.packets[1]) wrong.push("ready again");
    // A room that came into sight begins at the head that is told with it.
    if (seq === 0 && event?.type === "room_create") {
      const { room, head } = event as unknown as { room: { id: number }; head?: number };
      if (last.has(room.id)) wrong.push(`${room.id} came into sight twice`);
      last.set(room.id, head ?? 0);
    }
    if (seq === 0) continue;
    const before = last.get(stream) ?? 0;
    if (seq !== before + 1) wrong.push(`${stream}: ${seq} after ${before}`);
    last.set(stream, seq);
  }
  for (const [stream, seq] of marks) {
    if ((last.get(stream) ?? 0) < seq) wrong.push(`${stream}: ends at ${last.get(stream)}, not ${seq}`);
  }
  return wrong;
}

test("1,000 joins while people write: for everybody and every stream 1, 2, 3 ..., none twice, none missing", async () => {
  const owner = await register(koine.url, "owner");
  const people: Account[] = [];
  for (let i = 0; i < 20; i++) people.push(await register(koine.url, `joiner-${i}`));
  const writers = await startWriting(owner);
  let away: Joiner[] = [];
  let examined = 0;
  let events = 0;
  for (let wave = 0; wave < WAVES; wave++) {
    const joining: Promise<Joiner>[] = [];
    let making = Promise.resolve();
    const returning = away.splice(0, RESUMES_PER_WAVE);
    for (let i = 0; i < JOINS_PER_WAVE; i++) {
      await writers.said(SAID_PER_JOIN);
      if (i === JOINS_PER_WAVE / 2) making = writers.makeRoom(`room of wave ${wave}`);
      const back = returning.pop();
      const token = people[i % people.length]?.token ?? "";
      joining.push(back === undefined ? come(token) : comeBack(back));
    }
    const joiners = await Promise.all(joining);
    await making;
    const marks = await writers.mark(`mark-${wave}`);
    for (const joiner of joiners) {
      expect(await examine(joiner, marks)).toEqual([]);
      examined += 1;
      events += joiner.client.packets.length;
    }
    await Promise.all(joiners.map(({ client }) => client.close()));
    // Some come back in a later wave, from where they first came in: far behind.
    away = [...away, ...joiners.slice(-RESUMES_PER_WAVE * 2)];
  }
  await writers.stop();
  expect(examined).toBe(WAVES * JOINS_PER_WAVE);
  expect(writers.rooms.length).toBe(3 + WAVES);
  process.stdout.write(`${examined} joiners, ${events} packets examined\n`);
}, 300_000);
