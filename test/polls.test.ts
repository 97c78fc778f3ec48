/** Polls, as those who vote in them see it, and as nobody else does. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person, resume } from "./community.ts";
import { askDatabase } from "./database.ts";
import { enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

let community: Community;
let ann: Person; // owns the space
let bob: Person;
let eve: Person;

beforeAll(async () => {
  const made = await found("ann", "bob", "eve");
  community = made;
  ({ ann, bob, eve } = made.people);
}, 30_000);

afterAll(async () => {
  await community.koine.stop();
  removeDirectories();
});

interface Poll {
  readonly options: readonly { id: number; text: string; votes: number; me?: boolean }[];
  readonly voters: number;
  readonly ended?: number;
}

async function pose(client: GatewayClient, more: object = {}): Promise<number> {
  const asked = { room_id: community.room, question: "Tea?", options: ["yes", "no", "later"] };
  const { message } = await ask(client, { type: "poll_create", ...asked, ...more });
  return (message as { id: number }).id;
}

async function vote(client: GatewayClient, message_id: number, ...option_ids: number[]): Promise<Poll> {
  return (await ask(client, { type: "poll_vote", message_id, option_ids })).poll as Poll;
}

const pollIn = ({ event }: Packet): Poll => (event?.poll ?? { options: [], voters: 0 }) as Poll;
const votesIn = (poll: Poll): number[] => poll.options.map(({ votes }) => votes);
const chosenIn = (poll: Poll): number[] => poll.options.filter(({ me }) => me === true).map(({ id }) => id);

const update = (poll: number) => (packet: Packet) =>
  packet.event?.type === "poll_update" && packet.event.message_id === poll;

test("a poll is a message; votes are told as counts, and one's own to oneself", async () => {
  const poll = await pose(ann.client);
  const asked = await bob.client.next(({ event }) => (event?.message as { id?: number })?.id === poll);
  expect(asked).toMatchObject({
    stream: community.room,
    event: {
      message: {
        kind: "poll",
        content: "Tea?",
        poll: { voters: 0, options: [{ id: 1, text: "yes" }, {}, {}] },
      },
    },
  });
  const answer = await vote(bob.client, poll, 1);
  expect([votesIn(answer), chosenIn(answer)]).toEqual([[1, 0, 0], [1]]);
  const told = await eve.client.next(update(poll));
  expect(told.stream).toBe(community.room);
  expect(votesIn(pollIn(told))).toEqual([1, 0, 0]);
  expect(JSON.stringify(told)).not.toContain('"me"');
  const own = await bob.client.next(
    ({ event, request_id }) => event?.type === "poll_vote" && request_id === undefined,
  );
  expect(own).toMatchObject({ stream: bob.user.id, event: { message_id: poll, option_ids: [1] } });

  // Changed, given again without a word, and taken back.
  expect(votesIn(await vote(bob.client, poll, 2))).toEqual([0, 1, 0]);
  expect(votesIn(await vote(bob.client, poll, 2))).toEqual([0, 1, 0]);
  expect(await codeOf(bob.client, { type: "poll_vote", message_id: poll, option_ids: [1, 2] })).toBe(
    "invalid",
  );
  expect(await codeOf(bob.client, { type: "poll_vote", message_id: poll, option_ids: [4] })).toBe("invalid");
  expect(await vote(bob.client, poll)).toMatchObject({ voters: 0 });
  await vote(eve.client, poll, 3);
  const updates: number[][] = [];
  for (let i = 0; i < 3; i++) updates.push(votesIn(pollIn(await eve.client.next(update(poll)))));
  expect(updates).toEqual([
    [0, 1, 0],
    [0, 0, 0],
    [0, 0, 1],
  ]);
  expect(
    eve.client.packets.some((packet) => packet.event?.type === "poll_vote" && packet.stream === bob.user.id),
  ).toBe(false);
  const { messages } = await ask(eve.client, { type: "history_get", room_id: community.room, limit: 1 });
  expect(chosenIn((messages as { poll: Poll }[])[0]?.poll as Poll)).toEqual([3]);
});

test("several options where that is wanted; a question and its options have bounds", async () => {
  const poll = await pose(ann.client, { multiple: true });
  expect(await vote(bob.client, poll, 3, 1)).toMatchObject({ voters: 1 });
  expect(votesIn(await vote(eve.client, poll, 1))).toEqual([2, 0, 1]);
  const create = (more: object) =>
    codeOf(ann.client, { type: "poll_create", room_id: community.room, ...more });
  expect(await create({ question: "?", options: ["one"] })).toBe("invalid");
  expect(await create({ question: "?", options: ["one", " one "] })).toBe("invalid");
  expect(await create({ question: "?", options: Array.from({ length: 11 }, (_, i) => `${i}`) })).toBe(
    "invalid",
  );
  expect(await create({ question: "?".repeat(301), options: ["a", "b"] })).toBe("invalid");
  expect(await create({ question: "?", options: ["a", "b".repeat(101)] })).toBe("invalid");
  expect(await create({ question: "?", options: ["a", "b"], ends: 1 })).toBe("invalid");
  expect(await codeOf(ann.client, { type: "message_edit", message_id: poll, content: "Coffee?" })).toBe(
    "invalid",
  );
  const twice = {
    type: "poll_create",
    room_id: community.room,
    question: "?",
    options: ["a", "b"],
    nonce: "q",
  };
  const [one, two] = [await ask(ann.client, twice), await ask(ann.client, twice)];
  expect((one.message as { id: number }).id).toBe((two.message as { id: number }).id);
});

test("it ends by hand or by its time, and takes no votes then", async () => {
  const poll = await pose(bob.client);
  await vote(eve.client, poll, 1);
  expect(await codeOf(eve.client, { type: "poll_end", message_id: poll })).toBe("forbidden");
  await ask(bob.client, { type: "poll_end", message_id: poll });
  expect(await codeOf(bob.client, { type: "poll_end", message_id: poll })).toBe("forbidden");
  expect(await codeOf(bob.client, { type: "poll_vote", message_id: poll, option_ids: [1] })).toBe(
    "forbidden",
  );
  expect(await codeOf(eve.client, { type: "poll_vote", message_id: poll })).toBe("forbidden");

  const timed = await pose(bob.client, { ends: Date.now() + 2_000 });
  await vote(eve.client, timed, 2);
  const end = await ann.client.next((packet) => update(timed)(packet) && pollIn(packet).ended !== undefined);
  expect(votesIn(pollIn(end))).toEqual([0, 1, 0]);
  expect(await codeOf(eve.client, { type: "poll_vote", message_id: timed, option_ids: [1] })).toBe(
    "forbidden",
  );

  const theirs = await pose(bob.client);
  await ask(ann.client, { type: "poll_end", message_id: theirs });
  const { entries } = await ask(ann.client, { type: "audit_get", action: "poll_end" });
  expect(entries).toMatchObject([{ target_id: theirs }]);
});

test("votes at once are all counted, each once", async () => {
  const poll = await pose(ann.client, { multiple: true });
  const people: Person[] = [];
  for (let i = 0; i < 12; i++) people.push(await community.come(`crowd${i}`));
  await Promise.all(
    people.flatMap(({ client }, i) => [
      vote(client, poll, 1, 2, 3),
      vote(client, poll, 3),
      vote(client, poll, 1, (i % 2) + 2),
    ]),
  );
  const { poll: now } = await ask(ann.client, { type: "poll_get", message_id: poll });
  expect(now).toMatchObject({ voters: 12, options: [{ votes: 12 }, { votes: 6 }, { votes: 6 }] });
  const page = await ask(ann.client, { type: "poll_get", message_id: poll, option_id: 1, limit: 5 });
  const [first, last] = [page.users as { id: number }[], (page.users as { id: number }[]).at(-1)?.id];
  expect([first.length, page.more]).toEqual([5, true]);
  const rest = await ask(ann.client, { type: "poll_get", message_id: poll, option_id: 1, after: last });
  expect((rest.users as object[]).length).toBe(7);
  for (const { client } of people) await client.close();
});

test("an account that is deleted leaves its votes counted, and no name behind them", async () => {
  const poll = await pose(ann.client);
  const zoe = await community.come("zoe");
  await vote(zoe.client, poll, 1);
  const gone = await fetch(`${community.koine.url}/api/v1/account/delete`, {
    method: "POST",
    headers: { Authorization: `Bearer ${zoe.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ password: "correct horse" }),
  });
  expect(gone.status).toBe(200);
  const after = await ask(ann.client, { type: "poll_get", message_id: poll, option_id: 1 });
  expect(after.poll).toMatchObject({ voters: 1, options: [{ votes: 1 }, {}, {}] });
  expect(after).not.toHaveProperty("users");
});

test("a deleted poll takes its votes along, and tells nobody of them", async () => {
  const poll = await pose(ann.client, { question: "Forget me?", options: ["forgotten-a", "forgotten-b"] });
  await vote(bob.client, poll, 1);
  await ask(ann.client, { type: "message_delete", message_id: poll });
  expect(await codeOf(bob.client, { type: "poll_vote", message_id: poll, option_ids: [1] })).toBe(
    "not_found",
  );
  expect(await codeOf(bob.client, { type: "poll_get", message_id: poll })).toBe("not_found");
  const { directory } = community.koine;
  for (const table of ["poll", "poll_option", "vote"])
    expect(await askDatabase(directory, `select 1 from ${table} where message = ?`, Number(poll))).toEqual(
      [],
    );
});

test("no packet, page, export or log names an anonymous voter", async () => {
  const room_id = await makeRoom(ann.client, "ballots");
  const poll = await pose(ann.client, { room_id, anonymous: true, question: "Secret?" });
  const open = await pose(ann.client, { room_id, question: "Open?" });
  // Somebody who does nothing but vote: whatever names them afterwards tells of that.
  const silent = await community.come("silent-voter");
  const watchers = [ann, bob, eve];
  for (const { client } of watchers)
    await client.next(({ event }) => /silent-voter/.test(JSON.stringify(event)));
  for (const { client } of watchers)
    await client.next(({ event }) => event?.type === "presence_update" && event.user_id === silent.user.id);
  const from = watchers.map(({ client }) => client.packets.length);
  await vote(silent.client, poll, 1);
  await vote(silent.client, poll, 2);
  await vote(bob.client, poll, 2);
  for (const { client } of watchers)
    await client.next((packet) => update(poll)(packet) && pollIn(packet).voters === 2);
  await ask(ann.client, { type: "poll_end", message_id: poll });

  const said: unknown[] = watchers.flatMap(({ client }, i) => client.packets.slice(from[i]));
  for (const { client, token } of watchers) {
    said.push(await client.request({ type: "history_get", room_id }));
    said.push(await client.request({ type: "search", query: "secret" }));
    said.push(await client.request({ type: "poll_get", message_id: poll }));
    for (const option_id of [1, 2]) {
      const asked = { type: "poll_get", message_id: poll, option_id };
      const refusal = await client.request(asked);
      expect(refusal).toMatchObject({ type: "error", code: "forbidden" });
      said.push(refusal);
    }
    const headers = { Authorization: `Bearer ${token}` };
    for (const path of [`rooms/${room_id}/messages`, `messages/${poll}/poll`, "account/export", "audit"])
      said.push(await (await fetch(`${community.koine.url}/api/v1/${path}`, { headers })).text());
  }
  const resumed = await community.again(eve);
  said.push((await ask(resumed.client, { type: "history_get", room_id })).messages);
  await resumed.client.close();
  const text = JSON.stringify(said);
  expect(text).toContain("Secret?"); // Or nothing would be shown here.
  for (const name of ["silent-voter", String(silent.user.id)]) expect(text).not.toContain(name);

  // Nor is it in a log of anybody else, or in what the server says to its operator.
  const logged = "select stream, type, user, origin from log where type like 'poll%' and subject = ?";
  const rows = await askDatabase(community.koine.directory, logged, Number(poll));
  const others = (rows as { stream: number; user: number; origin: number }[]).filter(
    ({ stream }) => stream !== silent.user.id && stream !== bob.user.id,
  );
  expect(others.length).toBeGreaterThan(2);
  expect(others.every(({ user, origin }) => user === 0 && origin === 0)).toBe(true);
  expect(community.koine.lines.join("\n")).not.toContain(String(silent.user.id));

  // An open one tells who asks.
  await vote(silent.client, open, 1);
  const { users } = await ask(eve.client, { type: "poll_get", message_id: open, option_id: 1 });
  expect(users).toMatchObject([{ handle: "silent-voter" }]);
  await silent.client.close();
});

test("a poll whose time comes while the server is down ends when it is back, once", async () => {
  const directory = temporaryDirectory();
  const before = await startKoine({ directory });
  const amy = await register(before.url, "amy");
  const ned = await register(before.url, "ned");
  const first = await enter(before.gateway, amy.token);
  const { client, ready } = await enter(before.gateway, ned.token);
  const asked = { room_id: ready.space.default_room_id, question: "Still?", options: ["a", "b"] };
  const ends = Date.now() + 2_500;
  const poll = await pose(first.client, { ...asked, ends });
  await vote(client, poll, 2);
  await before.kill();
  while (Date.now() < ends) await Bun.sleep(50); // Its time has to come.

  for (let starts = 0; starts < 2; starts++) {
    const after = await startKoine({ directory });
    const back = await resume({ koine: after }, amy.token, first.ready);
    await back.event("resumed");
    const isEnd = (packet: Packet) =>
      update(poll)(packet) && pollIn(packet).ended === ends && packet.seq === 4;
    await back.next(isEnd);
    await ask(back, { type: "heartbeat" });
    expect(back.packets.filter(update(poll))).toHaveLength(2);
    await back.close();
    await after.stop();
  }
}, 60_000);
