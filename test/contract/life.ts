/** Of the contract of every store: timers, threads, polls and webhooks' tokens. */

import { expect } from "bun:test";
import type { Command } from "../../src/core/commands.ts";
import type { Event } from "../../src/core/events.ts";
import type { Id } from "../../src/core/model/ids.ts";
import type { Outcome } from "../../src/core/ports.ts";
import { ask, hand, type Scene, send } from "./store.ts";

const eventsOf = (outcome: Outcome): readonly Event[] =>
  outcome.ok ? outcome.events.filter((one): one is Event => "stream" in one) : [];

function open(room: Id, more: Partial<Command<"thread_create">["input"]> = {}): Command<"thread_create"> {
  const input = {
    room,
    name: "talk",
    under: null,
    text: "",
    attachments: [],
    tags: [],
    nonce: null,
    ...more,
  };
  return { type: "thread_create", input };
}

function pose(room: Id, more: Partial<Command<"poll_create">["input"]> = {}): Command<"poll_create"> {
  const asked = { question: "?", options: ["a", "b", "c"], multiple: true, anonymous: false, ends: 0 };
  return { type: "poll_create", input: { room, ...asked, nonce: null, ...more } };
}

function list(room: Id, before: Id | null, limit = 2, archived = false): Command<"threads_get"> {
  return { type: "threads_get", input: { room, archived, tag: null, before, limit } };
}

const hashOf = (token: string): string => new Bun.CryptoHasher("sha256").update(token).digest("base64url");

interface Check {
  readonly what: string;
  readonly run: (scene: Scene) => Promise<void>;
}

