/**
 * Generated frames on the codec alone: 700,000 of them, which with those over sockets makes a million.
 * CODEC_FRAMES and FUZZ_SEED change that.
 */

import { expect, test } from "bun:test";
import {
  decodeClientEvent,
  decodeHandshake,
  decodeIdentify,
  decodeServerEvent,
  encodeClient,
  encodeIdentify,
} from "../../src/dialects/bonfire/codec.ts";
import { type FuzzFrame, framePool, frameSource } from "./frames.ts";

const FRAMES = Number(process.env.CODEC_FRAMES ?? 700_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);

/** A reason may be shown to anybody and logged: short, and nothing of the sender's in it. */
const REASON = /^[\x20-\x7e]{1,200}$/;

test("decoders never throw, and what they take means the same when it is said again", () => {
  const next = frameSource(SEED, framePool(SEED), { ids: [1, 2 ** 53 - 1] });
  const tally = { taken: 0, refused: 0, other: 0 };
  for (let i = 0; i < FRAMES; i++) examine(next(), tally);
  process.stdout.write(`${FRAMES} frames: ${JSON.stringify(tally)} (seed ${SEED})\n`);
  // The generators must reach all of it.
  for (const count of Object.values(tally)) expect(count).toBeGreaterThan(FRAMES / 100);
}, 300_000);

function examine(
  { binary, payload }: FuzzFrame,
  tally: { taken: number; refused: number; other: number },
): void {
  const frame = binary ? payload : payload.toString();
  const show = () => `${binary ? payload.toString("hex") : JSON.stringify(frame)}`.slice(0, 500);
  try {
    const event = decodeClientEvent(frame);
    if ("malformed" in event) {
      tally.refused += 1;
      if (!REASON.test(event.malformed)) throw new Error(`a reason that shows too much: ${event.malformed}`);
    } else if ("unknownVariant" in event || "secondIdentify" in event) tally.other += 1;
    else {
      tally.taken += 1;
      for (const encoding of ["json", "protobuf"] as const) {
        expect(decodeClientEvent(encodeClient(event, encoding))).toEqual(event);
      }
    }
    const identify = decodeIdentify(frame);
    if ("token" in identify) {
      expect(decodeIdentify(encodeIdentify(identify, binary ? "protobuf" : "json"))).toEqual(identify);
    }
    decodeServerEvent(frame);
    decodeHandshake(frame);
  } catch (bug) {
    throw new Error(`Frame ${show()}`, { cause: bug });
  }
}
