/** Automatic rules: words, links and mentions, at every way by which a text comes in. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person, roleOf } from "./community.ts";
import { askDatabase } from "./database.ts";
import { removeDirectories } from "./koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "mod" | "ann" | "bob", Person>> };

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

/** Makes a rule for the time of some work. */
async function under(rule: object, work: (id: number) => Promise<void>): Promise<void> {
  const { client } = town.people.owner;
  const made = await ask(client, { type: "automod_set", rule: { name: "rule", enabled: true, ...rule } });
  const { id } = made.rule as { id: number };
  await work(id);
  await ask(client, { type: "automod_set", remove_id: id });
}

const say = (content: string, room = town.room) => ({ type: "message_send", room_id: room, content });

test("what a rule refuses is stored nowhere and told to nobody, whichever way it comes", async () => {
  const { owner, ann, bob } = town.people;
  const { message } = await ask(ann.client, say("innocent"));
  const message_id = (message as { id: number }).id;
  const { message: foreign } = await ask(ann.client, say("this is unspeakable"));
  const side = await makeRoom(owner.client, "side");
  await under({ action: "refuse", words: ["unspeakable"], names: true }, async () => {
    const answer = await ann.client.request(say("This is U\u200bNSPEAKABLE, zwölf"));
    expect(answer).toMatchObject({ type: "error", code: "forbidden" });
    expect(String(answer.message)).toContain('"rule"');
    const ways = [
      { type: "message_edit", message_id, content: "unspeakable zwölf" },
      { type: "message_forward", message_id: (foreign as { id: number }).id, room_id: side },
      { type: "message_forward", message_id, room_id: side, content: "unspeakable zwölf" },
      { type: "thread_create", room_id: town.room, name: "talk", content: "unspeakable zwölf" },
      { type: "thread_create", room_id: town.room, name: "unspeakable zwölf" },
      { type: "poll_create", room_id: town.room, question: "Which?", options: ["one", "unspeakable zwölf"] },
      { type: "member_update", user_id: ann.user.id, nickname: "unspeakable" },
      { type: "profile_update", nickname: "unspeakable" },
      { type: "profile_update", name: "unspeakable" },
    ];
    for (const way of ways) expect([way, await codeOf(ann.client, way)]).toEqual([way, "forbidden"]);
    // A word that is only part of another is another.
    expect(await codeOf(ann.client, say("unspeakableness"))).toBe("ok");
    // Who may change the rules is under none.
    expect(await codeOf(owner.client, say("unspeakable, says the owner"))).toBe("ok");
  });
  await ask(bob.client, { type: "heartbeat" });
  expect(JSON.stringify(bob.client.packets)).not.toContain("zwölf");
  const count = "select count(*) as kept from message where text like '%zwölf%'";
  expect(await askDatabase(town.koine.directory, count)).toEqual([{ kept: 0 }]);
});

test("what a rule deletes leaves a tombstone, and nobody is told its text", async () => {
  const { ann, bob, owner } = town.people;
  await under({ action: "delete", words: ["coins*"] }, async (id) => {
    const { message } = await ask(ann.client, say("cheap coinsale today"));
    const { id: gone } = message as { id: number };
    expect(message).toMatchObject({ content: "", deleted: expect.any(Number) });
    const told = await bob.client.next(
      ({ event }) => (event as { message_id?: number } | undefined)?.message_id === gone,
    );
    expect(told.event).toMatchObject({ type: "message_delete" });
    expect(JSON.stringify(bob.client.packets)).not.toContain("coinsale");
    const { message: second } = await ask(ann.client, say("fine"));
    const message_id = (second as { id: number }).id;
    const edited = await ask(ann.client, { type: "message_edit", message_id, content: "coins now" });
    expect(edited.message).toMatchObject({ deleted: expect.any(Number) });
    const { messages } = await ask(bob.client, { type: "history_get", room_id: town.room, limit: 200 });
    expect((messages as { id: number }[]).filter((one) => [gone, message_id].includes(one.id))).toEqual([]);
    const { entries } = await ask(owner.client, { type: "audit_get", action: "automod_act", limit: 1 });
    const changes = expect.arrayContaining([{ field: "rule", before: "", after: String(id) }]);
    expect(entries).toMatchObject([{ target_id: ann.user.id, changes }]);
  });
});

