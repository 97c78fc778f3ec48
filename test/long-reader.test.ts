/**
 * Who reads the files for long, as an export, a backup or a move does, holds nobody up who writes (SQLite).
 *
 * What is deleted is to leave the journal soon, and what is being read must stay in it: emptying it waits for the
 * reader. How long somebody who sends waits for that is not measured by a clock but by what is answered meanwhile
 * without being stored, on another connection.
 */

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { ask } from "./community.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { ON_POSTGRES } from "./postgres.ts";

/** A disk may be slow once; who is held up by the reader is so each time. */
const ROUNDS = 3;

/** How long is sent: emptying the journal is tried a second after something was deleted, and each second from then on. */
const ROUND_MILLIS = 1_500;

let koine: Koine;
let ann: GatewayClient;
let bob: GatewayClient;
let room_id: number;

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
  const entered = await enter(koine.gateway, (await register(koine.url, "ann")).token);
  ann = entered.client;
  room_id = entered.ready.space.default_room_id;
  bob = (await enter(koine.gateway, (await register(koine.url, "bob")).token)).client;
}, 60_000);

afterAll(async () => {
  await ann.close();
  await bob.close();
  await koine.stop();
  removeDirectories();
});

async function send(content: string): Promise<number> {
  const { message } = await ask(ann, { type: "message_send", room_id, content });
  return (message as { id: number }).id;
}

const pathOf = (name: string) => join(koine.directory, name);

/** Deletes something while somebody reads; gives what part of all that was answered until then was answered during one send. */
async function longestSend(round: number): Promise<number> {
  await ask(ann, { type: "message_delete", message_id: await send(`goes before ${round}`) });
  // No such work is left from before.
  while (statSync(pathOf("koine.db-wal")).size > 0) await ask(bob, { type: "heartbeat" });
  const doomed = await send(`goes ${round}`);
  const reader = new Database(pathOf("koine.db"), { readonly: true });
  reader.run("begin");
  const count = reader.query<{ count: number }, []>("select count(*) as count from message");
  const before = count.get()?.count ?? 0;
  await ask(ann, { type: "message_delete", message_id: doomed });

  const until = performance.now() + ROUND_MILLIS;
  let beats = 0;
  let longest = 0;
  let over = false;
  const sending = async (): Promise<void> => {
    while (performance.now() < until) {
      const begun = beats;
      await send(`meanwhile ${round}`);
      longest = Math.max(longest, beats - begun);
    }
    over = true;
  };
  const sends = sending();
  while (!over) {
    await ask(bob, { type: "heartbeat" });
    beats += 1;
  }
  await sends;
  // It has read on all the while, and sees what it saw when it began.
  expect(count.get()?.count ?? 0).toBe(before);
  reader.close();
  return longest / beats;
}

test.skipIf(ON_POSTGRES)(
  "a message is answered while somebody reads on, and the journal waits to be emptied",
  async () => {
    let best = 1;
    for (let round = 0; round < ROUNDS && best > 0.5; round += 1)
      best = Math.min(best, await longestSend(round));
    expect(best).toBeLessThan(0.5);
  },
  60_000,
);
