/** Bug class 22: users make the server's locks wait for each other. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "ann" | "bob", Person>> };

beforeAll(async () => {
  town = await found("owner", "ann", "bob");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const TEST_MILLIS = 120_000;

test(
  "class 22: rooms and threads are made, used and deleted by all at once, and everybody is answered",
  async () => {
    const { owner, ann, bob } = town.people;
    const forums: number[] = [];
    for (let i = 0; i < 4; i++) forums.push(await makeRoom(owner.client, `forum ${i}`, { kind: "forum" }));
    // Each takes the streams in another order.
    const orders = [forums, forums.toReversed(), [...forums.slice(2), ...forums.slice(0, 2)]];
    const busy = [owner, ann, bob].map(async ({ client }, k) => {
      const codes: string[] = [];
      for (let round = 0; round < 15; round++) {
        const asked = (orders[k] ?? forums).flatMap((room_id) => [
          codeOf(client, { type: "thread_create", room_id, name: `${k} ${round}`, content: "x" }),
          codeOf(client, { type: "poll_create", room_id: town.room, question: "?", options: ["a", "b"] }),
          codeOf(client, { type: "message_send", room_id: town.room, content: "between" }),
        ]);
        codes.push(...(await Promise.all(asked)));
      }
      return codes;
    });
    const codes = (await Promise.all(busy)).flat();
    expect([...new Set(codes)]).toEqual(["ok"]);

    // While much is deleted, others go on.
    const deleted = forums.map((room_id) => codeOf(owner.client, { type: "room_delete", room_id }));
    const others = Array.from({ length: 50 }, (_, i) =>
      codeOf(bob.client, { type: "message_send", room_id: town.room, content: `meanwhile ${i}` }),
    );
    expect([...new Set(await Promise.all([...deleted, ...others]))]).toEqual(["ok"]);
  },
  TEST_MILLIS,
);

test(
  "class 22: of many who open a thread under one message at once one does, and votes at once are counted",
  async () => {
    const { owner, ann, bob } = town.people;
    const { message } = await ask(owner.client, {
      type: "message_send",
      room_id: town.room,
      content: "topic",
    });
    const under = { type: "thread_create", room_id: town.room, message_id: (message as { id: number }).id };
    const raced = [owner, ann, bob].flatMap(({ client }) =>
      Array.from({ length: 5 }, (_, i) => codeOf(client, { ...under, name: `try ${i}` })),
    );
    const codes = await Promise.all(raced);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "limit_reached")).toHaveLength(14);

    const asked = { room_id: town.room, question: "?", options: ["a", "b"] };
    const made = await ask(owner.client, { type: "poll_create", ...asked });
    const message_id = (made.message as { id: number }).id;
    await Promise.all(
      [owner, ann, bob].flatMap(({ client }) =>
        Array.from({ length: 20 }, (_, i) =>
          ask(client, { type: "poll_vote", message_id, option_ids: [(i % 2) + 1] }),
        ),
      ),
    );
    const { poll } = await ask(owner.client, { type: "poll_get", message_id });
    expect(poll).toMatchObject({ voters: 3, options: [{ votes: 0 }, { votes: 3 }] });
  },
  TEST_MILLIS,
);
