import { afterEach, expect, test } from "bun:test";
import type { Conn, Dialect, EndReason, Frame } from "../core/dialect.ts";
import { echo, type Fixture, Peer, scripted, serve, until } from "./fixture.ts";
import type { Limits } from "./limits.ts";

let server: Fixture | null = null;

afterEach(async () => {
  const stopped = server?.stop();
  server?.pass(60_000);
  await stopped;
  server = null;
});

function start(dialect: Dialect, limits: Partial<Limits> = {}): Fixture {
  server = serve(dialect, { limits });
  return server;
}

const MIB = 1024 * 1024;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);

test("texts and bytes come back as they were", async () => {
  const kinds: string[] = [];
  const { port } = start(
    scripted({
      receive(frame, conn) {
        kinds.push(typeof frame === "string" ? "text" : frame.constructor.name);
        conn.send(frame);
        return undefined;
      },
    }),
  );
  const peer = await Peer.connect(port);
  peer.send("hä", "");
  peer.sendRaw(0x82, Buffer.from([1, 2, 3]));
  expect(await peer.take(3)).toEqual(["hä", "", "\x01\x02\x03"]);
  expect(kinds).toEqual(["text", "text", "Uint8Array"]);
});

test("answers leave in the order of their places, each once", async () => {
  const { port } = start(
    scripted({
      receive(_, conn) {
        const places = Array.from({ length: 5 }, () => conn.reserve());
        places[3]?.("3");
        places[3]?.("3 again");
        places[1]?.("1");
        conn.send("sent before the first answer");
        places[0]?.("0");
        places[0]?.("0 again");
        places[1]?.("1 again");
        places[2]?.(null);
        places[4]?.("4");
        places[4]?.("4 again");
        conn.send("sent after the last");
        return undefined;
      },
    }),
  );
  const peer = await Peer.connect(port);
  peer.send("go");
  expect(await peer.take(6)).toEqual([
    "sent before the first answer",
    "0",
    "1",
    "3",
    "4",
    "sent after the last",
  ]);
});

test("frames wait while the promise of receive is open", async () => {
  const heard: Frame[] = [];
  const identified = Promise.withResolvers<void>();
  const { port } = start(
    scripted({
      receive(frame, conn) {
        heard.push(frame);
        if (frame === "identify") return identified.promise;
        conn.send(frame);
        return undefined;
      },
    }),
  );
  const peer = await Peer.connect(port);
  peer.send("identify", "a", "b"); // One write, so that all are read in one turn.
  await until(() => heard.length > 0, "the first frame");
  peer.send("c");
  expect(heard).toEqual(["identify"]);
  heard.push("identified");
  identified.resolve();
  expect(await peer.take(3)).toEqual(["a", "b", "c"]);
  expect(heard).toEqual(["identify", "identified", "a", "b", "c"]);
});

test("over 64 open places frames wait, and go on below 32", async () => {
  const places: ((frame: Frame) => void)[] = [];
  const { port } = start(
    scripted({
      receive(_, conn) {
        places.push(conn.reserve());
        return undefined;
      },
    }),
  );
  const peer = await Peer.connect(port);
  peer.send(...numbers(0, 150));
  await until(() => places.length >= 64, "64 frames");
  expect(places.length).toBe(64);
  peer.send(...numbers(150, 200)); // Not read before the others have been handed on.
  for (let i = 0; i < 32; i++) places[i]?.(`${i}`);
  expect(places.length).toBe(64);
  places[32]?.("32");
  expect(places.length).toBe(97);
  for (let i = 33; i < 200; i++) {
    await until(() => places.length > i, `frame ${i}`);
    places[i]?.(`${i}`);
  }
  expect(await peer.take(200)).toEqual(numbers(0, 200));
});

test("a dialect that answers at once is handed a long queue without nesting", async () => {
  let [depth, deepest] = [0, 0];
  const open = Promise.withResolvers<void>();
  const { port } = start(
    scripted({
      receive(frame, conn) {
        deepest = Math.max(deepest, ++depth);
        const answer = conn.reserve();
        answer(frame);
        depth--;
        return frame === "0" ? open.promise : undefined;
      },
    }),
    { openAnswers: 1 },
  );
  const peer = await Peer.connect(port);
  peer.send(...numbers(0, 5_000));
  expect(await peer.next()).toBe("0");
  open.resolve();
  expect(await peer.take(4_999)).toEqual(numbers(1, 5_000));
  expect(deepest).toBe(1);
});

