import { describe, expect, test } from "bun:test";
import { eventAt, positions, settled, upTo, world } from "./hub-fixture.ts";

const ROOM = 7;

test("an event is encoded once for each lane, however many listen", () => {
  const { hub, listener, say } = world();
  const [one, other] = [positions("one"), positions("other")];
  const listeners = [
    listener(one, "json"),
    listener(one, "json"),
    listener(one, "protobuf"),
    listener(other, "json"),
  ];
  for (const each of listeners) hub.subscribe(each, ROOM, 0);
  say(ROOM);
  say(ROOM);
  expect(listeners.map(({ conn }) => conn.received)).toEqual(Array(4).fill(upTo(ROOM, 2)));
  expect(one.encoded.toSorted()).toEqual(["7:1 json", "7:1 protobuf", "7:2 json", "7:2 protobuf"]);
  expect(other.encoded).toEqual(["7:1 json", "7:2 json"]);
});

test("an event that comes again is not told again", () => {
  const { hub, listener, say } = world();
  const { conn, ...rest } = listener();
  hub.subscribe({ conn, ...rest }, ROOM, 0);
  const first = say(ROOM);
  say(ROOM);
  hub.take(first);
  expect(conn.received).toEqual(upTo(ROOM, 2));
});

test("a lost doorbell: when 7 comes after 5, 6 is read from the log", async () => {
  const { hub, listener, say, store, reads } = world();
  const listening = listener();
  hub.subscribe(listening, ROOM, 0);
  for (let i = 1; i <= 5; i++) say(ROOM);
  store(ROOM);
  say(ROOM);
  expect(listening.conn.received).toEqual(upTo(ROOM, 5));
  say(ROOM); // Comes while the log is read.
  await settled();
  expect(listening.conn.received).toEqual(upTo(ROOM, 8));
  expect(reads[0]).toBe("7 after 5");
});

test("a doorbell lost at the end is healed by comparing with the store", async () => {
  const { hub, listener, say, store } = world(3);
  const listening = listener();
  hub.subscribe(listening, ROOM, 0);
  say(ROOM);
  for (let i = 0; i < 10; i++) store(ROOM);
  expect(hub.isBehind(ROOM, 11)).toBe(true);
  await hub.reached(ROOM, 11);
  expect(listening.conn.received).toEqual(upTo(ROOM, 11));
  expect(hub.isBehind(ROOM, 11)).toBe(false);
});

test("a log that cannot be read is asked again with the next event, not for ever", async () => {
  const made = world();
  const listening = made.listener();
  made.hub.subscribe(listening, ROOM, 0);
  made.store(ROOM);
  made.failure = new Error("no disk");
  made.say(ROOM);
  await settled();
  await settled();
  expect(made.reads.length).toBe(1);
  expect(made.bugs).toEqual([made.failure]);
  made.failure = null;
  made.say(ROOM);
  await settled();
  expect(listening.conn.received).toEqual(upTo(ROOM, 3));
});

test("an event that the log does not have does not keep the reader busy", async () => {
  const { hub, listener, say, reads } = world();
  const listening = listener();
  hub.subscribe(listening, ROOM, 0);
  hub.take(eventAt(ROOM, 9));
  await settled();
  await settled();
  expect(reads.length).toBeLessThan(3);
  say(ROOM);
  expect(listening.conn.received).toEqual(upTo(ROOM, 1));
});

test("an encoder that throws is reported, and a blank holds the position", () => {
  const { hub, listener, say, bugs } = world();
  const broken = positions();
  const healthy = listener(positions("healthy"));
  const hurt = listener({
    name: "broken",
    encode(event, variant) {
      if (event.seq === 2 && event.type !== "blank") throw new Error("cannot say it");
      return broken.encode(event, variant);
    },
  });
  hub.subscribe(hurt, ROOM, 0);
  hub.subscribe(healthy, ROOM, 0);
  for (let i = 0; i < 3; i++) say(ROOM);
  expect(hurt.conn.received).toEqual(["7:1", "7:2 blank", "7:3"]);
  expect(healthy.conn.received).toEqual(upTo(ROOM, 3));
  expect(bugs).toEqual([new Error("cannot say it")]);
});

