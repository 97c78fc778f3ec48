/** A message in a room of 10,000 members costs the store no more than one in a room of two (`docs/protocols/big.md` section 0). */

import { afterAll, expect, test } from "bun:test";
import type { Reply } from "../src/core/commands.ts";
import { dispatch } from "../src/core/dispatch.ts";
import { idSource } from "../src/core/ids.ts";
import type { Id } from "../src/core/model/ids.ts";
import type { Actor } from "../src/core/model/users.ts";
import { openWriter } from "../src/store/sqlite/open.ts";
import { txSource } from "../src/store/sqlite/tx.ts";
import { removeDirectories, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const NOW = 1_800_000_000_000;

test("sending, marking and reading write a few rows, however many are there", async () => {
  const newId = idSource(0, () => NOW, 0);
  const { db, release } = openWriter(temporaryDirectory(), { now: NOW, newId, randomText: () => "epoch" });
  const tx = txSource(db, newId)(NOW);
  const { id: space } = await tx.defaultSpace();
  const members: Id[] = [];
  const join = async (): Promise<void> => {
    const id = newId();
    const handle = `user${members.length}`;
    const rest = { name: handle, avatar: "", bot: false, created: NOW };
    await tx.insertUser({ id, handle, ...rest, owner: null, backend: null, remoteId: null }, null);
    await tx.addMember(space, id, [], NOW);
    members.push(id);
  };
  await join();
  await join();
  const [ann = 0, bob = 0] = members;
  const as = (user: Id): Actor => ({ user, token: 0, session: 1 });
  const snapshot = await dispatch(tx, as(ann), { type: "chats_get", input: { space } });
  const room = (snapshot.reply as Reply<"chats_get">)[0]?.room.id ?? 0;

  const rows = (): number => db.query<{ n: number }, []>("select total_changes() n").get()?.n ?? 0;
  /** Rows that are written when ann says something and bob reads it. */
  const cost = async (text: string): Promise<number> => {
    const before = rows();
    const said = { room, text, nonce: text, replyTo: null, attachments: [], reads: true };
    const { events } = await dispatch(tx, as(ann), { type: "message_send", input: said });
    expect(events.filter(({ type }) => type === "receipt_update").length).toBeLessThanOrEqual(1);
    const mark = { room, n: null, kind: "delivered" } as const;
    await dispatch(tx, as(bob), { type: "receipt_reach", input: mark });
    await dispatch(tx, as(bob), { type: "receipt_reach", input: { ...mark, kind: "read" } });
    return rows() - before;
  };
  await cost("the first one, which also makes what there is one of");
  const few = await cost("among two");
  db.run("begin");
  for (let i = members.length; i < 10_000; i++) await join();
  db.run("commit");
  expect(await cost("among ten thousand")).toBe(few);
  db.close();
  release();
}, 60_000);
