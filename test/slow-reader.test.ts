/**
 * A client that stops reading, among others: it stalls nobody, is closed as too slow or cut off, and when it
 * comes back it has everything once. The server holds what it has not read only up to a bound.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, enter, register } from "./gateway-client.ts";
import { errorLines, MIB, residentBytes, UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { closeCode, RawPeer } from "./raw-peer.ts";

const LISTENERS = 50;
/** Each message is this long, so that a few hundred fill every buffer on the way. */
const TEXT = "long ".repeat(3_200);
/** Most messages said until the server has had enough: far above what all buffers hold. */
const MOST = 3_000;
/** For the messages under way to everybody, recent events, and the heap's slack. */
const MAX_GROWTH = 400 * MIB;

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
}, 30_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Told {
  readonly stream?: number;
  readonly seq?: number;
  readonly event?: { readonly type: string; readonly [field: string]: unknown };
}

/** A peer that counts the room's events, and keeps nothing else of them. */
class Counting {
  readonly peer: RawPeer;
  readonly room: number;
  readonly resumeToken: string;
  readonly seqs: number[];
  code: number | "cut" | null = null;

  private constructor(peer: RawPeer, room: number, from: number, resumeToken: string) {
    this.peer = peer;
    this.room = room;
    this.seqs = [from];
    this.resumeToken = resumeToken;
  }

  static async enter({ token }: Account): Promise<Counting> {
    const peer = await RawPeer.open(koine.url);
    peer.send({ token });
    for (;;) {
      const packet = (await peer.nextJson()) as Told | null;
      if (packet?.event?.type !== "ready") continue;
      const { space, positions, resume_token } = packet.event as unknown as {
        space: { default_room_id: number };
        positions: { stream: number; seq: number }[];
        resume_token: string;
      };
      const room = space.default_room_id;
      const from = positions.find(({ stream }) => stream === room)?.seq ?? 0;
      return new Counting(peer, room, from, resume_token);
    }
  }

  async comeBack({ token }: Account): Promise<Counting> {
    const peer = await RawPeer.open(koine.url);
    const from = this.seqs.at(-1) ?? 0;
    peer.send({
      token,
      resume: { resume_token: this.resumeToken, positions: [{ stream: this.room, seq: from }] },
    });
    return new Counting(peer, this.room, from, this.resumeToken);
  }

  /** Reads until the position, or the end of the connection. */
  async upTo(seq: number): Promise<void> {
    while ((this.seqs.at(-1) ?? 0) < seq) {
      const frame = await this.peer.next();
      if (frame === null || frame.opcode === 8) {
        this.code = frame === null ? "cut" : closeCode(frame);
        return;
      }
      const told = JSON.parse(frame.payload.toString()) as Told;
      if (told.stream === this.room && told.seq !== undefined) this.seqs.push(told.seq);
    }
  }
}

function counted(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

test("a client that stops reading stalls nobody, is dropped, and resumes whole", async () => {
  const [ann, bob, slow] = await Promise.all(
    ["ann", "bob", "slow"].map((handle) => register(koine.url, handle)),
  );
  if (ann === undefined || bob === undefined || slow === undefined) throw new Error("unreachable");
  const { client: writer, ready } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  const listeners: Counting[] = [];
  for (let i = 0; i < LISTENERS; i++) listeners.push(await Counting.enter(bob));
  const stuck = await Counting.enter(slow);
  const before = residentBytes(koine);
  stuck.peer.wire.stopReading();

  let dropped = false;
  void writer
    .next(({ event }) => {
      const presence = event as { type?: string; presence?: unknown } | undefined;
      return (
        presence?.type === "presence_update" &&
        JSON.stringify(presence).includes("offline") &&
        JSON.stringify(presence).includes(String(slow.user.id))
      );
    })
    .then(
      () => {
        dropped = true;
      },
      () => undefined,
    );

  let most = 0;
  let last = 0;
  let said = 0;
  let heardWhileStuck = false;
  for (; said < MOST && !dropped; said++) {
    const { type } = await writer.request({ type: "message_send", room_id, content: `${said} ${TEXT}` });
    expect(type).toBe("ok");
    const { seq = 0 } = await writer.next(
      ({ event, stream }) => stream === room_id && event?.type === "message_create",
    );
    last = seq;
    most = Math.max(most, residentBytes(koine));
    // Everybody else has it, while one does not read at all.
    await Promise.all(listeners.map((listener) => listener.upTo(last)));
    heardWhileStuck ||= !dropped;
  }
  expect({ dropped, heardWhileStuck }).toEqual({ dropped: true, heardWhileStuck: true });
  for (const { seqs, code } of listeners) {
    expect(code).toBeNull();
    expect(seqs).toEqual(counted(seqs[0] ?? 0, last));
  }

  stuck.peer.wire.goOnReading();
  await stuck.upTo(Number.POSITIVE_INFINITY);
  expect(stuck.code === 4008 || stuck.code === "cut").toBe(true);
  const back = await stuck.comeBack(slow);
  await back.upTo(last);
  expect([...stuck.seqs, ...back.seqs.slice(1)]).toEqual(counted(stuck.seqs[0] ?? 0, last));

  process.stdout.write(
    `dropped with ${stuck.code} after ${said} messages of ${TEXT.length} bytes, ` +
      `memory at most ${Math.round((most - before) / MIB)} MiB more\n`,
  );
  expect(most - before).toBeLessThan(MAX_GROWTH);
  expect(errorLines(koine)).toEqual([]);
  back.peer.wire.cut();
  for (const { peer } of listeners) peer.wire.cut();
  await writer.close();
}, 300_000);