test("a peer whose frames wait is not read, so that little waits here", async () => {
  const identified = Promise.withResolvers<void>();
  let heard = 0;
  const { port } = start(
    scripted({
      receive(frame, conn) {
        if (frame === "identify") return identified.promise;
        if (frame === "echo") conn.send(frame);
        else heard++;
        return undefined;
      },
    }),
    { queuedBytes: MIB },
  );
  const [eager, other] = [await Peer.connect(port), await Peer.connect(port)];
  const part = "x".repeat(10_000);
  eager.send("identify", ...Array<string>(3_000).fill(part));
  for (let i = 0; i < 50; i++) {
    other.send("echo"); // Each is a turn in which the server could read more of the eager one.
    expect(await other.next()).toBe("echo");
  }
  expect(heard).toBe(0);
  identified.resolve();
  eager.send("echo");
  expect(await eager.next()).toBe("echo");
  expect(heard).toBe(3_000);
});

test("too many bytes that wait end the connection as too slow", async () => {
  const { port } = start(scripted({ receive: () => new Promise(() => undefined) }), { queuedBytes: 10_000 });
  const peer = await Peer.connect(port);
  peer.send(...numbers(0, 200));
  expect(await peer.next()).toBe("<close 4000 too-slow>");
});

const bugs: readonly [string, () => Promise<void>][] = [
  [
    "throws",
    () => {
      throw new Error("bug in receive");
    },
  ],
  ["rejects", () => Promise.reject(new Error("bug in receive"))],
  [
    "throws what is no error",
    () => {
      throw "bug in receive";
    },
  ],
];

for (const [name, bug] of bugs) {
  test(`a receive that ${name} closes its connection with 1011 and no other`, async () => {
    const { port, errors } = start(
      scripted({
        receive(frame, conn) {
          if (frame === "bug") return bug();
          conn.send(frame);
          return undefined;
        },
      }),
    );
    const [unlucky, other] = [await Peer.connect(port), await Peer.connect(port)];
    unlucky.send("bug", "never heard");
    expect(await unlucky.take(2)).toEqual(["<close 1011 internal error>", null]);
    other.send("still here");
    expect(await other.next()).toBe("still here");
    expect(errors.map(({ message, fields }) => [message, String(fields.stack)])).toEqual([
      ["A dialect threw", expect.stringContaining("bug in receive")],
    ]);
  });
}

test("bugs in connect, end and closed are contained too", async () => {
  let bug = "connect";
  const raise = (at: string) => {
    if (bug === at) throw new Error(`bug in ${at}`);
  };
  const { port, errors, pass } = start(
    scripted({ connect: () => raise("connect"), end: () => raise("end"), closed: () => raise("closed") }),
  );
  expect(await (await Peer.connect(port)).next()).toBe("<close 1011 internal error>");

  bug = "end";
  const silent = await Peer.connect(port);
  for (let i = 0; i < 3; i++) pass(30_000);
  expect(await silent.take(3)).toEqual(["<ping>", "<ping>", "<close 1011 internal error>"]);

  bug = "closed";
  (await Peer.connect(port)).wire.socket.destroy();
  await until(() => errors.length === 3, "three reports");
  expect(errors.map(({ fields }) => /bug in (\w+)/.exec(String(fields.stack))?.[1])).toEqual([
    "connect",
    "end",
    "closed",
  ]);
});

