/** Class 21: a broken row, or one whose neighbour is gone, ends nobody's reading. */

import { afterAll, expect, test } from "bun:test";
import { askDatabase } from "../database.ts";
import { connect, enter, register } from "../gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";

afterAll(removeDirectories);

test("class 21: forwarded, mentioned and pinned things may be gone or broken; everything else is still read", async () => {
  const directory = temporaryDirectory();
  let koine = await startKoine({ directory });
  const { token } = await register(koine.url, "ann");
  let { client, ready } = await enter(koine.gateway, token);
  const room_id = ready.space.default_room_id;
  const send = async (content: string) =>
    ((await client.request({ type: "message_send", room_id, content })).message as { id: number }).id;
  const first = await send("first");
  await client.request({ type: "message_forward", message_id: first, room_id });
  const pinned = await send("pinned");
  await client.request({ type: "pin_add", message_id: pinned });
  const broken = await send("@ann broken mentions");
  await send("@everyone last");
  const resume = { resume_token: ready.resume_token, positions: ready.positions };
  await client.close();
  await koine.stop();

  const run = (sql: string, ...values: number[]) => askDatabase(directory, sql, ...values);
  await run("update message set f_author = 5 where f_message = ?", first);
  await run("update message set mentions = '{broken' where id = ?", broken);
  await run(`update message set mentions = '{"users":[5],"roles":[6],"rooms":[7],"everyone":false,"reply":true}'
    where text like '%last'`);
  await run("delete from message where id in (?, ?)", first, pinned);
  await run("delete from pin where message = ?", pinned); // Where the database itself took it away, it is none.
  await run("insert into pin (room, message, by, at) values (?, ?, 5, 0)", room_id, pinned);

  koine = await startKoine({ directory });
  ({ client, ready } = await enter(koine.gateway, token));
  const texts = (answer: object) =>
    (((answer as { messages?: { content: string }[] }).messages ?? []) as { content: string }[]).map(
      ({ content }) => content,
    );
  const present = ["first", "@ann broken mentions", "@everyone last"];
  expect(texts(await client.request({ type: "history_get", room_id }))).toEqual(present);
  expect(await client.request({ type: "pins_get", room_id })).toMatchObject({ type: "ok" });
  expect(texts(await client.request({ type: "search", query: "last" }))).toEqual(["@everyone last"]);
  await client.close();

  // A session that was away is told everything after its positions, without a gap, up to the end.
  const back = await connect(koine.gateway);
  await back.next((packet) => packet.version !== undefined);
  back.send({ token, resume });
  await back.event("resumed");
  const seqs = back.packets.filter(({ stream }) => stream === room_id).map(({ seq }) => seq ?? 0);
  expect(seqs.length).toBeGreaterThanOrEqual(6);
  expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  await back.close();
  await koine.stop();
}, 60_000);
