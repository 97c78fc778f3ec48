/** A call that nobody answers is missed after a minute, whoever started the server meanwhile. */

import { afterAll, expect, test } from "bun:test";
import type { Reply } from "../src/core/commands.ts";
import { dispatch } from "../src/core/dispatch.ts";
import { idSource } from "../src/core/ids.ts";
import type { Id } from "../src/core/model/ids.ts";
import { openWriter } from "../src/store/sqlite/open.ts";
import { txSource } from "../src/store/sqlite/tx.ts";
import { removeDirectories, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const NOW = 1_800_000_000_000;

test("after 60 s of ringing the call is missed, once, and a message says so", async () => {
  const newId = idSource(0, () => NOW, 0);
  const { db, release } = openWriter(temporaryDirectory(), { now: NOW, newId, randomText: () => "epoch" });
  const at = txSource(db, newId);
  const tx = at(NOW);
  const { id: space } = await tx.defaultSpace();
  const join = async (handle: string): Promise<Id> => {
    const id = newId();
    const rest = {
      name: handle,
      avatar: "",
      bot: false,
      created: NOW,
      owner: null,
      backend: null,
      remoteId: null,
    };
    await tx.insertUser({ id, handle, ...rest }, null);
    await tx.addMember(space, id, [], NOW);
    return id;
  };
  const [ann, bob] = [await join("ann"), await join("bob")];
  const actor = { user: ann, token: 0, session: 7 };
  const opened = await dispatch(tx, actor, { type: "dialog_open", input: { user: bob } });
  const { id: room } = opened.reply as Reply<"dialog_open">;
  await dispatch(tx, actor, { type: "call_start", input: { room, video: false } });

  const dueAt = async (now: number) =>
    (await dispatch(at(now), null, { type: "timers_due", input: {} })).reply as Reply<"timers_due">;
  expect((await dueAt(NOW + 59_999)).due).toEqual([]);
  const [timer] = (await dueAt(NOW + 60_000)).due;
  if (timer === undefined) throw new Error("no timer");
  const run = async () =>
    (await dispatch(at(NOW + 60_000), null, { type: "timer_run", input: timer })).events;
  const happened = await run();
  expect(happened).toMatchObject([
    { type: "call_update", call: { state: "missed" } },
    { type: "message_create", message: { kind: "call", author: { id: ann }, call: { state: "missed" } } },
  ]);
  expect(await run()).toEqual([]);
  db.close();
  release();
});
