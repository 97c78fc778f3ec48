/**
 * What every Store must do. An adapter's test calls this with a way to open an empty one; each test gets its
 * own. What is asked for are commands, so that the rules of the core are in between as in life.
 */

import { describe, expect, test } from "bun:test";
import type { Command, CommandType, Reply } from "../../src/core/commands.ts";
import type { Event } from "../../src/core/events.ts";
import type { Id } from "../../src/core/model/ids.ts";
import type { Message } from "../../src/core/model/messages.ts";
import type { Actor } from "../../src/core/model/users.ts";
import type { Outcome, Store } from "../../src/core/ports.ts";
import { life } from "./life.ts";

export interface Scene {
  readonly store: Store;
  readonly ann: Actor;
  readonly bob: Actor;
  readonly space: Id;
  readonly room: Id;
}

/** Hands a command in; resolves with what came of it. */
export function hand(store: Store, actor: Actor | null, command: Command): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const isRead = /_get$/.test(command.type);
  if (isRead) store.read(actor, command, resolve);
  else store.change(actor, command, resolve);
  return promise;
}

/** The reply of a command that must succeed. */
export async function ask<T extends CommandType>(
  store: Store,
  actor: Actor | null,
  command: Command<T>,
): Promise<Reply<T>> {
  const outcome = await hand(store, actor, command as Command);
  if (!outcome.ok) throw new Error(`${command.type}: ${outcome.fault.code} ${outcome.fault.message}`);
  return outcome.reply as Reply<T>;
}

export function send(room: Id, text: string, nonce: string | null = null): Command<"message_send"> {
  return { type: "message_send", input: { room, text, nonce, replyTo: null } };
}

function history(
  room: Id,
  cut: { before?: Id; after?: Id; around?: Id },
  limit = 50,
): Command<"history_get"> {
  const { before = null, after = null, around = null } = cut;
  return { type: "history_get", input: { room, before, after, around, limit } };
}

/** Two users and the first room. */
export async function begin(store: Store): Promise<Scene> {
  const enter = async (handle: string): Promise<{ actor: Actor; space: Id }> => {
    const tokenHash = `token of ${handle}`;
    const admission = { mode: "open", code: "", codeHash: "", firstOwns: true } as const;
    await ask(store, null, {
      type: "account_create",
      input: { handle, name: handle, passwordHash: "hash", tokenHash, client: "test", ...admission },
    });
    const input = {
      tokenHash,
      signed: null,
      newResumeHash: handle,
      resumeHash: null,
      seenSince: 0,
      space: null,
      joins: true,
    };
    const opened = await ask(store, null, { type: "session_open", input });
    const actor = { user: opened.user.id, token: opened.token, session: opened.session };
    return { actor, space: opened.space };
  };
  const ann = await enter("ann");
  const bob = await enter("bob");
  const { space } = ann;
  const sight = await ask(store, ann.actor, { type: "sight_get", input: { space } });
  return { store, ann: ann.actor, bob: bob.actor, space, room: sight.space.defaultRoom };
}