test("what is told without a position reaches those who listen now, and nobody later", () => {
  const { hub, listener } = world();
  const [early, late] = [listener(), listener()];
  hub.subscribe(early, ROOM, 0);
  hub.take({ type: "typing_start", stream: ROOM, seq: 0, at: 0, origin: 0, room: ROOM, user: ann });
  hub.subscribe(late, ROOM, 0);
  expect([early.conn.received, late.conn.received]).toEqual([["typing_start"], []]);
});

const ann = { id: 1, handle: "ann", name: "Ann", avatar: "" };

test("who has left hears nothing more; the last one takes the stream along", async () => {
  const { hub, listener, say } = world();
  const [first, second] = [listener(), listener()];
  hub.subscribe(first, ROOM, 0);
  hub.subscribe(second, ROOM, 0);
  say(ROOM);
  hub.unsubscribe(first, ROOM);
  say(ROOM);
  expect([first.conn.received, second.conn.received]).toEqual([upTo(ROOM, 1), upTo(ROOM, 2)]);
  expect(hub.streams()).toEqual([ROOM]);
  const waiting = hub.reached(ROOM, 99);
  hub.unsubscribe(second, ROOM);
  await waiting; // Nobody is there to wait for.
  expect(hub.streams()).toEqual([]);
  say(ROOM);
  expect(second.conn.received).toEqual(upTo(ROOM, 2));
  // Whoever comes next begins at the head of then; one who leaves twice takes nobody along.
  const third = listener();
  hub.subscribe(third, ROOM, 3);
  hub.unsubscribe({ ...first, variant: "never subscribed" }, ROOM);
  say(ROOM);
  expect(third.conn.received).toEqual(["7:4"]);
});

test("a second listener with a smaller position does not move the stream's head back", () => {
  const { hub, listener, say } = world();
  const first = listener();
  hub.subscribe(first, ROOM, 0);
  const [one, two] = [say(ROOM), say(ROOM)];
  hub.subscribe(listener(), ROOM, 0);
  hub.take(one);
  hub.take(two);
  expect(first.conn.received).toEqual(upTo(ROOM, 2));
});

test("the flow since a mark: above the positions, or lost when it was forgotten", () => {
  const { hub, listener, say } = world();
  const listening = listener();
  hub.subscribe(listening, ROOM, 0);
  say(ROOM);
  const mark = hub.mark();
  say(ROOM);
  say(ROOM);
  say(ROOM + 1);
  const seqs = (from: number) => hub.since(from, new Map([[ROOM, 2]])).events.map(({ seq }) => seq);
  expect(seqs(mark)).toEqual([3]);
  expect(hub.since(mark, new Map([[ROOM, 0]])).lost).toEqual([ROOM]); // 1 came before the mark.
  for (let i = 0; i < 5_000; i++) say(ROOM);
  expect(hub.since(mark, new Map([[ROOM, 2]]))).toEqual({ events: [], lost: [ROOM] });
  expect(hub.since(hub.mark(), new Map([[ROOM, 5_003]]))).toEqual({ events: [], lost: [] });
});

