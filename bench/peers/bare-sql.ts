/**
 * The bare worker: what a send reads and writes, by the store's own functions, in batches of a given size. No
 * sockets, no schema, no rights, no savepoints, nothing crosses a thread. `bare-sql.ts DIR BATCH MILLIS ROOM…`
 * prints how many sends a second.
 */

import { idSource } from "../../src/core/ids.ts";
import type { User } from "../../src/core/model/users.ts";
import { openWriter } from "../../src/store/sqlite/open.ts";
import { txSource } from "../../src/store/sqlite/tx.ts";
import { plainMessage } from "../message.ts";

const [directory = "", batch = "1", millis = "1000", ...rooms] = process.argv.slice(2);
const newId = idSource(0, Date.now, idSource(0, Date.now, 0)());
const { db, release } = openWriter(directory, { now: Date.now(), newId, randomText: () => "" });
const begin = txSource(db, newId);
const beginImmediate = db.prepare("begin immediate");
const commit = db.prepare("commit");
const user = db.query<User, []>("select id, handle, name, avatar from user order by id limit 1").get();
if (user === null) throw new Error("register a user first");
const author = { id: user.id, handle: user.handle, name: user.name, avatar: user.avatar };
const token = db.query<{ id: number }, [number]>("select id from token where user = ?").get(user.id)?.id ?? 0;
const actor = { user: user.id, token, session: 1 };
const ids = rooms.map(Number);
const run = newId();

let sends = 0;
const begun = performance.now();
while (performance.now() - begun < Number(millis)) {
  beginImmediate.run();
  const tx = begin(Date.now());
  for (let i = 0; i < Number(batch); i++) {
    const room = ids[sends % ids.length] ?? 0;
    const nonce = `${run}-${sends}`;
    sends += 1;
    await tx.loadSend(actor, room, nonce, null);
    const id = newId();
    await tx.appendMessage(plainMessage(id, room, author, nonce, tx.now));
    await tx.appendLog([
      {
        stream: room,
        seq: 0,
        id: newId(),
        type: "message_create",
        at: tx.now,
        origin: 1,
        user: author.id,
        subject: id,
        detail: null,
      },
    ]);
  }
  commit.run();
}
process.stdout.write(JSON.stringify({ perSecond: sends / ((performance.now() - begun) / 1_000) }));
db.close();
release();