test("sends and publishes of one turn keep the order of their calls", async () => {
  const conns: Conn[] = [];
  const { port, publish } = start(scripted({ connect: (conn) => void conns.push(conn) }));
  const [ann, bob] = [await Peer.connect(port), await Peer.connect(port)];
  const [a, b] = conns as [Conn, Conn];
  for (const conn of [a, b]) for (const topic of ["room", "space"]) conn.subscribe(topic);
  const large = "x".repeat(40_000);

  publish("room", "1");
  a.send("2");
  publish("space", "3");
  publish("room", large);
  const place = a.reserve();
  a.publishToOthers("room", "4, not for a");
  publish("room", "5");
  place("6");
  a.send(large);
  a.unsubscribe("room");
  publish("room", "7, not for a");
  a.send("8");
  a.subscribe("room");
  for (const n of numbers(9, 100)) publish(Number(n) % 2 === 0 ? "room" : "space", n);
  a.close(4001, "bye");

  const forAll = numbers(9, 100);
  expect(await ann.take(100)).toEqual(
    ["1", "2", "3", large, "5", "6", large, "8", ...forAll].concat("<close 4001 bye>"),
  );
  expect(await bob.take(97)).toEqual(["1", "3", large, "4, not for a", "5", "7, not for a", ...forAll]);
});

test("publishing to others needs no subscription of one's own", async () => {
  const { port } = start(
    scripted({
      receive(frame, conn) {
        if (frame === "listen") conn.subscribe("room");
        else conn.publishToOthers("room", frame);
        conn.send("done");
        return undefined;
      },
    }),
  );
  const [ann, bob] = [await Peer.connect(port), await Peer.connect(port)];
  ann.send("listen");
  expect(await ann.next()).toBe("done");
  bob.send("hello");
  expect(await ann.next()).toBe("hello");
  expect(await bob.next()).toBe("done");
});

test("after close everything is a quiet no-op, and closed is told once, in a turn of its own", async () => {
  const told: string[] = [];
  let last: Conn | null = null;
  const { port, publish } = start(
    scripted({
      receive(_, conn) {
        last = conn;
        const place = conn.reserve();
        conn.subscribe("room");
        conn.send("before");
        conn.close(4001, "bye");
        told.push("after close");
        place("answer");
        conn.send("after");
        conn.subscribe("room");
        conn.unsubscribe("room");
        conn.publishToOthers("room", "after");
        conn.close(4002, "again");
        conn.reserve()("answer");
        publish("room", "after");
        return undefined;
      },
      closed: () => void told.push("closed"),
    }),
  );
  const peer = await Peer.connect(port);
  peer.send("go", "not heard");
  expect(await peer.take(3)).toEqual(["before", "<close 4001 bye>", null]);
  await until(() => told.length > 1, "the dialect told");
  expect(told).toEqual(["after close", "closed"]);
  const conn = last as Conn | null;
  expect([conn?.open, conn?.buffered, await conn?.drained()]).toEqual([false, 0, false]);
});

/** A connection whose peer does not read, with more than 2 MiB that wait. */
async function backlog(limits: Partial<Limits> = {}) {
  const seen: { conn: Conn | null; ended: EndReason[]; closed: number } = {
    conn: null,
    ended: [],
    closed: 0,
  };
  const fixture = start(
    scripted({
      connect(conn) {
        seen.conn ??= conn;
      },
      receive: (frame, conn) => void conn.send(frame),
      end(reason, conn) {
        seen.ended.push(reason);
        conn.close(4000, reason);
      },
      closed: () => void seen.closed++,
    }),
    limits,
  );
  const peer = await Peer.connect(fixture.port);
  peer.stopReading();
  const conn = seen.conn as Conn;
  const part = "x".repeat(100_000);
  let parts = 0;
  while (conn.buffered < 2 * MIB) {
    conn.send(part);
    parts++;
    await new Promise((resolve) => setImmediate(resolve)); // A turn, in which the runtime writes.
  }
  return { fixture, seen, peer, conn, part, parts };
}

test("a peer that reads late gets what was sent before the close, and the close", async () => {
  const { fixture, peer, conn, part, parts, seen } = await backlog();
  conn.subscribe("room");
  conn.close(4001, "bye");
  fixture.publish("room", "not after the close");
  expect([conn.open, seen.closed]).toEqual([false, 0]);
  peer.goOnReading();
  const frames = await peer.take(parts + 2);
  expect(frames.slice(0, parts).every((frame) => frame === part)).toBe(true);
  expect(frames.slice(parts)).toEqual(["<close 4001 bye>", null]);
  await until(() => seen.closed === 1, "closed");
});

