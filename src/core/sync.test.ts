import { expect, test } from "bun:test";
import fc from "fast-check";
import { type MemoryConn, settled, upTo, type World, world } from "./hub-fixture.ts";
import type { StreamId } from "./model/ids.ts";
import { type Joining, join, PIECE_BYTES } from "./sync.ts";

const [ROOM, OTHER] = [7, 8];

const MAY_ALL = { mayRead: () => true, told: () => undefined, live: () => undefined };

/** Join at a position of each stream; the mark is taken now, the state is "read" now. */
function joinAt(
  { hub, log, listener, head }: World,
  at: Readonly<Record<StreamId, number>>,
  more: Partial<Joining> = {},
): { readonly conn: MemoryConn; readonly joined: Promise<boolean> } {
  const listening = listener();
  const positions = new Map(Object.entries(at).map(([stream, seq]) => [Number(stream), seq]));
  const heads = new Map([...positions.keys()].map((stream) => [stream, head(stream)]));
  const joining: Joining = {
    listener: listening,
    mark: hub.mark(),
    positions,
    heads,
    first: ["first"],
    last: () => ["last"],
    ...MAY_ALL,
    ...more,
  };
  return { conn: listening.conn, joined: join(hub, log, joining) };
}

test("missed first, then live, with the first and last frames in their places", async () => {
  const made = world(2);
  for (let i = 0; i < 5; i++) made.say(ROOM);
  const { conn, joined } = joinAt(made, { [ROOM]: 1 });
  made.say(ROOM); // Between the reading of the state and the joining.
  expect(await joined).toBe(true);
  made.say(ROOM);
  expect(conn.received).toEqual(["first", ...upTo(ROOM, 6, 2), "last", "7:7"]);
});

test("several streams: each in order, each once", async () => {
  const made = world();
  const watching = made.listener();
  made.hub.subscribe(watching, ROOM, 0);
  for (let i = 0; i < 3; i++) for (const stream of [ROOM, OTHER]) made.say(stream);
  const { conn, joined } = joinAt(made, { [ROOM]: 3, [OTHER]: 0 });
  made.say(OTHER);
  made.say(ROOM);
  await joined;
  made.say(OTHER);
  const of = (stream: number) => conn.received.filter((frame) => String(frame).startsWith(`${stream}:`));
  expect(of(ROOM)).toEqual(["7:4"]);
  expect(of(OTHER)).toEqual(upTo(OTHER, 5));
});

test("a snapshot ahead of the hub: what it holds is not told again", async () => {
  const made = world();
  const watching = made.listener();
  made.hub.subscribe(watching, ROOM, 0);
  made.say(ROOM);
  const late = [made.store(ROOM), made.store(ROOM)]; // Stored, read in the snapshot, not yet told.
  const { conn, joined } = joinAt(made, { [ROOM]: 3 });
  for (const event of late) made.hub.take(event);
  expect(await joined).toBe(true);
  made.say(ROOM);
  expect(conn.received).toEqual(["first", "last", "7:4"]);
  expect(watching.conn.received).toEqual(upTo(ROOM, 4));
});

test("a snapshot ahead of the hub where nobody listens yet: its doorbells come too late and are not told", async () => {
  const made = world();
  const late = [made.store(ROOM), made.store(ROOM)];
  const { conn, joined } = joinAt(made, { [ROOM]: 2 });
  await joined;
  for (const event of late) made.hub.take(event);
  made.say(ROOM);
  expect(conn.received).toEqual(["first", "last", "7:3"]);
});

test("a doorbell that was lost before anybody listened is read from the log", async () => {
  const made = world();
  const { conn, joined } = joinAt(made, { [ROOM]: 0 });
  made.store(ROOM);
  made.say(ROOM);
  expect(await joined).toBe(true);
  expect(conn.received).toEqual(["first", "7:1", "7:2", "last"]);
});

test("the recent events overflow while a piece drains: the log is read instead", async () => {
  const made = world();
  const watching = made.listener();
  made.hub.subscribe(watching, ROOM, 0);
  const listening = made.listener();
  listening.conn.full = true;
  const joined = join(made.hub, made.log, {
    listener: listening,
    mark: made.hub.mark(),
    positions: new Map([[ROOM, 0]]),
    heads: new Map(),
    first: ["first"],
    last: () => ["last"],
    ...MAY_ALL,
  });
  for (let i = 0; i < 10_000; i++) made.say(ROOM);
  listening.conn.read();
  expect(await joined).toBe(true);
  made.say(ROOM);
  const received = listening.conn.received;
  expect(received.filter((frame) => frame !== "last")).toEqual(["first", ...upTo(ROOM, 10_001)]);
  expect(received.indexOf("last")).toBe(received.length - 2);
});