describe("listeners who hear the same streams", () => {
  const OTHER = 8;
  const THIRD = 9;

  /** As many as are gathered, in two streams of their own and one in common. */
  function crowd(count: number) {
    const made = world();
    const streams = new Set([ROOM, OTHER]);
    const all = Array.from({ length: count }, () => made.listener());
    for (const each of all) {
      for (const id of [ROOM, OTHER, THIRD]) made.hub.subscribe(each, id, 0);
      made.hub.gather(each, streams);
    }
    return { ...made, streams, all };
  }

  /** The streams that it is told of by their own topics; "+…" is a topic of several. */
  const topicsOf = ({ conn }: { readonly conn: { readonly topics: ReadonlySet<string> } }) =>
    [...conn.topics].map((topic) => topic.split("/").at(-1)).sort();

  test("are told of them by one topic, each event once", () => {
    const { hub, say, all } = crowd(20);
    for (const id of [ROOM, OTHER, THIRD]) say(id);
    for (const { conn } of all) expect(conn.received).toEqual(["7:1", "8:1", "9:1"]);
    expect(all.at(-1)?.conn.topics.size).toBe(2);
    const [lane] = hub.counts().lanes.values();
    expect(lane).toEqual({ events: 3, deliveries: 60 });
  });

  test("leave one of the streams, and hear the others", () => {
    const { hub, say, all } = crowd(20);
    const last = all.at(-1);
    if (last === undefined) throw new Error("nobody");
    hub.unsubscribe(last, ROOM);
    for (const id of [ROOM, OTHER, THIRD]) say(id);
    expect(last.conn.received).toEqual(["8:1", "9:1"]);
    expect(all[0]?.conn.received).toEqual(["7:1", "8:1", "9:1"]);
    hub.unsubscribe(last, OTHER);
    say(OTHER);
    expect(last.conn.received).toEqual(["8:1", "9:1"]);
  });

  test("are gathered for others, and hear what they were gathered for before no less", () => {
    const { hub, say, all } = crowd(20);
    const more = new Set([OTHER, THIRD]);
    for (const each of all) hub.gather(each, more);
    for (const id of [ROOM, OTHER, THIRD]) say(id);
    for (const { conn } of all) expect(conn.received).toEqual(["7:1", "8:1", "9:1"]);
  });

  test("come and go one after another, and are told by no topic of their own", () => {
    const { hub, listener } = world();
    const streams = new Set([ROOM, OTHER]);
    for (let i = 0; i < 100; i++) {
      const each = listener();
      for (const id of streams) hub.subscribe(each, id, 0);
      hub.gather(each, streams);
      expect(topicsOf(each)).toEqual(["7", "8"]);
      const together = hub.scatter(each);
      for (const id of streams) if (!together.has(id)) hub.unsubscribe(each, id);
    }
    expect(hub.streams()).toEqual([]);
  });

  test("are told by the streams' own topics again when few are left, each event once", () => {
    const { hub, say, all, streams, listener } = crowd(40);
    const last = all.pop();
    if (last === undefined) throw new Error("nobody");
    say(ROOM);
    for (const each of all) {
      const together = hub.scatter(each);
      for (const id of [ROOM, OTHER, THIRD]) if (!together.has(id)) hub.unsubscribe(each, id);
      say(ROOM);
    }
    say(OTHER);
    expect(last.conn.received).toEqual([...upTo(ROOM, 40), "8:1"]);
    expect(topicsOf(last)).toEqual(["7", "8", "9"]);
    for (let i = 0; i < 20; i++) {
      const each = listener();
      for (const id of streams) hub.subscribe(each, id, 0);
      hub.gather(each, streams);
    }
    say(ROOM);
    expect(last.conn.received.at(-1)).toBe("7:41");
    expect(topicsOf(last)).toHaveLength(2);
  });

  test("in many different views of a room cost fewer sendings than there are listeners by far", () => {
    const sendings: string[] = [];
    const { hub, say, listener } = world(500, (topic) => sendings.push(topic));
    const views = Array.from({ length: 200 }, (_, i) => new Set([ROOM, 100 + i]));
    const all = Array.from({ length: 2_000 }, (_, i) => {
      const each = listener();
      const view = views[i % views.length] ?? new Set();
      for (const id of view) hub.subscribe(each, id, 0);
      hub.gather(each, view);
      return each;
    });
    say(ROOM);
    for (const { conn } of all) expect(conn.received).toEqual(["7:1"]);
    expect(sendings.length).toBeLessThanOrEqual(1 + 2_000 / 17);
  });

  test("go, and the streams go with the last of them", () => {
    const { hub, say, all } = crowd(20);
    for (const each of all) {
      const together = hub.scatter(each);
      for (const id of [ROOM, OTHER, THIRD]) if (!together.has(id)) hub.unsubscribe(each, id);
    }
    expect(hub.streams()).toEqual([]);
    for (const id of [ROOM, OTHER, THIRD]) say(id);
    for (const { conn } of all) expect([conn.received, [...conn.topics]]).toEqual([[], []]);
  });
});
