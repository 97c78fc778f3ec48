/** Stopping in order and coming back: clients are told, sessions resume, ids go on. */

import { afterAll, expect, test } from "bun:test";
import { alteredSource } from "./altered-source.ts";
import { connect, enter, type GatewayClient, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const TEST_MILLIS = 60_000;

async function send(client: GatewayClient, room_id: number, content: string): Promise<number> {
  const answer = await client.request({ type: "message_send", room_id, content, nonce: content });
  expect(answer).toMatchObject({ type: "ok", message: { content } });
  return (answer.message as { id: number }).id;
}

test(
  "a stop is told before the connection is closed, and sessions resume after it",
  async () => {
    const directory = temporaryDirectory();
    const before = await startKoine({ directory });
    const ann = await register(before.url, "ann");
    const bob = await register(before.url, "bob");
    const first = await enter(before.gateway, ann.token);
    const room = first.ready.space.default_room_id;
    const { client: bobBefore } = await enter(before.gateway, bob.token);
    const last = await send(bobBefore, room, "before the stop");
    const seen = await first.client.next(({ event }) => event?.type === "message_create");

    const stopped = before.stop();
    expect(await first.client.closed).toMatchObject({ code: 1001 });
    expect(first.client.packets.at(-1)?.event).toMatchObject({ type: "going_down" });
    expect(await stopped).toBe(0);

    const after = await startKoine({ directory });
    const { client: bobAfter } = await enter(after.gateway, bob.token);
    const next = await send(bobAfter, room, "after the stop");
    expect(next).toBeGreaterThan(last);
    const annAfter = await connect(after.gateway);
    await annAfter.next((packet) => packet.version !== undefined);
    const positions = first.ready.positions.map(({ stream, seq }) =>
      stream === seen.stream ? { stream, seq: seen.seq } : { stream, seq },
    );
    const resume = { resume_token: first.ready.resume_token, positions };
    annAfter.send({ token: ann.token, client_type: 2, client_agent: "test", resume });
    await annAfter.event("resumed");
    const told = annAfter.packets.filter(({ event }) => event?.type === "message_create");
    expect(told).toMatchObject([
      {
        stream: room,
        seq: Number(seen.seq) + 1,
        event: { message: { id: next, content: "after the stop" } },
      },
    ]);
    expect(annAfter.packets.some(({ event }) => event?.type === "ready")).toBe(false);
    // The session is live again.
    const live = await send(bobAfter, room, "live");
    const { event } = await annAfter.next(
      (packet) => packet.event?.type === "message_create" && packet.seq === Number(seen.seq) + 2,
    );
    expect(event).toMatchObject({ message: { id: live } });
    expect(await after.stop()).toBe(0);
  },
  TEST_MILLIS,
);

test(
  "ids go on above the largest one stored, although the clock was set back by a day",
  async () => {
    const tomorrow = "() => Date.now() + 86_400_000";
    const root = alteredSource(
      { file: "main.ts", from: "log, Date.now,", to: `log, ${tomorrow},` },
      { file: "worker.ts", from: "Date.now)", to: `${tomorrow})` },
    );
    const directory = temporaryDirectory();
    const ahead = await startKoine({ directory, root });
    const { token } = await register(ahead.url, "ann");
    const first = await enter(ahead.gateway, token);
    const room = first.ready.space.default_room_id;
    const earlier = await send(first.client, room, "said tomorrow");
    await ahead.kill();

    const right = await startKoine({ directory });
    const bob = await register(right.url, "bob");
    expect(bob.user.id).toBeGreaterThan(earlier);
    const { client } = await enter(right.gateway, token);
    const later = await send(client, room, "said today");
    expect(later).toBeGreaterThan(bob.user.id);
    const history = await client.request({ type: "history_get", room_id: room, limit: 10 });
    expect(history.messages).toMatchObject([
      { id: earlier, content: "said tomorrow", n: 1 },
      { id: later, content: "said today", n: 2 },
    ]);
    expect(await right.stop()).toBe(0);
  },
  TEST_MILLIS,
);
