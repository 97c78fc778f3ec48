/** Bug class 2: membership is checked, then read or written, and ends in between. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, found, makeRoom, type Person } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner", Person>> };

beforeAll(async () => {
  town = await found("owner");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

test("class 2: what a member sends amid being banned stands before the ban or not at all", async () => {
  const { owner } = town.people;
  for (let round = 0; round < 5; round++) {
    const racer = await town.come(`racer_${round}`);
    const room = await makeRoom(owner.client, `race ${round}`);
    await racer.client.next(
      ({ event }) => event?.type === "room_create" && (event.room as { id: number }).id === room,
    );
    for (let i = 0; i < 50; i++)
      racer.client.send({
        request_id: i + 1,
        event: { type: "message_send", room_id: room, content: `say ${i}` },
      });
    await ask(owner.client, { type: "ban_add", user_id: racer.user.id });
    // What is stored when the ban was answered is all that ever will be.
    const stored = async () =>
      ((await ask(owner.client, { type: "history_get", room_id: room, limit: 200 })).messages as object[]) ??
      [];
    const atBan = await stored();
    await racer.client.closed;
    await ask(owner.client, { type: "heartbeat" });
    expect((await stored()).length).toBe(atBan.length);
    const acknowledged = racer.client.packets.filter(({ event }) => event?.type === "ok").length;
    expect(acknowledged).toBeLessThanOrEqual(atBan.length);
  }
});

test("class 2: whoever comes amid being banned does not get in", async () => {
  const { owner } = town.people;
  for (let round = 0; round < 5; round++) {
    const racer = await town.come(`late_${round}`);
    const coming = Array.from({ length: 4 }, () => openSilently(racer.token));
    await ask(owner.client, { type: "ban_add", user_id: racer.user.id });
    await ask(owner.client, { type: "message_send", room_id: town.room, content: `behind ${round}` });
    for (const session of await Promise.all(coming)) {
      expect(await session.closed).toBe(4010);
      expect(session.heard.join()).not.toContain(`behind ${round}`);
    }
    expect((await racer.client.closed).code).toBe(4010);
  }
});

/** Identifies as soon as the connection is open; keeps what it hears until it is closed. */
async function openSilently(token: string): Promise<{ heard: string[]; closed: Promise<number> }> {
  const socket = new WebSocket(town.koine.gateway);
  const heard: string[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });
  socket.onmessage = ({ data }) => heard.push(String(data));
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  socket.send(JSON.stringify({ token, client_type: 2, client_agent: "test" }));
  return { heard, closed };
}