/** `open` gives an empty store and a way to be rid of it. */
export function storeContract(
  name: string,
  open: () => Promise<{ store: Store; remove: () => Promise<void> }>,
): void {
  const check = (what: string, run: (scene: Scene) => Promise<void>): void =>
    test(what, async () => {
      const { store, remove } = await open();
      try {
        await run(await begin(store));
      } finally {
        await remove();
      }
    });

  describe(name, () => {
    check(
      "positions are 1, 2, 3 … without gaps, whoever writes at once",
      async ({ store, ann, bob, room }) => {
        const sends = Array.from({ length: 100 }, (_, i) =>
          hand(store, i % 2 ? ann : bob, send(room, `text ${i}`)),
        );
        const outcomes = await Promise.all(sends);
        const events = outcomes.flatMap((outcome) =>
          outcome.ok ? (outcome.events as readonly Event[]) : [],
        );
        // The room's own making is at 1.
        expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => i + 2));
        const replies = outcomes.map((outcome) => (outcome.ok ? (outcome.reply as Message) : null));
        expect(replies.map((message) => message?.n)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      },
    );

    check("a fault undoes only itself and takes no position", async ({ store, ann, room }) => {
      const wrong = { ...send(room, "no"), input: { ...send(room, "no").input, replyTo: 12_345 } };
      const outcomes = await Promise.all([
        hand(store, ann, send(room, "one")),
        hand(store, ann, wrong),
        hand(store, ann, send(room, "two")),
      ]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
      const page = await ask(store, ann, history(room, {}));
      expect(page.map(({ n, text }) => `${n} ${text}`)).toEqual(["1 one", "2 two"]);
    });

    check(
      "a fault behind a write undoes that too, and nothing of the others",
      async ({ store, ann, room }) => {
        const first = await ask(store, ann, send(room, "one", "again"));
        // The nonce counts no longer, so it is freed; only then the reply is looked at.
        const late = { ...send(room, "no", "again").input, nonceWindow: 1, replyTo: 12_345 };
        while (Date.now() <= first.created) await Promise.resolve();
        const outcomes = await Promise.all([
          hand(store, ann, send(room, "two")),
          hand(store, ann, { type: "message_send", input: late }),
          hand(store, ann, send(room, "three")),
        ]);
        expect(outcomes.map((outcome) => (outcome.ok ? "stored" : outcome.fault.code))).toEqual([
          "stored",
          "invalid",
          "stored",
        ]);
        expect((await ask(store, ann, send(room, "one", "again"))).id).toBe(first.id);
        const page = await ask(store, ann, history(room, {}));
        expect(page.map(({ n, text }) => `${n} ${text}`)).toEqual(["1 one", "2 two", "3 three"]);
      },
    );

    check("outcomes come in the order of the commands", async ({ store, ann, room }) => {
      const order: number[] = [];
      const all = Array.from({ length: 40 }, (_, i) =>
        hand(store, ann, send(room, i % 3 ? `text ${i}` : " ")).then(() => order.push(i)),
      );
      await Promise.all(all);
      expect(order).toEqual(Array.from({ length: 40 }, (_, i) => i));
    });

    check("a read sees every change handed in before it", async ({ store, ann, room }) => {
      const pages: Promise<Reply<"history_get">>[] = [];
      for (let i = 1; i <= 20; i++) {
        void hand(store, ann, send(room, `text ${i}`));
        pages.push(ask(store, ann, history(room, {}, 1)));
      }
      for (const [i, page] of (await Promise.all(pages)).entries()) {
        // Later ones may be seen too; the one before it must be.
        expect(page[0]?.n).toBeGreaterThanOrEqual(i + 1);
      }
    });

    check(
      "a nonce gives the first message again, for each author and room",
      async ({ store, ann, bob, room }) => {
        const first = await ask(store, ann, send(room, "first", "k"));
        const again = await hand(store, ann, send(room, "other words", "k"));
        expect(again).toMatchObject({ ok: true, reply: { id: first.id, text: "first" }, events: [] });
        expect((await ask(store, bob, send(room, "mine", "k"))).id).not.toBe(first.id);
        await ask(store, ann, { type: "message_delete", input: { message: first.id } });
        // The tombstone still knows it.
        expect((await ask(store, ann, send(room, "after all", "k"))).id).toBe(first.id);
        // Handed in together, so that one transaction holds both.
        const twins = await Promise.all([
          ask(store, ann, send(room, "a", "t")),
          ask(store, ann, send(room, "b", "t")),
        ]);
        expect(twins[1]).toEqual(twins[0]);
      },
    );

    check("history before, after and around a message", async ({ store, ann, room }) => {
      const ids: Id[] = [];
      for (let i = 1; i <= 9; i++) ids.push((await ask(store, ann, send(room, String(i)))).id);
      const texts = async (cut: Parameters<typeof history>[1], limit: number) =>
        (await ask(store, ann, history(room, cut, limit))).map(({ text }) => text).join("");
      const fifth = ids[4] ?? 0;
      expect(await texts({}, 3)).toBe("789");
      expect(await texts({ before: fifth }, 3)).toBe("234");
      expect(await texts({ after: fifth }, 3)).toBe("678");
      expect(await texts({ around: fifth }, 5)).toBe("34567");
      await ask(store, ann, { type: "message_delete", input: { message: fifth } });
      // A tombstone is left out and is still a place to start from.
      expect(await texts({ before: fifth }, 2)).toBe("34");
      expect(await texts({}, 50)).toBe("12346789");
      expect(await hand(store, ann, history(room, { before: 12_345 }))).toMatchObject({
        ok: false,
        fault: { code: "not_found" },
      });
    });

    check("ids are numbers, exact and growing", async ({ store, ann, room }) => {
      const { id, created, author } = await ask(store, ann, send(room, "one"));
      expect([typeof id, typeof created, typeof author.id]).toEqual(["number", "number", "number"]);
      expect(Number.isSafeInteger(id)).toBe(true);
      const [stored] = await ask(store, ann, history(room, {}));
      expect(typeof stored?.id).toBe("number");
      expect((await ask(store, ann, send(room, "two"))).id).toBeGreaterThan(id);
    });

    check("what is said in a room has times that rise, were it all said at once", async (scene) => {
      const { store, ann, bob, room } = scene;
      const texts = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? `@bob ${i}` : `text ${i}`));
      const told = await Promise.all(
        texts.map((text, i) => ask(store, i % 2 ? ann : bob, send(room, text, `${i}`))),
      );
      const own = told[1]?.id ?? 0;
      await Promise.all([
        ask(store, ann, { type: "message_edit", input: { message: own, text: "other" } }),
        ask(store, ann, send(room, "between")),
        ask(store, ann, { type: "message_delete", input: { message: own } }),
      ]);
      const input = { room, from: 1, to: 1_000, keep: "first", limit: 200 } as const;
      const { items } = await ask(store, ann, { type: "conversation_get", input });
      const times = items.map(({ created }) => created);
      expect(times).toHaveLength(63);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
      // Whoever sent was answered with the time that is kept, also who sends again.
      expect(told.map(({ created }) => created)).toEqual(times.slice(0, 60));
      expect((await ask(store, bob, send(room, "@bob 0", "0"))).created).toBe(times[0] ?? 0);
    });

    check("what was said elsewhere keeps its time, and is told with its number", async (scene) => {
      const { store, ann, room } = scene;
      const before = await ask(store, ann, send(room, "now"));
      const blank = {
        edited: false,
        pinned: false,
        replyTo: null,
        reactions: [],
        attachments: [],
        poll: null,
      };
      const messages = [1_000, 900].map((created, i) => ({
        ...blank,
        ...{ key: `taken ${i}`, author: ann.user, text: `long ago ${i}`, created },
      }));
      const outcome = await hand(store, null, { type: "taken_messages", input: { room, messages } });
      const events = outcome.ok ? (outcome.events as readonly Event[]) : [];
      const told = events.flatMap((event) => (event.type === "message_create" ? [event.message] : []));
      expect(told.map(({ n, created }) => [n, created])).toEqual([
        [2, 1_000],
        [3, 900],
      ]);
      expect((await ask(store, ann, send(room, "after"))).created).toBeGreaterThan(before.created);
      const page = await ask(store, ann, history(room, {}));
      expect(page.map(({ created }) => created).slice(1, 3)).toEqual([1_000, 900]);
    });

    check("a long read does not hold up a change", async ({ store, ann, room }) => {
      for (let i = 0; i < 60; i++) await hand(store, ann, send(room, "x".repeat(10_000)));
      // Where changes wait for reads, none of those before it is ever left. Elsewhere all of them can be over when the
      // disk is slow: with more of them it is seen.
      let left = 0;
      for (let many = 40; many <= 640 && left === 0; many *= 2) {
        let waiting = many;
        const reads = Array.from({ length: many }, () =>
          ask(store, ann, history(room, {}, 200)).then(() => {
            waiting -= 1;
          }),
        );
        await hand(store, ann, send(room, "now"));
        left = waiting;
        await Promise.all(reads);
      }
      expect(left).toBeGreaterThan(0);
    });

    check("the log tells again what was told, with today's text", async ({ store, ann, room }) => {
      const { id } = await ask(store, ann, send(room, "old"));
      await ask(store, ann, { type: "message_edit", input: { message: id, text: "new" } });
      const events = await ask(store, null, {
        type: "backlog_get",
        input: { stream: room, after: 1, limit: 10 },
      });
      expect(events).toMatchObject([
        { type: "message_create", seq: 2, message: { text: "new" } },
        { type: "message_update", seq: 3, message: { text: "new" } },
      ]);
    });

    check(
      "what is being uploaded is added up, up to the limit and no further",
      async ({ store, ann, bob }) => {
        const limits = { userBytes: 1_000, instanceBytes: 1_500 };
        const announce = (actor: Actor, size: number): Promise<Outcome> =>
          hand(store, actor, {
            type: "upload_begin",
            input: { name: "file", description: "", spoiler: false, size, limits },
          });
        expect(await announce(ann, 600)).toMatchObject({ ok: true });
        expect(await announce(ann, 400)).toMatchObject({ ok: true });
        expect(await announce(ann, 1)).toMatchObject({ ok: false, fault: { code: "limit_reached" } });
        expect(await announce(bob, 500)).toMatchObject({ ok: true });
        expect(await announce(bob, 1)).toMatchObject({ ok: false, fault: { code: "limit_reached" } });
        const health = await ask(store, ann, { type: "instance_health_get", input: {} });
        expect(health).toMatchObject({ files: 0, fileBytes: 1_500, bridges: [] });
        expect(health.databaseBytes).toBeGreaterThan(100_000);
        expect(health.queues).toEqual([
          { carrier: "webhooks", waiting: 0, dead: 0, oldest: 0 },
          { carrier: "push", waiting: 0, dead: 0, oldest: 0 },
          { carrier: "previews", waiting: 0, dead: 0, oldest: 0 },
        ]);
      },
    );

    for (const { what, run } of life) check(what, run);
  });
}
