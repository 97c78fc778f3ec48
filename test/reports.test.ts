/** Reports: the moderators' queue. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person, roleOf } from "./community.ts";
import { removeDirectories } from "./koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "mod" | "ann" | "bob", Person>> };

interface Report {
  readonly id: number;
  readonly state: string;
  readonly reason: string;
  readonly message?: { content: string; deleted?: number };
  readonly message_id?: number;
  readonly moderator?: { handle: string };
  readonly note?: string;
}

beforeAll(async () => {
  town = await found("owner", "mod", "ann", "bob");
  const { owner, mod } = town.people;
  const role_id = roleOf(owner.ready, "moderator");
  await ask(owner.client, { type: "role_assign", user_id: mod.user.id, role_id });
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

async function say(person: Person, room: number, content: string): Promise<number> {
  const { message } = await ask(person.client, { type: "message_send", room_id: room, content });
  return (message as { id: number }).id;
}

async function queue(person: Person, more: object = {}): Promise<Report[]> {
  return ((await ask(person.client, { type: "reports_get", ...more })).reports ?? []) as Report[];
}

test("a report is told to the moderators alone, taken, and closed with a note", async () => {
  const { owner, mod, ann, bob } = town.people;
  const message_id = await say(bob, town.room, "buy my coins");
  const { report } = await ask(ann.client, { type: "report_create", message_id, reason: "spam" });
  const { id } = report as Report;
  expect(report).toMatchObject({ state: "open", user: { handle: "bob" }, reporter: { handle: "ann" } });
  expect(await mod.client.event("report_update")).toEqual({
    type: "report_update",
    report_id: id,
    state: "open",
  });

  // Once more, by the same, is the same.
  const again = await ask(ann.client, { type: "report_create", message_id, reason: "spam!" });
  expect(again.report).toMatchObject({ id });

  expect(await queue(mod)).toMatchObject([{ id, reason: "spam", message: { content: "buy my coins" } }]);
  await ask(mod.client, { type: "report_resolve", report_id: id, state: "taken" });
  expect(await queue(owner, { state: "taken" })).toMatchObject([{ id, moderator: { handle: "mod" } }]);
  await ask(owner.client, { type: "message_delete", message_id });
  const closed = await ask(mod.client, {
    type: "report_resolve",
    report_id: id,
    state: "resolved",
    note: "gone",
  });
  expect(closed.report).toMatchObject({ state: "resolved", note: "gone", closed: expect.any(Number) });
  expect(await queue(mod, { state: "open" })).toEqual([]);
  // What was deleted is deleted in the queue too.
  expect(JSON.stringify(await queue(mod))).not.toContain("coins");

  const { entries } = await ask(owner.client, { type: "audit_get", action: "report_resolve", limit: 1 });
  expect(entries).toMatchObject([{ actor: { handle: "mod" }, target_kind: "report", target_id: id }]);
  for (const { client } of [ann, bob]) {
    expect(client.packets.filter(({ event }) => event?.type === "report_update")).toEqual([]);
    expect(await codeOf(client, { type: "reports_get" })).toBe("forbidden");
    expect(await codeOf(client, { type: "report_resolve", report_id: id, state: "open" })).toBe("forbidden");
  }
});

test("class 28: a report shows no message of a room that its reader does not see", async () => {
  const { owner, mod, ann, bob } = town.people;
  const room = await makeRoom(owner.client, "vault");
  const everyone = roleOf(owner.ready, "everyone");
  const override = { type: "permission_override_set", room_id: room };
  await ask(owner.client, { ...override, role_id: everyone, deny: ["view"] });
  for (const { user } of [ann, bob])
    await ask(owner.client, { ...override, user_id: user.id, allow: ["view"] });
  const message_id = await say(bob, room, "the secret word");
  expect(await codeOf(mod.client, { type: "report_create", message_id, reason: "x" })).toBe("not_found");
  await ask(ann.client, { type: "report_create", message_id, reason: "rude" });
  const [seen] = await queue(mod, { state: "open" });
  expect(seen?.message_id).toBe(message_id);
  expect(seen?.message).toBeUndefined();
  const [owned] = await queue(owner, { state: "open" });
  expect(owned?.message?.content).toBe("the secret word");
});

test("nobody closes a report about themselves, and what nobody may see cannot be reported", async () => {
  const { mod, ann, bob } = town.people;
  const { report } = await ask(ann.client, {
    type: "report_create",
    user_id: mod.user.id,
    reason: "unfair",
  });
  const report_id = (report as Report).id;
  expect(await codeOf(mod.client, { type: "report_resolve", report_id, state: "dismissed" })).toBe(
    "forbidden",
  );
  const { room } = await ask(ann.client, { type: "dialog_open", user_id: bob.user.id });
  const message_id = await say(bob, (room as { id: number }).id, "just us");
  const about = { type: "report_create", reason: "x" };
  expect(await codeOf(ann.client, { ...about, message_id })).toBe("forbidden");
  expect(await codeOf(mod.client, { ...about, message_id })).toBe("not_found");
  expect(await codeOf(ann.client, { ...about, user_id: 12_345 })).toBe("not_found");
  expect(await codeOf(ann.client, { ...about, user_id: ann.user.id })).toBe("invalid");
  expect(await codeOf(ann.client, { ...about, user_id: bob.user.id, reason: " " })).toBe("invalid");
  expect(await codeOf(ann.client, { ...about, user_id: bob.user.id, reason: "x".repeat(1_001) })).toBe(
    "invalid",
  );
});

test("class 33: nobody fills the queue alone", async () => {
  const { mod, bob } = town.people;
  const eve = await town.come("eve");
  const ids = [];
  for (let i = 0; i < 51; i++) ids.push(await say(bob, town.room, `message ${i}`));
  const codes = [];
  for (const message_id of ids)
    codes.push(await codeOf(eve.client, { type: "report_create", message_id, reason: "everything" }));
  expect(codes.slice(0, 50)).toEqual(Array(50).fill("ok"));
  expect(codes.at(50)).toBe("limit_reached");
  const [newest] = await queue(mod, { limit: 1 });
  await ask(mod.client, { type: "report_resolve", report_id: newest?.id, state: "dismissed" });
  expect(await codeOf(eve.client, { type: "report_create", message_id: ids.at(50), reason: "more" })).toBe(
    "ok",
  );
});