test("a rule times out, and its dry run only reports", async () => {
  const { mod, owner } = town.people;
  const cat = await town.come("cat");
  const spam = { action: "timeout", timeout_ms: 3_600_000, max_mentions: 1 };
  const shout = `<@${mod.user.id}> <@${owner.user.id}>`;
  await under({ ...spam, dry_run: true }, async (rule_id) => {
    expect(await codeOf(cat.client, say(shout))).toBe("ok");
    const { reports } = await ask(mod.client, { type: "reports_get", limit: 1 });
    const [report] = reports as [object];
    expect(report).toMatchObject({ rule_id, user: { handle: "cat" }, message: { content: shout } });
    expect(report).not.toHaveProperty("reporter");
  });
  await under(spam, async () => {
    expect(await codeOf(cat.client, say(shout))).toBe("ok");
    expect(await codeOf(cat.client, say("still here?"))).toBe("forbidden");
  });
});

test("links, rooms and roles that a rule leaves out", async () => {
  const { owner, mod, ann } = town.people;
  const free = await makeRoom(owner.client, "free");
  const rule = {
    action: "refuse",
    links: ["*"],
    allowed_links: ["good.example"],
    exempt_room_ids: [free],
    exempt_role_ids: [roleOf(owner.ready, "moderator")],
  };
  await under(rule, async () => {
    expect(await codeOf(ann.client, say("https://evil.example/x"))).toBe("forbidden");
    expect(await codeOf(ann.client, say("https://docs.good.example/x"))).toBe("ok");
    expect(await codeOf(ann.client, say("https://good.example.evil.example/"))).toBe("forbidden");
    expect(await codeOf(ann.client, say("https://evil.example/x", free))).toBe("ok");
    expect(await codeOf(mod.client, say("https://evil.example/x"))).toBe("ok");
    const { room } = await ask(ann.client, { type: "thread_create", room_id: free, name: "talk" });
    expect(await codeOf(ann.client, say("https://evil.example", (room as { id: number }).id))).toBe("ok");
    const { room: dialog } = await ask(ann.client, { type: "dialog_open", user_id: mod.user.id });
    expect(await codeOf(ann.client, say("https://evil.example", (dialog as { id: number }).id))).toBe("ok");
  });
});

test("a rule is tried before it is made: on a text, and on what was said last", async () => {
  const { owner, ann } = town.people;
  const room = await makeRoom(owner.client, "trial");
  const { message } = await ask(ann.client, say("the old marmalade", room));
  await ask(ann.client, say("something else", room));
  const rule = { name: "jam", enabled: true, action: "refuse", words: ["*lade"] };
  const tried = await ask(owner.client, {
    type: "automod_test",
    rule,
    content: "lemonade and marmalade",
    room_id: room,
  });
  const found = { rule: "jam", action: "refuse", matched: "*lade", rule_id: 0 };
  expect(tried.matches).toEqual([found, { ...found, message_id: (message as { id: number }).id }]);
  const { rules } = await ask(owner.client, { type: "automod_set" });
  expect(rules ?? []).toEqual([]);
  expect(await codeOf(ann.client, { type: "automod_test", rule, content: "x" })).toBe("forbidden");
});

test("a rule that says nothing is none", async () => {
  const { owner } = town.people;
  const make = (rule: object) =>
    codeOf(owner.client, {
      type: "automod_set",
      rule: { name: "x", enabled: true, action: "refuse", ...rule },
    });
  expect(await make({})).toBe("invalid");
  expect(await make({ words: ["*"] })).toBe("invalid");
  expect(await make({ words: ["..."] })).toBe("invalid");
  expect(await make({ links: ["not a host"] })).toBe("invalid");
  expect(await make({ words: ["x".repeat(101)] })).toBe("invalid");
  expect(await make({ words: ["fine"], action: "timeout" })).toBe("invalid");
  expect(await make({ words: ["fine"], action: "explode" })).toBe("invalid");
  expect(await make({ words: ["fine"], name: "" })).toBe("invalid");
  expect(await make({ id: 12_345, words: ["fine"] })).toBe("not_found");
});
