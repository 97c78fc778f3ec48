/** Bug class 21: one broken event ends somebody's reading, or a page ends early (`docs/bug-classes.md`). */

import { afterAll, expect, test } from "bun:test";
import { askDatabase } from "../database.ts";
import { connect, enter, register } from "../gateway-client.ts";
import { errorLines, UNLIMITED } from "../health.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";

afterAll(removeDirectories);

test("class 21: rows that make no sense hold their positions, and everything around them is told", async () => {
  const directory = temporaryDirectory();
  let koine = await startKoine({ directory, environment: UNLIMITED });
  const { token } = await register(koine.url, "ann");
  const first = await enter(koine.gateway, token);
  const room_id = first.ready.space.default_room_id;
  const from = first.ready.positions.find(({ stream }) => stream === room_id)?.seq ?? 0;
  for (let i = 1; i <= 12; i++)
    await first.client.request({ type: "message_send", room_id, content: `said ${i}` });
  await first.client.close();
  expect(await koine.stop()).toBe(0);

  const poison = (offset: number, change: string) =>
    askDatabase(directory, `update log set ${change} where stream = ? and seq = ?`, room_id, from + offset);
  await poison(2, "type = 'from_the_future'");
  await poison(3, "subject = 9007199254740991");
  await poison(4, "type = 'constructor', detail = '__proto__'");
  await poison(5, "type = 'reaction_add', detail = null");
  await poison(6, "type = 'room_update', subject = 1");
  await poison(7, "type = '', user = -1, subject = -1");
  await poison(8, "type = 'member_join', user = 12345");
  await poison(9, "type = 'message_delete', user = 12345");

  koine = await startKoine({ directory, environment: UNLIMITED });
  const back = await connect(koine.gateway);
  await back.next((packet) => packet.version !== undefined);
  const positions = first.ready.positions.map((position) => position);
  back.send({ token, resume: { resume_token: first.ready.resume_token, positions } });
  await back.event("resumed");
  const told = back.packets.filter(({ stream }) => stream === room_id);
  expect(told.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, i) => from + 1 + i));
  const texts = told.map(({ event }) => (event?.message as { content?: string } | undefined)?.content);
  expect([texts[0], ...texts.slice(9)]).toEqual(["said 1", "said 10", "said 11", "said 12"]);
  // Live goes on, and the history has them all.
  await back.request({ type: "message_send", room_id, content: "after all" });
  const { messages } = await back.request({ type: "history_get", room_id, limit: 50 });
  expect((messages as { content: string }[]).map(({ content }) => content)).toEqual([
    ...Array.from({ length: 12 }, (_, i) => `said ${i + 1}`),
    "after all",
  ]);
  await back.close();
  expect(errorLines(koine)).toEqual([]);
  await koine.stop();
}, 60_000);

test("class 21: pages of history do not end early where much was deleted", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const { token } = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, token);
  const room_id = ready.space.default_room_id;
  const ids: number[] = [];
  for (let i = 0; i < 40; i++) {
    const { message } = await client.request({ type: "message_send", room_id, content: `said ${i}` });
    ids.push((message as { id: number }).id);
  }
  // More in a row than a page holds, and each deletion is an entry of the conversation itself.
  const gone = ids.slice(8, 32);
  for (const message_id of gone) await client.request({ type: "message_delete", message_id });
  const left = ids.filter((id) => !gone.includes(id));

  const page = async (cut: object): Promise<number[]> => {
    const { messages } = await client.request({ type: "history_get", room_id, limit: 5, ...cut });
    return ((messages ?? []) as { id: number }[]).map(({ id }) => id);
  };
  const backwards: number[] = [];
  for (let found = await page({}); found.length > 0; found = await page({ before: found[0] })) {
    backwards.unshift(...found);
  }
  expect(backwards).toEqual(left);
  const forwards: number[] = [ids[0] ?? 0];
  for (
    let found = await page({ after: ids[0] });
    found.length > 0;
    found = await page({ after: found.at(-1) })
  ) {
    forwards.push(...found);
  }
  expect(forwards).toEqual(left);
  await client.close();
  await koine.stop();
}, 60_000);
