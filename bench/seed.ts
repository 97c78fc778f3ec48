/**
 * Fills the database of a stopped server, as a program of its own: `seed.ts lonely DIR COUNT` or
 * `seed.ts history DIR COUNT`. It writes through the store's own functions, and prints JSON.
 */

import { idSource } from "../src/core/ids.ts";
import type { UserRef } from "../src/core/model/users.ts";
import { openWriter } from "../src/store/sqlite/open.ts";
import { txSource } from "../src/store/sqlite/tx.ts";
import { plainMessage, variedText } from "./message.ts";

const [what, directory = "", count = "0"] = process.argv.slice(2);
const newId = idSource(0, Date.now, 0);
const { db, release } = openWriter(directory, { now: Date.now(), newId, randomText: () => "" });
const tx = txSource(db, newId)(Date.now());

const space = await tx.defaultSpace();
const author = db.query<UserRef, []>("select id, handle, name from user order by id limit 1").get();
if (author === null) throw new Error("register a user first");
const speaker = author;

if (what === "lonely") process.stdout.write(JSON.stringify(await lonelyRooms(Number(count))));
else process.stdout.write(JSON.stringify(await fillRoom(space.defaultRoom, Number(count))));
db.close();
release();

/**
 * Rooms of a second space: a session is in the first, so nobody hears what is said there. Rooms that only
 * their sender sees would be nearer to life; there is no way to make them yet.
 */
async function lonelyRooms(rooms: number): Promise<number[]> {
  const other = newId();
  const ids = Array.from({ length: rooms }, () => newId());
  db.run("begin");
  db.run("insert into space (id, slug, name, owner, default_room) values (?, 'bench', 'Bench', null, ?)", [
    other,
    ids[0] ?? 0,
  ]);
  const [role] = await tx.rolesOf(space.id);
  if (role === undefined) throw new Error("the default space has no role");
  db.run("insert into role (id, space, name, position, permissions) values (?, ?, ?, 0, ?)", [
    newId(),
    other,
    role.name,
    JSON.stringify(role.permissions),
  ]);
  for (const { id } of db.query<{ id: number }, []>("select id from user").all())
    await tx.addMember(other, id, [], Date.now());
  const template = (await tx.roomsByIds([space.defaultRoom]))[0];
  if (template === undefined) throw new Error("no default room");
  for (const [i, id] of ids.entries())
    await tx.insertRoom({ ...template, id, space: other, name: `alone ${i}` });
  db.run("commit");
  return ids;
}

/** Messages of 200 bytes, with all that a send writes, and indexed; gives the room and the ids of a hundred of them. */
async function fillRoom(room: number, messages: number): Promise<{ room: number; some: number[] }> {
  const some: number[] = [];
  const step = Math.max(1, Math.floor(messages / 100));
  db.run("begin");
  for (let i = 0; i < messages; i++) {
    const id = newId();
    await tx.appendMessage(plainMessage(id, room, speaker, `seed-${i}`, tx.now, variedText(i)));
    await tx.appendLog([
      {
        stream: room,
        seq: 0,
        id: newId(),
        type: "message_create",
        at: tx.now,
        origin: 0,
        user: speaker.id,
        subject: id,
        detail: null,
      },
    ]);
    if (i % step === step >> 1) some.push(id);
  }
  db.run("commit");
  for (let more = true; more; ) {
    db.run("begin");
    more = await tx.indexMessages(10_000);
    db.run("commit");
  }
  return { room, some };
}
