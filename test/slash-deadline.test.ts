/** A use of a slash command ends a minute later, whoever started the server meanwhile. */

import { afterAll, expect, test } from "bun:test";
import type { Command, Reply } from "../src/core/commands.ts";
import { dispatch } from "../src/core/dispatch.ts";
import { idSource } from "../src/core/ids.ts";
import type { Id } from "../src/core/model/ids.ts";
import { openWriter } from "../src/store/sqlite/open.ts";
import { txSource } from "../src/store/sqlite/tx.ts";
import { removeDirectories, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const NOW = 1_800_000_000_000;

/** A space with a member and a bot that offers /wake. */
async function world() {
  const newId = idSource(0, () => NOW, 0);
  const { db, release } = openWriter(temporaryDirectory(), { now: NOW, newId, randomText: () => "epoch" });
  const at = txSource(db, newId);
  const tx = at(NOW);
  const { id: space, defaultRoom: room } = await tx.defaultSpace();
  const join = async (handle: string, bot: boolean): Promise<Id> => {
    const id = newId();
    const rest = { avatar: "", bot, created: NOW, owner: null, backend: null, remoteId: null };
    await tx.insertUser({ id, handle, name: handle, ...rest }, null);
    await tx.addMember(space, id, [], NOW);
    return id;
  };
  const [ann, bot] = [await join("ann", false), await join("bot", true)];
  const give = (user: Id | null, command: Command, now = NOW) =>
    dispatch(at(now), user === null ? null : { user, token: 0, session: 7 }, command);
  const offered = { name: "wake", description: "", options: [], permission: "", rooms: [] };
  await give(bot, { type: "command_register", input: { space, ...offered } });
  const use = { room, name: "wake", command: null, arguments: [], nonce: "n" };
  const { reply } = await give(ann, { type: "command_call", input: use });
  const { call } = reply as Reply<"command_call">;
  if (call === null) throw new Error("no call");
  const end = () => {
    db.close();
    release();
  };
  return { give, call, ann, bot, use, end };
}

type World = Awaited<ReturnType<typeof world>>;

async function pass({ give }: World, now: number) {
  const { due } = (await give(null, { type: "timers_due", input: {} }, now)).reply as Reply<"timers_due">;
  const events = [];
  for (const timer of due)
    events.push(...(await give(null, { type: "timer_run", input: timer }, now)).events);
  return events;
}

test("who waits is told after 60 s, once, and a late answer finds nothing", async () => {
  const it = await world();
  expect(await pass(it, NOW + 59_999)).toEqual([]);
  const answer = { call: it.call.id, text: "late", onlyCaller: false, attachments: [] };
  const late = it.give(it.bot, { type: "command_answer", input: answer }, NOW + 60_000);
  await expect(late).rejects.toMatchObject({ code: "not_found" });
  expect(await pass(it, NOW + 60_000)).toMatchObject([
    { type: "command_end", stream: it.ann, call: it.call.id, name: "wake" },
  ]);
  expect(await pass(it, NOW + 60_001)).toEqual([]);
  it.end();
});

test("one that was answered ends in silence, and its nonce counts until then", async () => {
  const it = await world();
  const answer = { call: it.call.id, text: "here", onlyCaller: true, attachments: [] };
  await it.give(it.bot, { type: "command_answer", input: answer });
  const again = await it.give(it.ann, { type: "command_call", input: it.use });
  expect((again.reply as Reply<"command_call">).call).toMatchObject({ id: it.call.id, answered: true });
  expect(await pass(it, NOW + 60_000)).toEqual([]);
  const anew = await it.give(it.ann, { type: "command_call", input: it.use });
  expect((anew.reply as Reply<"command_call">).call?.id).not.toBe(it.call.id);
  it.end();
});
