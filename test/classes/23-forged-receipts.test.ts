/** Class 23: nobody makes marks for somebody else, nor where they may not read. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, enter, register } from "../gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";

let koine: Koine;
let ann: Account;
let bob: Account;
let eve: Account;

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
  [ann, bob, eve] = [
    await register(koine.url, "ann"),
    await register(koine.url, "bob"),
    await register(koine.url, "eve"),
  ];
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

test("23: a mark is the caller's, whatever else the request names", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { room } = await client.request({ type: "dialog_open", user_id: bob.user.id });
  const room_id = (room as { id: number }).id;
  const { message } = await client.request({ type: "message_send", room_id, content: "unread by bob" });
  const message_id = (message as { id: number }).id;
  const forged = { type: "receipt_mark", room_id, message_id, kind: "read", user_id: bob.user.id };
  const { type, receipt } = await client.request(forged);
  if (type === "ok") expect(receipt).toMatchObject({ user_id: ann.user.id });
  const { client: other, ready } = await enter(koine.gateway, bob.token);
  const receipts = (ready as unknown as { receipts: { room_id: number; user_id: number }[] }).receipts;
  expect(receipts.filter((one) => one.room_id === room_id && one.user_id === bob.user.id)).toMatchObject([
    { read_id: 0, unread: 1 },
  ]);
  await Promise.all([client.close(), other.close()]);
});

test("23: no marks in a room that one may not see, nor at messages of another room: as if they were not there", async () => {
  const { client, ready } = await enter(koine.gateway, ann.token);
  const { room } = await client.request({ type: "dialog_open", user_id: bob.user.id });
  const room_id = (room as { id: number }).id;
  const { message } = await client.request({ type: "message_send", room_id, content: "not for eve" });
  const message_id = (message as { id: number }).id;
  const { client: outsider } = await enter(koine.gateway, eve.token);
  const nothing = await outsider.request({ type: "receipt_mark", room_id: 77, message_id: 78, kind: "read" });
  expect(nothing).toMatchObject({ type: "error", code: "not_found" });
  const open = ready.space.default_room_id;
  for (const forged of [
    { room_id, message_id },
    { room_id, message_id: 78 },
    { room_id: open, message_id },
    { room_id: ready.space.id, message_id },
  ]) {
    for (const kind of ["read", "delivered"]) {
      expect(await outsider.request({ type: "receipt_mark", ...forged, kind })).toEqual(nothing);
    }
  }
  await client.request({ type: "heartbeat" });
  expect(client.packets.some(({ event }) => event?.type === "receipt_update")).toBe(false);
  expect(
    await outsider.request({ type: "receipt_mark", room_id: open, message_id: 78, kind: "seen" }),
  ).toMatchObject({ code: "invalid" });
  await Promise.all([client.close(), outsider.close()]);
});
