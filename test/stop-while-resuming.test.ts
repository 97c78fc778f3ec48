/** A planned stop is told to those as well who are still getting what they missed. */

import { afterAll, expect, test } from "bun:test";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { removeDirectories, startKoine } from "./koine.ts";
import { closeCode, RawPeer } from "./raw-peer.ts";

afterAll(removeDirectories);

/** Together far more than the buffers on the way hold, so that a peer that does not read is still resuming. */
const [MESSAGES, TEXT] = [800, "long ".repeat(3_200)];

/** Resolves when nobody new is let in: the stop is under way. */
async function refusesConnections(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer === null || answer.status === 503) return;
  }
}

test("who is resuming while the server stops is told that it is going down", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const ann = await register(koine.url, "ann");
  const bob = await register(koine.url, "bob");
  const { client: before, ready } = await enter(koine.gateway, bob.token);
  await before.close();
  const { client: writer } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  const event = { type: "message_send", room_id, content: TEXT };
  await Promise.all(Array.from({ length: MESSAGES }, () => writer.request(event)));

  const peer = await RawPeer.open(koine.url);
  const { resume_token, positions } = ready;
  peer.send({ token: bob.token, resume: { resume_token, positions } });
  for (let missed = false; !missed; ) {
    const packet = (await peer.nextJson()) as { event?: { type: string } } | null;
    missed = packet?.event?.type === "message_create";
  }
  peer.wire.stopReading();
  const stopped = koine.stop();
  await refusesConnections(koine.url);
  peer.wire.goOnReading();
  const told: string[] = [];
  for (;;) {
    const frame = await peer.next();
    if (frame === null) throw new Error("cut off without a close");
    if (frame.opcode === 8) {
      expect(closeCode(frame)).toBe(1001);
      break;
    }
    told.push((JSON.parse(frame.payload.toString()) as { event: { type: string } }).event.type);
  }
  expect(told).not.toContain("resumed");
  expect(told.filter((type) => type === "going_down")).toHaveLength(1);
  expect(told.at(-1)).toBe("going_down");
  expect(await stopped).toBe(0);
}, 60_000);
