/** What a handler holds when the store is PostgreSQL: the parts put together over one connection. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Awaitable } from "../../core/tx/awaitable.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { accounts, codes, sessions } from "./accounts.ts";
import { acks } from "./acks.ts";
import { attachments } from "./attachments.ts";
import { automod } from "./automod.ts";
import { bridges } from "./bridges.ts";
import { contacts } from "./contacts.ts";
import { deletedRooms } from "./deleted-rooms.ts";
import { direct } from "./direct.ts";
import { drawers } from "./drawers.ts";
import { emojis } from "./emojis.ts";
import { followers } from "./followers.ts";
import { identities } from "./identities.ts";
import { instance } from "./instance.ts";
import { invites } from "./invites.ts";
import { logs } from "./log.ts";
import { madeRooms } from "./made-rooms.ts";
import { members } from "./members.ts";
import { mentions } from "./mentions.ts";
import { messages } from "./messages.ts";
import { moderation } from "./moderation.ts";
import { phones } from "./phones.ts";
import { pings } from "./pings.ts";
import { pins } from "./pins.ts";
import { polls } from "./polls.ts";
import { presences } from "./presences.ts";
import { previews } from "./previews.ts";
import { push } from "./push.ts";
import { reach } from "./reach.ts";
import { reading } from "./reading.ts";
import { receipts } from "./receipts.ts";
import { reports } from "./reports.ts";
import { retention } from "./retention.ts";
import { revisions } from "./revisions.ts";
import { roles } from "./roles.ts";
import { rooms } from "./rooms.ts";
import { search } from "./search.ts";
import { slash } from "./slash.ts";
import { spaces } from "./spaces.ts";
import type { Database } from "./statements.ts";
import { threads } from "./threads.ts";
import { timers } from "./timers.ts";
import { voice } from "./voice.ts";
import { webhooks } from "./webhooks.ts";

/** A part of `Tx`, made once per connection with its statements prepared. */
export type Part<T> = (db: Database) => T;

/** Makes transactions for one connection: `begin` gives the one to use from a time on. */
export function txSource(db: Database, newId: () => Id): (now: Millis) => Tx {
  const parts = {
    ...accounts(db),
    ...codes(db),
    ...invites(db),
    ...instance(db),
    ...sessions(db),
    ...spaces(db),
    ...roles(db),
    ...members(db),
    ...moderation(db),
    ...reports(db),
    ...retention(db),
    ...pings(db),
    ...drawers(db),
    ...reading(db),
    ...automod(db),
    ...rooms(db),
    ...deletedRooms(db),
    ...direct(db),
    ...bridges(db),
    ...madeRooms(db),
    ...identities(db),
    ...receipts(db),
    ...reach(db),
    ...acks(db),
    ...presences(db),
    ...messages(db),
    ...mentions(db),
    ...revisions(db),
    ...pins(db),
    ...search(db),
    ...logs(db),
    ...emojis(db),
    ...attachments(db),
    ...voice(db),
    ...timers(db),
    ...slash(db),
    ...previews(db),
    ...push(db),
    ...phones(db),
    ...contacts(db),
    ...followers(db),
    ...webhooks(db),
    ...threads(db),
    ...polls(db),
    // Asked of many connections, none of which knows what the others store.
    once: <T extends object>(_key: string, make: () => Awaitable<T>) => make(),
    newId,
    newCode,
    newKey,
    newToken,
  };
  const tx = { ...parts, now: 0 };
  return (now) => {
    tx.now = now;
    return tx;
  };
}

function newKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url");
}

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"; // Without those that look alike.

/** 16 letters: about 79 random bits. */
function newCode(): string {
  let code = "";
  while (code.length < 16) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < LETTERS.length * 8) code += LETTERS[byte % LETTERS.length];
  }
  return code;
}

function newToken(): { token: string; hash: string } {
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
  return { token, hash: new Bun.CryptoHasher("sha256").update(token).digest("base64url") };
}
