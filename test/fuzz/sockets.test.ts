/**
 * Generated frames over sockets in each state of the gateway: before identify, while identifying (and in the
 * middle of a resume), and after. Each must have its answer or its close code; the server neither fails nor
 * grows. 100,000 frames in each state; FUZZ_FRAMES and FUZZ_SEED change that.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, enter, register } from "../gateway-client.ts";
import { honestPair, MIB, probe, residentBytes, UNLIMITED } from "../health.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { BINARY, closeCode, frameOf, jsonFrame, RawPeer, TEXT } from "../raw-peer.ts";
import { type FuzzFrame, framePool, frameSource } from "./frames.ts";
import { type Answer, compare, type Expected, judge } from "./model.ts";

const FRAMES = Number(process.env.FUZZ_FRAMES ?? 100_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_121);
/** Connections at a time. */
const AT_ONCE = 24;
/** Most frames on one connection. */
const MOST_FRAMES = 64;
/** Health is asked after so many frames. */
const BATCH = 20_000;
/** What the process may hold more at the end, for caches, statements and the heap's slack. */
const MAX_GROWTH = 300 * MIB;

const pool = framePool(SEED);

let koine: Koine;
let pair: readonly [Account, Account];
let fuzzers: Account[];
let room: number;

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
  pair = await honestPair(koine);
  const handles = Array.from({ length: AT_ONCE }, (_, i) => `fuzzer-${i}`);
  fuzzers = await Promise.all(handles.map((handle) => register(koine.url, handle)));
  const { client, ready } = await enter(koine.gateway, fuzzers[0]?.token ?? "");
  room = ready.space.default_room_id;
  await client.close();
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Tally {
  frames: number;
  connections: number;
  readonly closes: Map<number | "cut", number>;
}

/** One connection's worth of frames; gives how many were answered for. */
type Round = (fuzzer: number, source: () => FuzzFrame, tally: Tally) => Promise<void>;

async function storm(state: string, round: Round): Promise<void> {
  const tally: Tally = { frames: 0, connections: 0, closes: new Map() };
  const before = residentBytes(koine);
  const sources = fuzzers.map((_, i) => frameSource(SEED + i, pool, { ids: [room, pair[0].user.id] }));
  while (tally.frames < FRAMES) {
    const target = Math.min(FRAMES, tally.frames + BATCH);
    await Promise.all(
      sources.map(async (source, i) => {
        while (tally.frames < target) await round(i, source, tally);
      }),
    );
    await probe(koine, pair);
  }
  const grown = residentBytes(koine) - before;
  const closes = [...tally.closes].map(([code, count]) => `${code}: ${count}`).join(", ");
  process.stdout.write(
    `${state}: ${tally.frames} frames on ${tally.connections} connections, closed with ${closes}; ` +
      `memory ${Math.round(grown / MIB)} MiB more (seed ${SEED})\n`,
  );
  expect(grown).toBeLessThan(MAX_GROWTH);
}

function wireFrame({ binary, payload }: FuzzFrame): Buffer {
  return frameOf(binary ? BINARY : TEXT, payload);
}

/** A frame between two others: its answer shows that the one before has had its own. */
function marker(id: number): { readonly frame: Buffer; readonly expected: Expected } {
  return { frame: jsonFrame({ request_id: id, event: { type: "heartbeat" } }), expected: { id, code: "ok" } };
}

const FIRST_MARKER = 3_000_000_000;

interface Plan {
  readonly frames: readonly FuzzFrame[];
  readonly bytes: Buffer;
  readonly expected: readonly Expected[];
  /** How many of the frames the server looks at. */
  readonly counted: number;
}

/** Frames up to one that closes the connection; after identifying, a marker behind each. */
function plan(source: () => FuzzFrame, identified: boolean): Plan {
  const judged = judge(identified);
  const frames: FuzzFrame[] = [];
  const bytes: Buffer[] = [];
  const expected: Expected[] = [];
  while (frames.length < MOST_FRAMES) {
    const frame = source();
    const verdict = judged(frame);
    frames.push(frame);
    bytes.push(wireFrame(frame));
    expected.push(verdict);
    if ("close" in verdict) break;
    if (!identified) continue;
    const mark = marker(FIRST_MARKER + frames.length);
    bytes.push(mark.frame);
    expected.push(mark.expected);
  }
  return { frames, bytes: Buffer.concat(bytes), expected, counted: frames.length };
}

/** Reads until the plan's end: the last marker, or the end of the connection. */
async function follow(peer: RawPeer, { frames, expected, counted }: Plan, tally: Tally): Promise<void> {
  const packets: Answer[] = [];
  const last = expected.at(-1);
  const end = last !== undefined && "id" in last ? last.id : null;
  let ended: number | "cut" | null = null;
  for (;;) {
    const frame = await peer.next();
    if (frame === null || frame.opcode === 8) {
      ended = frame === null ? "cut" : closeCode(frame);
      break;
    }
    const packet = JSON.parse(frame.payload.toString()) as Answer;
    packets.push(packet);
    if (end !== null && packet.request_id === end) break;
  }
  peer.wire.cut();
  const wrong = compare(expected, packets, ended);
  if (wrong !== null) throw new Error(`${wrong}\nframes:\n${frames.map(shown).join("\n")}`);
  tally.frames += counted;
  tally.connections += 1;
  if (ended !== null) tally.closes.set(ended, (tally.closes.get(ended) ?? 0) + 1);
}

function shown({ binary, payload }: FuzzFrame): string {
  const text = binary ? payload.toString("hex") : JSON.stringify(payload.toString());
  return `  ${binary ? "binary" : "text"} ${payload.length}: ${text.slice(0, 300)}`;
}

test("before identify: every frame has an answer or a stated close code", async () => {
  await storm("before identify", async (_, source, tally) => {
    const planned = plan(source, false);
    await follow(await RawPeer.open(koine.url, "/gateway", "", planned.bytes), planned, tally);
  });
}, 900_000);

test("while identifying and in the middle of a resume: likewise", async () => {
  const resumes = await Promise.all(
    fuzzers.map(async ({ token }) => {
      const { client, ready } = await enter(koine.gateway, token);
      await client.close();
      // From the beginning of every log: there is much to tell while the frames come in.
      return { token, resume: { resume_token: ready.resume_token, positions: [{ stream: room, seq: 0 }] } };
    }),
  );
  await storm("while identifying", async (fuzzer, source, tally) => {
    const { token, resume } = resumes[fuzzer] ?? { token: "" };
    const planned = plan(source, true);
    const identify = jsonFrame(tally.connections % 2 === 0 ? { token } : { token, resume });
    const bytes = Buffer.concat([identify, planned.bytes]);
    await follow(await RawPeer.open(koine.url, "/gateway", "", bytes), planned, tally);
  });
}, 900_000);

test("after identify: likewise", async () => {
  await storm("after identify", async (fuzzer, source, tally) => {
    const peer = await RawPeer.open(koine.url);
    peer.send({ token: fuzzers[fuzzer]?.token });
    for (;;) {
      const packet = (await peer.nextJson()) as Answer | null;
      if (packet === null) throw new Error("closed instead of ready");
      if (packet.event?.type === "ready") break;
    }
    const planned = plan(source, true);
    peer.write(planned.bytes);
    await follow(peer, planned, tally);
  });
}, 900_000);