test("a closing peer that does not read is cut off in time", async () => {
  const { fixture, conn, seen } = await backlog();
  conn.close(4001, "bye");
  fixture.pass(4_750);
  expect([fixture.connections, seen.closed]).toEqual([1, 0]);
  fixture.pass(500);
  await until(() => seen.closed === 1, "closed");
  expect(fixture.connections).toBe(0);
});

test("a peer over the soft limit for ten seconds ends as too slow", async () => {
  const { seen, fixture } = await backlog();
  const other = await Peer.connect(fixture.port);
  for (let i = 0; i < 45; i++) fixture.pass(250);
  expect(seen.ended).toEqual(["too-slow"]);
  other.send("still here");
  expect(await other.next()).toBe("still here");
});

test("drained resolves to true when the peer has read, to false when it is gone", async () => {
  const { peer, conn } = await backlog();
  const drained = conn.drained();
  peer.goOnReading();
  expect(await drained).toBe(true);
  expect(conn.buffered).toBeLessThan(256 * 1024);
  expect(await conn.drained()).toBe(true);
});

test("drained resolves to false when the connection is cut", async () => {
  const { peer, conn } = await backlog();
  const drained = conn.drained();
  peer.wire.socket.destroy();
  expect(await drained).toBe(false);
});

test("over the hard limit a peer is cut, loses nothing before the cut, and others get everything", async () => {
  const conns: Conn[] = [];
  let closed = 0;
  const { port, publish } = start(
    scripted({ connect: (conn) => void conns.push(conn), closed: () => void closed++ }),
  );
  const [slow, quick] = [await Peer.connect(port), await Peer.connect(port)];
  slow.stopReading();
  for (const conn of conns) conn.subscribe("room");
  const padding = " ".repeat(1_000);
  let sent = 0;
  let heard = 0;
  while (closed === 0 && sent < 100_000) {
    for (let i = 0; i < 50; i++) publish("room", `${sent++}${padding}`);
    while (heard < sent) expect(Number(await quick.next())).toBe(heard++);
  }
  expect(closed).toBe(1);
  expect(heard).toBe(sent);
  slow.goOnReading();
  let expected = 0;
  for (let frame = await slow.next(); frame !== null; frame = await slow.next()) {
    expect(Number(frame)).toBe(expected++);
  }
  expect(expected).toBeGreaterThan(0);
  expect(expected).toBeLessThan(sent);
});

test("a silent peer ends, one that answers pings stays", async () => {
  const { port, pass } = start(echo);
  const [silent, alive] = [await Peer.connect(port), await Peer.connect(port)];
  for (let i = 0; i < 2; i++) {
    pass(30_000);
    expect(await alive.next()).toBe("<ping>");
    alive.sendRaw(0x8a, new Uint8Array());
    alive.send("pong sent");
    expect(await alive.next()).toBe("pong sent");
  }
  pass(30_000);
  expect(await silent.take(4)).toEqual(["<ping>", "<ping>", "<close 4000 silent>", null]);
  expect(await alive.next()).toBe("<ping>");
});

test("closing with answers owed: they leave first, nothing more is taken in, and it does not wait for ever", async () => {
  const places: ((frame: Frame) => void)[] = [];
  const heard: Frame[] = [];
  const { port, pass } = start(
    scripted({
      receive(frame, conn) {
        heard.push(frame);
        if (frame !== "end") places.push(conn.reserve());
        else conn.closeAnswered(4002, "enough", "the end");
        return undefined;
      },
    }),
  );
  const peer = await Peer.connect(port);
  peer.send("a", "b", "end", "c");
  await until(() => heard.includes("end"), "the end");
  places[1]?.("answer b");
  places[0]?.("answer a");
  expect(await peer.take(4)).toEqual(["answer a", "answer b", "the end", "<close 4002 enough>"]);
  expect(heard).toEqual(["a", "b", "end"]);

  const waiting = await Peer.connect(port);
  waiting.send("a", "end");
  await until(() => heard.length === 5, "the second end");
  pass(5_250);
  expect(await waiting.take(2)).toEqual(["the end", "<close 4002 enough>"]);
});
