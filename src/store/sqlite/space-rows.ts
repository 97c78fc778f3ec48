/** Which rows are a space's: what an export holds of it, table by table (docs/export-format.md). */

import { randomBytes } from "node:crypto";

const ROOMS = "(select id from room where space = ?1)";
const MESSAGES = `(select id from message where room in ${ROOMS})`;
const STREAMS = `(select id from room where space = ?1 union select id from space where id = ?1
  union select staff from space where id = ?1)`;
const EMOJIS = "(select id from emoji where space = ?1)";
/** Everybody who is named by a row of the space. */
const USERS = `(select user from member where space = ?1
  union select author from message where room in ${ROOMS}
  union select user from reaction where message in ${MESSAGES}
  union select creator from room where space = ?1
  union select creator from emoji where space = ?1
  union select creator from webhook where space = ?1 union select id from webhook where space = ?1
  union select user from ban where space = ?1 union select by from ban where space = ?1
  union select by from audit where space = ?1
  union select user from report where space = ?1
  union select reporter from report where space = ?1 union select moderator from report where space = ?1
  union select by from pin where room in ${ROOMS}
  union select user from log where stream in ${STREAMS}
  union select subject from log where stream in ${STREAMS})`;

/** A value as the database has it. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A table, and which of its rows are the space ?1's. */
export interface SpaceTable {
  readonly name: string;
  readonly where: string;
  /** Columns that are nobody else's business: never written, and refused where they are read. */
  readonly without?: readonly string[];
  /** What an imported row has in place of what it said, or could not say. */
  readonly anew?: (row: Row) => Row;
}

/** In the order in which they are written and read. */
export const spaceTables: readonly SpaceTable[] = [
  { name: "space", where: "id = ?1" },
  // Secrets stay: whoever comes back gets a new password.
  { name: "user", where: `id in ${USERS}`, without: ["password_hash", "tokens_valid_after"] },
  { name: "role", where: "space = ?1" },
  { name: "member", where: "space = ?1" },
  { name: "departed", where: "space = ?1" },
  { name: "ban", where: "space = ?1" },
  { name: "audit", where: "space = ?1" },
  { name: "report", where: "space = ?1" },
  { name: "automod_rule", where: "space = ?1" },
  { name: "slash_command", where: "space = ?1" },
  { name: "room", where: "space = ?1" },
  // What dialects keep beside what the core knows of a room, a role or a user.
  {
    name: "drawer",
    where: `subject = ?1 or subject in ${ROOMS} or subject in ${USERS}
      or subject in (select id from role where space = ?1)`,
  },
  { name: "thread_member", where: `room in ${ROOMS}` },
  { name: "hush", where: "space = ?1" },
  { name: "slow", where: `room in ${ROOMS}` },
  { name: "counter", where: `id in ${STREAMS}` },
  { name: "log", where: `stream in ${STREAMS}` },
  { name: "message", where: `room in ${ROOMS}` },
  { name: "revision", where: `message in ${MESSAGES}` },
  { name: "reaction", where: `message in ${MESSAGES}` },
  { name: "mention", where: `room in ${ROOMS}` },
  { name: "pin", where: `room in ${ROOMS}` },
  { name: "poll", where: `message in ${MESSAGES}` },
  { name: "poll_option", where: `message in ${MESSAGES}` },
  { name: "vote", where: `message in ${MESSAGES}` },
  { name: "receipt", where: `room in ${ROOMS}` },
  { name: "timer", where: `subject in ${STREAMS} or subject in ${MESSAGES}` },
  { name: "emoji", where: "space = ?1" },
  // Secrets stay: nobody has the new one until it is rotated, and what cannot be checked is not sent.
  {
    name: "webhook",
    where: "space = ?1",
    without: ["secret"],
    anew: ({ kind }) => ({
      secret: randomBytes(32).toString("base64url"),
      ...(kind === "outgoing" ? { disabled: 1 } : {}),
    }),
  },
  {
    name: "attachment",
    where: `used_by = ?1 or used_by in ${MESSAGES} or used_by in ${EMOJIS} or used_by in ${USERS}`,
  },
];

/** Tables that no export holds, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  meta: "the epoch: of the database, not of the space",
  token: "secret",
  code: "secret",
  invite: "an invite's code is a secret, and its address changes with the server",
  ack: "of a client's connection",
  bridge: "of this instance's configuration",
  bridge_ended: "of this instance's configuration",
  emoji_ended: "about what this instance's backends bring",
  identity: "of this instance's bridges",
  identity_claim: "secret",
  bridge_made: "of this instance's configuration",
  bridge_link: "of this instance's configuration",
  bridge_message: "of this instance's configuration",
  voice: "who speaks at this moment",
  preview: "what other servers' pages said, which is looked at anew",
  follower: "how far this instance has told others of the log",
  outbox: "is sent by this instance",
  slash_call: "waits for an answer at this moment",
  call: "of dialogs and groups, which belong to the instance",
  call_member: "of dialogs and groups, which belong to the instance",
  session: "of the database, not of the space",
  presence: "a person's own, on this instance",
  block: "a person's own, on this instance",
  room_member: "of dialogs, groups and notes, which belong to the instance",
  dialog: "of dialogs and notes, which belong to the instance",
  deleted_room: "what is still to be erased",
  purge: "what is still to be erased",
  ping_clear: "a person's own, on this instance",
  notification: "a person's own, on this instance",
  quiet: "a person's own, on this instance",
  push_key: "secret",
  push_device: "a person's own, on this instance",
  phone: "a person's own, on this instance",
  given_name: "a person's own, on this instance",
  contact: "a person's own, on this instance",
  phone_code: "secret",
  refresh_token: "secret",
  upload: "under way",
  loose_blob: "what is still to be removed",
  storage: "counted by what is imported",
  indexed: "of the search index, which is made anew",
};