test("a long transfer goes out in pieces, the next when the peer has read", async () => {
  const made = world();
  const text = "x".repeat(64 * 1024);
  const listening = made.listener();
  const joined = join(made.hub, made.log, {
    listener: listening,
    mark: made.hub.mark(),
    positions: new Map([[ROOM, 0]]),
    heads: new Map(),
    first: [],
    last: () => ["last"],
    ...MAY_ALL,
  });
  for (let i = 0; i < 20; i++) made.say(ROOM, text);
  listening.conn.full = true;
  for (let pieces = 1; !listening.conn.received.includes("last"); pieces++) {
    await settled();
    const bytes = listening.conn.received.reduce((sum, frame) => sum + frame.length, 0);
    expect(bytes).toBeLessThanOrEqual(pieces * (PIECE_BYTES + 2 * text.length));
    expect(pieces).toBeLessThan(10);
    listening.conn.read(true);
    await settled();
  }
  expect(await joined).toBe(true);
  expect(listening.conn.received.map((frame) => String(frame).replace(text, ""))).toEqual([
    ...upTo(ROOM, 20),
    "last",
  ]);
});

test("who closes while joining is not subscribed, wherever it happens", async () => {
  const made = world();
  made.say(ROOM);
  const waiting = made.listener();
  waiting.conn.full = true;
  const joining = {
    mark: made.hub.mark(),
    positions: new Map([[ROOM, 0]]),
    first: ["first"],
    last: () => [],
    ...MAY_ALL,
  };
  const joined = join(made.hub, made.log, { ...joining, listener: waiting, heads: new Map([[ROOM, 1]]) });
  waiting.conn.close();
  expect(await joined).toBe(false);
  const reading = joinAt(made, { [ROOM]: 0 });
  await Promise.resolve();
  reading.conn.close();
  expect(await reading.joined).toBe(false);
  expect(made.hub.streams()).toEqual([]);
  expect([waiting.conn.topics.size, reading.conn.topics.size]).toEqual([0, 0]);
});

test("a stream that has to be read from the log makes nobody forget what came in another meanwhile", async () => {
  const made = world(3);
  const before = joinAt(made, { [ROOM]: 0, [OTHER]: 0 });
  const late = made.store(OTHER); // Its doorbell comes after the next one's.
  for (const stream of [ROOM, OTHER, ROOM]) made.say(stream);
  const { conn, joined } = joinAt(made, { [ROOM]: 0, [OTHER]: 0 });
  for (let i = 0; i < 2; i++) made.say(ROOM);
  made.hub.take(late);
  await Promise.all([before.joined, joined]);
  made.say(ROOM);
  await made.hub.reached(ROOM, 5);
  for (const { received } of [before.conn, conn])
    expect(received.filter((frame) => String(frame).startsWith(`${ROOM}:`))).toEqual(upTo(ROOM, 5));
});

test("any interleaving of joining, saying, lost doorbells and slow reading gives 1, 2, 3 ... to everybody", async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("say"), stream: fc.constantFrom(ROOM, OTHER) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("lose"), stream: fc.constantFrom(ROOM, OTHER) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("late"), stream: fc.constantFrom(ROOM, OTHER) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("join", "resume"), stream: fc.constant(0) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom("turn", "read", "fill"), stream: fc.constant(0) }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const made = world(3);
      const joiners: { conn: MemoryConn; joined: Promise<boolean>; from: Map<number, number> }[] = [];
      const late: (() => void)[] = [];
      for (const { do: what, stream } of steps) {
        if (what === "say") made.say(stream);
        else if (what === "lose") made.store(stream);
        else if (what === "late") {
          const event = made.store(stream);
          late.push(() => made.hub.take(event));
        } else if (what === "join" || what === "resume") {
          const from = new Map([ROOM, OTHER].map((id) => [id, what === "join" ? made.head(id) : 0]));
          joiners.push({ ...joinAt(made, Object.fromEntries(from)), from });
        } else if (what === "fill") for (const { conn } of joiners) conn.full = true;
        else if (what === "read") for (const { conn } of joiners) conn.read();
        else {
          late.shift()?.();
          await Promise.resolve();
        }
      }
      for (const ring of late) ring();
      for (const { conn } of joiners) conn.read();
      expect(await Promise.all(joiners.map(({ joined }) => joined))).not.toContain(false);
      for (const stream of [ROOM, OTHER]) made.say(stream);
      for (const stream of [ROOM, OTHER]) await made.hub.reached(stream, made.head(stream));
      for (const { conn, from } of joiners) {
        for (const [stream, position] of from) {
          const told = conn.received.filter((frame) => String(frame).startsWith(`${stream}:`));
          expect(told).toEqual(upTo(stream, made.head(stream), position + 1));
        }
      }
      expect(made.bugs).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a right that ends while somebody joins: nothing more of that stream, and no subscription", async () => {
  const made = world();
  for (let i = 0; i < 2; i++) for (const stream of [ROOM, OTHER]) made.say(stream);
  const heard: number[] = [];
  const { conn, joined } = joinAt(
    made,
    { [ROOM]: 0, [OTHER]: 0 },
    { mayRead: (stream) => stream !== OTHER, told: ({ seq }) => heard.push(seq) },
  );
  await joined;
  for (const stream of [ROOM, OTHER]) made.say(stream);
  expect(conn.received).toEqual(["first", "7:1", "7:2", "last", "7:3"]);
  expect([...conn.topics]).toEqual([expect.stringContaining("/7")]);
  expect(heard).toEqual([1, 2]);
});