export const life: readonly Check[] = [
  {
    what: "a timer is carried out once, by whoever comes first, and not with another time",
    async run({ store, ann, bob, space }) {
      const until = Date.now() + 3_600_000;
      const timeout = { space, user: bob.user, until, reason: "" };
      await ask(store, ann, { type: "timeout_set", input: timeout });
      const due = { kind: "timeout_end", subject: space, user: bob.user, due: until } as const;
      const { next } = await ask(store, null, { type: "timers_due", input: {} });
      expect(next).toBe(until);
      await ask(store, null, { type: "timer_run", input: { ...due, due: until - 1 } });
      expect((await ask(store, null, { type: "timers_due", input: {} })).next).toBe(until);
      await ask(store, null, { type: "timer_postpone", input: due });
      const later = (await ask(store, null, { type: "timers_due", input: {} })).next ?? 0;
      expect(later).toBeGreaterThan(Date.now());
      expect(later).toBeLessThan(until);
      await ask(store, ann, { type: "timeout_set", input: { ...timeout, until: 0 } });
      expect(await ask(store, null, { type: "timers_due", input: {} })).toEqual({ due: [], next: null });
    },
  },
  {
    what: "timers that are due are given the earliest first, and one of two who run it tells of it",
    async run({ store, ann, room }) {
      const ends = [Date.now() + 1_500, Date.now() + 1_000];
      for (const at of ends) await ask(store, ann, pose(room, { ends: at }));
      const found = async () => (await ask(store, null, { type: "timers_due", input: {} })).due;
      while ((await found()).length < 2) await Bun.sleep(5); // Their time has to come.
      const due = await found();
      expect(due.map((timer) => timer.due)).toEqual(ends.toReversed());
      const run = due.flatMap((input) => [
        hand(store, null, { type: "timer_run", input }),
        hand(store, null, { type: "timer_run", input }),
      ]);
      const told = (await Promise.all(run)).flatMap(eventsOf);
      expect(told.map(({ type }) => type)).toEqual(["poll_update", "poll_update"]);
      expect(await found()).toEqual([]);
    },
  },
  {
    what: "a thread's events take the positions of its room, its messages numbers of their own",
    async run({ store, ann, bob, room }) {
      const outcome = await hand(store, ann, open(room, { text: "first" }));
      const told = eventsOf(outcome);
      expect(told.map(({ type, stream, seq }) => [type, stream, seq])).toEqual([
        ["thread_create", room, 2],
        ["message_create", room, 3],
      ]);
      const thread = outcome.ok ? (outcome.reply as { id: Id }).id : 0;
      const more = eventsOf(await hand(store, bob, send(thread, "second")));
      expect(more.map(({ type, seq }) => [type, seq])).toEqual([
        ["thread_join", 4],
        ["message_create", 5],
      ]);
      expect(await ask(store, ann, send(room, "outside"))).toMatchObject({ n: 1 });
      const input = { room: thread, before: null, after: null, around: null, limit: 10 };
      const page = await ask(store, ann, { type: "history_get", input });
      expect(page.map(({ n, text }) => [n, text])).toEqual([
        [1, "first"],
        [2, "second"],
      ]);
      const again = await ask(store, null, {
        type: "backlog_get",
        input: { stream: room, after: 1, limit: 10 },
      });
      expect(again.map(({ type }) => type)).toEqual(
        [...told, ...more].map(({ type }) => type).concat("message_create"),
      );
    },
  },
  {
    what: "threads are listed the liveliest first, page by page, each once",
    async run({ store, ann, bob, room }) {
      const ids: Id[] = [];
      for (let i = 0; i < 5; i++) ids.push((await ask(store, ann, open(room))).id);
      const [first = 0, second = 0, , , last = 0] = ids;
      const opened = Date.now();
      while (Date.now() === opened) await Bun.sleep(1); // Of two in one millisecond the younger comes first.
      await ask(store, bob, send(first, "up"));
      await ask(store, ann, {
        type: "thread_update",
        input: { room: second, name: null, archived: true, locked: null, slowMode: null, tags: null },
      });
      const seen: Id[] = [];
      for (let before: Id | null = null, more = true; more; ) {
        const page: Awaited<ReturnType<typeof ask<"threads_get">>> = await ask(
          store,
          bob,
          list(room, before),
        );
        seen.push(...page.threads.map(({ id }) => id));
        ({ more } = page);
        before = seen.at(-1) ?? null;
      }
      expect(seen).toHaveLength(4);
      expect([seen[0], new Set(seen).size]).toEqual([first, 4]);
      expect(seen).toContain(last);
      const archived = await ask(store, bob, list(room, null, 10, true));
      expect(archived.threads.map(({ id }) => id)).toEqual([second]);
      const { threads, receipts, followed } = await ask(store, bob, list(room, null, 1));
      expect(threads[0]).toMatchObject({ id: first, thread: { messages: 1, followers: 2 } });
      expect(threads[0]?.thread?.first?.map(({ id }) => id)).toEqual([ann.user, bob.user]);
      expect([receipts[0]?.unread, followed]).toEqual([0, [first]]);
    },
  },
  {
    what: "a room goes with its threads, and the log tells no word of them",
    async run({ store, ann, space }) {
      const given = { space, kind: "text" as const, topic: "", parent: null, slowMode: 0, userLimit: 0 };
      const made = await ask(store, ann, {
        type: "room_create",
        input: { ...given, name: "doomed", overrides: [] },
      });
      const thread = await ask(store, ann, open(made.id, { text: "secret" }));
      await ask(store, ann, { type: "room_delete", input: { room: thread.id } });
      const told = await ask(store, null, {
        type: "backlog_get",
        input: { stream: made.id, after: 1, limit: 10 },
      });
      expect(told.map(({ type }) => type)).toEqual(["blank", "blank", "thread_delete"]);
      const other = await ask(store, ann, open(made.id, { text: "secret" }));
      await ask(store, ann, { type: "room_delete", input: { room: made.id } });
      const input = { room: other.id, before: null, after: null, around: null, limit: 10 };
      expect(await hand(store, ann, { type: "history_get", input })).toMatchObject({
        fault: { code: "not_found" },
      });
      let steps = 0;
      while ((await ask(store, null, { type: "rooms_sweep", input: {} })).more) steps += 1;
      expect(steps).toBeGreaterThan(2);
    },
  },
  {
    what: "an incoming webhook is found by its token alone, an outgoing one and an old token are not",
    async run({ store, ann, space, room }) {
      const wish = { space, room, name: "Builds", url: "https://example.org/", events: [], avatar: 0 };
      const make = (kind: "incoming" | "outgoing") =>
        ask(store, ann, { type: "webhook_create", input: { ...wish, kind } });
      const find = (token: string) =>
        hand(store, null, { type: "webhook_find", input: { webhook: null, tokenHash: hashOf(token) } });
      const [first, second, outgoing] = [
        await make("incoming"),
        await make("incoming"),
        await make("outgoing"),
      ];
      expect(await find(first.secret)).toMatchObject({ reply: { id: first.webhook.id } });
      expect(await find(second.secret)).toMatchObject({ reply: { id: second.webhook.id } });
      expect(await find(outgoing.secret)).toMatchObject({ fault: { code: "not_found" } });
      const rotated = await ask(store, ann, {
        type: "webhook_rotate",
        input: { webhook: first.webhook.id },
      });
      expect(await find(first.secret)).toMatchObject({ fault: { code: "not_found" } });
      expect(await find(rotated.secret)).toMatchObject({ reply: { id: first.webhook.id } });
    },
  },
  {
    what: "votes are counted, changed and taken back; each user is one voter",
    async run({ store, ann, bob, room }) {
      const { id } = await ask(store, ann, pose(room));
      const vote = (who: typeof ann, ...options: number[]) =>
        ask(store, who, { type: "poll_vote", input: { message: id, options } });
      await Promise.all([vote(ann, 1, 2), vote(bob, 2), vote(ann, 3, 2), vote(bob, 1, 2, 3)]);
      const input = { message: id, option: 2, after: null, limit: 1 };
      const { poll, items, more } = await ask(store, ann, { type: "poll_get", input });
      expect(poll).toMatchObject({
        voters: 2,
        options: [{ votes: 1 }, { votes: 2 }, { votes: 2 }],
        mine: [2, 3],
      });
      expect([items.map((user) => user.id), more]).toEqual([[ann.user], true]);
      expect(await vote(bob)).toMatchObject({
        voters: 1,
        options: [{ votes: 0 }, { votes: 1 }, { votes: 1 }],
      });
      const own = await ask(store, null, {
        type: "backlog_get",
        input: { stream: bob.user, after: 0, limit: 10 },
      });
      // A replay tells what is chosen today.
      expect(own.filter(({ type }) => type === "poll_vote")).toMatchObject([
        { options: [] },
        { options: [] },
        { options: [] },
      ]);
      await ask(store, ann, { type: "message_delete", input: { message: id } });
      expect(await hand(store, ann, { type: "poll_get", input })).toMatchObject({
        fault: { code: "not_found" },
      });
    },
  },
];
