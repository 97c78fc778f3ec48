/** How often the store is asked for what crosses a bridge, in a real database. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, CommandType, Reply } from "../../core/commands.ts";
import { dispatch } from "../../core/dispatch.ts";
import { idSource } from "../../core/ids.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { openWriter } from "./open.ts";
import type { PlannedDatabase } from "./planned.ts";
import { txSource } from "./tx.ts";

const directory = mkdtempSync(join(tmpdir(), "koine-bridged-"));
const NOW = 1_800_000_000_000;
const NET = "net";
const [ANN, LAST] = [1, 30];
const ann: Actor = { user: ANN, token: 0, session: 0 };
let db: PlannedDatabase;
let close: () => void;
let tx: Tx;
let space: Id;
let room: Id;
/** Of each function of the transaction, how often it was called. */
let asked: Record<string, number> = {};

beforeAll(async () => {
  const newId = idSource(0, () => NOW, 0);
  const opened = openWriter(directory, { now: NOW, newId, randomText: () => "epoch" });
  db = opened.db;
  close = opened.release;
  const plain = txSource(db, newId)(NOW);
  tx = new Proxy(plain, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver);
      if (typeof found === "function") asked[String(name)] = (asked[String(name)] ?? 0) + 1;
      return found;
    },
  });
  space = db.query<{ id: Id }, []>("select id from space").get()?.id ?? 0;
  for (let id = ANN; id <= LAST; id++) {
    db.run(
      "insert into user (id, handle, name, bot, created) values (?1, 'user' || ?1, 'User ' || ?1, 0, 0)",
      [id],
    );
    db.run("insert into member (space, user, roles, joined) values (?, ?, '[]', 0)", [space, id]);
  }
  const told = { space, backend: NET, remoteId: "r1", name: "town", sendable: true };
  room = (await run("bridge_room", told, null))?.room ?? 0;
});

afterAll(() => {
  db.close();
  close();
  rmSync(directory, { recursive: true });
});

async function run<T extends CommandType>(
  type: T,
  input: Command<T>["input"],
  actor: Actor | null = ann,
): Promise<Reply<T>> {
  return (await dispatch(tx, actor, { type, input } as Command)).reply as Reply<T>;
}

/** Ann says it; what is told to the network, and what was asked for that. */
async function toldOf(text: string) {
  const { id } = await run("message_send", { room, text, nonce: null, replyTo: null });
  for (;;) {
    asked = {};
    const next = await run("bridge_next", { backend: NET, room }, null);
    if (next === null) throw new Error("nothing is to be told");
    const settled = {
      backend: NET,
      room,
      seq: next.upTo,
      message: null,
      remoteId: null,
      edited: 0,
      failed: null,
    };
    const counts = { ...asked };
    await run("bridge_settle", settled, null);
    if (next.step?.message === id && next.step.type === "send")
      return { names: next.step.names, asked: counts };
  }
}

async function bind(remoteId: string, person: Id): Promise<Id> {
  const input = { space, backend: NET, remoteId, nick: remoteId, name: remoteId };
  const { id: ghost } = await run("ghost_upsert", input, null);
  await tx.setIdentity({ ghost, person, space, name: remoteId, avatar: "" });
  return ghost;
}

test("all who are mentioned are asked for at once", async () => {
  await bind("u-two", 2);
  const other = await run(
    "ghost_upsert",
    { space, backend: NET, remoteId: "u-x", nick: "x", name: "X" },
    null,
  );
  await toldOf("first");
  const one = await toldOf("hello <@2>");
  expect(one.names).toEqual([[2, "u-two", "@User 2"]]);
  const ids = Array.from({ length: LAST - 1 }, (_, i) => i + 2);
  const many = await toldOf(`all: ${[...ids, other.id].map((id) => `<@${id}>`).join(" ")}`);
  expect(many.names).toHaveLength(ids.length + 1);
  expect(many.names).toContainEqual([2, "u-two", "@User 2"]);
  expect(many.names).toContainEqual([3, null, "@User 3"]);
  expect(many.names).toContainEqual([other.id, "u-x", "@X"]);
  expect(many.asked).toEqual(one.asked);
});

test("whether who is somebody here may speak is one question", async () => {
  await bind("u-four", 4);
  const taken = async (remoteId: string): Promise<Record<string, number>> => {
    asked = {};
    const said = {
      space,
      backend: NET,
      room: "r1",
      id: `m ${remoteId}`,
      text: "hello",
      created: 0,
      edited: 0,
    };
    const sender = { remoteId, nick: remoteId };
    await run("bridge_take", { ...said, sender, replyTo: null, key: null, attachments: [] }, null);
    return { ...asked };
  };
  const [nobody, somebody] = [await taken("u-x"), await taken("u-four")];
  expect(somebody).toEqual(nobody);
  await tx.removeMember(space, 4);
  await expect(
    run(
      "bridge_take",
      {
        ...{ space, backend: NET, room: "r1", id: "m9", text: "hello", created: 0, edited: 0 },
        ...{ sender: { remoteId: "u-four", nick: "u-four" }, replyTo: null, key: null, attachments: [] },
      },
      null,
    ),
  ).rejects.toMatchObject({ code: "forbidden" });
});
