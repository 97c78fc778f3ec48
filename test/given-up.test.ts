/** What cannot be delivered is given up at some time: with a clock of the test's own, for it takes hours. */

import { afterAll, expect, test } from "bun:test";
import type { Command, Reply } from "../src/core/commands.ts";
import { dispatch } from "../src/core/dispatch.ts";
import { idSource } from "../src/core/ids.ts";
import type { Id, Millis } from "../src/core/model/ids.ts";
import { openWriter } from "../src/store/sqlite/open.ts";
import { txSource } from "../src/store/sqlite/tx.ts";
import { removeDirectories, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const HOUR: Millis = 3_600_000;

/** Pauses after failures, where chance makes none shorter. */
function doubling(count: number): Millis[] {
  return Array.from({ length: count }, (_, i) => Math.min(HOUR, 1_000 * 2 ** i));
}

/** A space with an owner and a member, and a clock that the test moves. */
async function world() {
  let now = 1_800_000_000_000;
  const newId = idSource(0, () => now, 0);
  const { db, release } = openWriter(temporaryDirectory(), { now, newId, randomText: () => "epoch" });
  const at = txSource(db, newId);
  const { id: space, defaultRoom: room } = await at(now).defaultSpace();
  const join = async (handle: string): Promise<Id> => {
    const id = newId();
    const rest = { avatar: "", bot: false, created: now, owner: null, backend: null, remoteId: null };
    await at(now).insertUser({ id, handle, name: handle, ...rest }, null);
    await at(now).addMember(space, id, [], now);
    return id;
  };
  const [ann, bob] = [await join("ann"), await join("bob")];
  await at(now).setOwner(space, ann);
  const give = (user: Id | null, command: Command) =>
    dispatch(at(now), user === null ? null : { user, token: 0, session: 7 }, command);
  const say = (text: string) =>
    give(ann, { type: "message_send", input: { room, text, nonce: null, replyTo: null } });

  /** Refuses what is due, and what will be, until nothing is; gives the pauses before each attempt, in milliseconds. */
  async function refuseAll(reason: string): Promise<number[]> {
    const pauses: number[] = [];
    for (let waited = 0, tries = 0; tries < 200; tries++) {
      const { jobs, next } = (await give(null, { type: "outbox_due", input: {} }))
        .reply as Reply<"outbox_due">;
      const [job] = jobs;
      if (job !== undefined) {
        pauses.push(waited);
        waited = 0;
        const outcome = { reason, final: false, spread: 1 };
        await give(null, { type: "outbox_settle", input: { job: job.id, outcome } });
      } else if (next === null) return pauses;
      else {
        waited = next - now;
        now = next;
      }
    }
    throw new Error("it is tried without an end");
  }

  const end = () => {
    db.close();
    release();
  };
  return { give, say, refuseAll, ann, bob, space, room, end };
}

test("an event is given up after 16 attempts with growing pauses, listed with its reason, and tried again by hand", async () => {
  const it = await world();
  const wish = { space: it.space, room: it.room, kind: "outgoing", name: "far", avatar: 0 } as const;
  const made = await it.give(it.ann, {
    type: "webhook_create",
    input: { ...wish, url: "https://example.org/hook", events: ["message_create"] },
  });
  const { webhook } = made.reply as Reply<"webhook_create">;
  await it.say("to nobody");
  await it.give(null, { type: "reader_step", input: { reader: "webhooks", stream: it.room } });
  const pauses = await it.refuseAll("It answered 503");
  expect(pauses).toEqual([0, ...doubling(15)]);
  const list = {
    type: "webhook_deliveries_get",
    input: { webhook: webhook.id, after: 0, limit: 10 },
  } as const;
  const { items } = (await it.give(it.ann, list)).reply as Reply<"webhook_deliveries_get">;
  expect(items).toMatchObject([{ attempts: 16, failure: "It answered 503" }]);
  const again = { type: "webhook_retry", input: { webhook: webhook.id, delivery: null } } as const;
  expect((await it.give(it.ann, again)).reply).toBe(1);
  expect(((await it.give(it.ann, list)).reply as Reply<"webhook_deliveries_get">).items).toEqual([]);

  // Fourteen more in a row are thirty: nobody is there, and the webhook is switched off.
  for (let i = 0; i < 14; i++) await it.say(`more ${i}`);
  await it.give(null, { type: "reader_step", input: { reader: "webhooks", stream: it.room } });
  await it.refuseAll("It answered 503");
  const own = { type: "webhooks_get", input: { space: it.space, room: null, after: 0, limit: 10 } } as const;
  const { items: hooks } = (await it.give(it.ann, own)).reply as Reply<"webhooks_get">;
  expect(hooks).toMatchObject([{ id: webhook.id, disabled: true, failures: 30 }]);
  const dead = (await it.give(it.ann, list)).reply as Reply<"webhook_deliveries_get">;
  expect(dead.more).toBe(true);
  it.end();
});

test("a notification is tried eight times, and is no news any more; the device stays", async () => {
  const it = await world();
  const device = { kind: "unified", endpoint: "https://push.example.org/x", p256dh: "", auth: "" } as const;
  await it.give(it.bob, { type: "push_subscribe", input: { ...device, name: "phone" } });
  await it.say(`<@${it.bob}> hello`);
  await it.give(null, { type: "reader_step", input: { reader: "push", stream: it.room } });
  // It waits to be read before it is sent at all.
  expect(await it.refuseAll("The push service answered 503")).toEqual([4_000, ...doubling(7)]);
  const { reply } = await it.give(it.bob, { type: "push_devices_get", input: {} });
  expect(reply).toMatchObject([{ kind: "unified", lastUsed: 0 }]);
  it.end();
});
