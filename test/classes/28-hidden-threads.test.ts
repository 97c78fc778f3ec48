/** Bug class 28: threads and polls of private rooms are found out by trying ids. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, found, makeRoom, type Person, roleOf } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "spy", Person>> };

beforeAll(async () => {
  town = await found("owner", "spy");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const idOf = (noun: unknown): number => (noun as { id: number }).id;

test("class 28: a hidden thread and a hidden poll are answered like what does not exist", async () => {
  const { owner, spy } = town.people;
  const hide = { overrides: [{ role_id: roleOf(owner.ready, "everyone"), deny: ["view"] }] };
  const forum = await makeRoom(owner.client, "board", { ...hide, kind: "forum", tags: ["plan"] });
  const opened = { type: "thread_create", room_id: forum, name: "Plan", content: "hush" };
  const thread = idOf((await ask(owner.client, opened)).room);
  const asked = { type: "poll_create", room_id: thread, question: "hush?", options: ["a", "b"] };
  const poll = idOf((await ask(owner.client, asked)).message);
  const nothing = poll + 1_000_000;
  const me = spy.user.id;
  const inThread = (id: number): object[] => [
    { type: "message_send", room_id: id, content: "?" },
    { type: "history_get", room_id: id },
    { type: "thread_update", room_id: id, name: "?" },
    { type: "thread_update", room_id: id, locked: true },
    { type: "room_update", room_id: id, topic: "?" },
    { type: "room_delete", room_id: id },
    { type: "room_move", room_id: id, position: 0 },
    { type: "member_add", room_id: id, user_id: me },
    { type: "member_remove", room_id: id, user_id: me },
    { type: "members_get", room_id: id },
    { type: "threads_get", room_id: id },
    { type: "threads_get", room_id: town.room, before: id },
    { type: "thread_create", room_id: id, name: "?" },
    { type: "poll_create", room_id: id, question: "?", options: ["a", "b"] },
    { type: "search", room_id: id, query: "hush" },
    { type: "pins_get", room_id: id },
    { type: "permission_explain", room_id: id, permission: "view" },
  ];
  const ofPoll = (id: number): object[] => [
    { type: "poll_vote", message_id: id, option_ids: [1] },
    { type: "poll_vote", message_id: id, option_ids: [7] },
    { type: "poll_end", message_id: id },
    { type: "poll_get", message_id: id },
    { type: "poll_get", message_id: id, option_id: 1 },
    { type: "thread_create", room_id: town.room, message_id: id, name: "?" },
    { type: "receipt_mark", room_id: thread, message_id: id, kind: "read" },
  ];
  const answers = async (events: object[]): Promise<object[]> => {
    const said: object[] = [];
    for (const event of events) said.push(await spy.client.request(event));
    return said;
  };
  const none = await answers(inThread(nothing));
  expect(new Set(none.map((answer) => (answer as { code: string }).code))).toEqual(new Set(["not_found"]));
  expect(await answers(inThread(thread))).toEqual(none);
  expect(await answers(inThread(forum))).toEqual(none);
  const noPoll = await answers(ofPoll(nothing));
  expect(new Set(noPoll.map((answer) => (answer as { code: string }).code))).toEqual(new Set(["not_found"]));
  expect(await answers(ofPoll(poll))).toEqual(noPoll);
  // A message that is no poll is none, whether one sees it or not.
  const plain = idOf(
    (await ask(owner.client, { type: "message_send", room_id: thread, content: "hush" })).message,
  );
  expect(await answers(ofPoll(plain))).toEqual(noPoll);
  expect(JSON.stringify(spy.client.packets.filter(({ stream }) => stream === forum))).toBe("[]");
  expect(JSON.stringify((await town.again(spy)).ready)).not.toContain(String(thread));
});
