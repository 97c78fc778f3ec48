/**
 * The files of an OriginChats server: JSON in its folder `db`, a file for each channel and thread with a message in
 * each line. Read with care: what has not the form that it should have is left out and counted.
 */

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Static } from "typebox";
import { Type } from "typebox";
import { schemaCheck } from "../../core/schema-check.ts";

const text = Type.String();
const names = Type.Array(text);
const time = Type.Number({ exclusiveMinimum: 0, maximum: 1e11 }); // seconds

const account = Type.Object({
  id: text,
  username: Type.Optional(text),
  nickname: Type.Optional(Type.Union([text, Type.Null()])),
  roles: Type.Optional(names),
});
const role = Type.Object({
  name: text,
  color: Type.Optional(Type.Union([text, Type.Null()])),
  hoisted: Type.Optional(Type.Boolean()),
  permissions: Type.Optional(Type.Unknown()),
  self_assignable: Type.Optional(Type.Boolean()),
  category: Type.Optional(Type.Union([text, Type.Null()])),
  position: Type.Optional(Type.Number()),
});
const channel = Type.Object({
  name: text,
  type: text,
  description: Type.Optional(text),
  permissions: Type.Optional(Type.Record(text, names)),
});
const thread = Type.Object({
  id: Type.String({ pattern: "^[0-9A-Za-z-]{1,64}$" }),
  name: Type.String({ minLength: 1 }),
  parent_channel: text,
  created_by: text,
  created_at: time,
  locked: Type.Optional(Type.Boolean()),
  archived: Type.Optional(Type.Boolean()),
  participants: Type.Optional(names),
});
const emoji = Type.Object({ id: text, name: text, fileName: text });
const message = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 60 }),
  user: text,
  content: text,
  timestamp: time,
  edited: Type.Optional(Type.Boolean()),
  pinned: Type.Optional(Type.Boolean()),
  reply_to: Type.Optional(Type.Union([Type.Object({ id: text }), Type.Null()])),
  reactions: Type.Optional(Type.Record(text, names)),
  embeds: Type.Optional(Type.Array(Type.Unknown())),
  attachments: Type.Optional(Type.Array(Type.Object({ id: Type.Optional(text), name: Type.Optional(text) }))),
  webhook: Type.Optional(
    Type.Union([Type.Object({ id: Type.Optional(text), name: Type.Optional(text) }), Type.Null()]),
  ),
});
const webhook = Type.Object({
  id: text,
  channel: text,
  name: text,
  token: Type.String({ minLength: 16, maxLength: 200 }),
  created_by: Type.Optional(text),
  created_at: Type.Optional(time),
  avatar: Type.Optional(Type.Union([text, Type.Null()])),
});

const poll = Type.Object({
  id: text,
  message_id: text,
  question: text,
  options: Type.Array(Type.Object({ id: text, text, emoji: Type.Optional(Type.Union([text, Type.Null()])) })),
  allow_multiselect: Type.Optional(Type.Boolean()),
  expires_at: Type.Optional(Type.Union([time, Type.Null()])),
  ended: Type.Optional(Type.Boolean()),
  ended_at: Type.Optional(Type.Union([time, Type.Null()])),
});
const vote = Type.Object({ option_id: text, user_id: text });
const attachment = Type.Object({
  id: text,
  filename: text,
  original_name: Type.Optional(text),
  expires_at: Type.Optional(Type.Union([time, Type.Null()])),
  permanent: Type.Optional(Type.Boolean()),
});
/** What somebody has read, by the names of channels and, after "thread/", the ids of threads. */
const reads = Type.Object({ id: text, read: Type.Record(text, text) });

export type OldPoll = Static<typeof poll> & { readonly votes: readonly OldVote[] };
export type OldVote = Static<typeof vote>;
export type OldAttachment = Static<typeof attachment>;
export type OldReads = Static<typeof reads>;
export type OldAccount = Static<typeof account> & { readonly hash: string | null };
export type OldRole = Static<typeof role>;
export type OldChannel = Static<typeof channel>;
export type OldThread = Static<typeof thread>;
export type OldEmoji = Static<typeof emoji>;
export type OldWebhook = Static<typeof webhook>;
export type OldMessage = Static<typeof message>;

/** What there is, in its order; `strange` counts what could not be read, by what it is. */
export interface OldServer {
  readonly accounts: readonly OldAccount[];
  /** The highest first. */
  readonly roles: readonly OldRole[];
  readonly channels: readonly OldChannel[];
  readonly threads: readonly OldThread[];
  readonly emojis: readonly OldEmoji[];
  /** By the ids of their messages. */
  readonly polls: ReadonlyMap<string, OldPoll>;
  readonly attachments: ReadonlyMap<string, OldAttachment>;
  readonly reads: readonly OldReads[];
  readonly webhooks: readonly OldWebhook[];
  readonly strange: Map<string, number>;
  /** The messages of a channel, oldest first. */
  messagesOf(channel: string): OldMessage[];
  messagesIn(thread: string): OldMessage[];
  /** Null when it is gone. */
  emojiFile(emoji: OldEmoji): string | null;
  attachmentFile(attachment: OldAttachment): string | null;
}

/** A bcrypt hash, under whatever name the record has it. */
const BCRYPT = /^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$/;

const checkAccount = schemaCheck(account);
const checkRole = schemaCheck(role);
const checkChannel = schemaCheck(channel);
const checkThread = schemaCheck(thread);
const checkEmoji = schemaCheck(emoji);
const checkWebhook = schemaCheck(webhook);
const checkMessage = schemaCheck(message);
const checkPoll = schemaCheck(poll);
const checkVote = schemaCheck(vote);
const checkAttachment = schemaCheck(attachment);
const checkReads = schemaCheck(reads);

/** Looks into the folder of a server, or its `db`. Throws a sentence for the operator when it is none. */
export function readServer(folder: string): OldServer {
  const db = [join(folder, "db"), folder].find((one) => existsSync(join(one, "users.json")));
  if (db === undefined)
    throw new Error(`There is no OriginChats server in ${folder}: it has no db/users.json`);
  const strange = new Map<string, number>();

  /** Those that have the form; the others are counted. */
  const sound = <T>(
    what: string,
    check: { fits(value: unknown): value is T },
    all: readonly unknown[],
  ): T[] =>
    all.filter((one): one is T => {
      const fits = check.fits(one);
      if (!fits) strange.set(what, (strange.get(what) ?? 0) + 1);
      return fits;
    });
  const entries = (file: string): [string, unknown][] => {
    const value = readJson(join(db, file));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  };
  const named = (file: string, name: string): object[] =>
    entries(file).map(([key, value]) => (isRecord(value) ? { ...value, [name]: key } : { [name]: key }));
  const messages = (file: string): OldMessage[] => sound("message", checkMessage, readLines(join(db, file)));

  if (readJson(join(db, "users.json")) === null) throw new Error(`${join(db, "users.json")} is no JSON`);
  const accounts = sound("account", checkAccount, named("users.json", "id"));
  const roles = sound("role", checkRole, named("roles.json", "name"));
  const channels = readJson(join(db, "channels.json"));
  const votes = new Map(
    entries("poll_votes.json").map(([id, all]) => [
      id,
      sound("vote", checkVote, Array.isArray(all) ? all : []),
    ]),
  );
  const threads = threadFiles(join(db, "threads")).map((file) => readJson(join(db, "threads", file)));
  return {
    accounts: accounts.map((one) => ({
      ...one,
      hash: hashIn(one),
    })),
    roles: roles.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0)),
    channels: sound("channel", checkChannel, Array.isArray(channels) ? channels : []),
    threads: sound("thread", checkThread, threads).toSorted((a, b) => a.created_at - b.created_at),
    emojis: sound("emoji", checkEmoji, named("serverEmojis.json", "id")),
    polls: new Map(
      sound("poll", checkPoll, named("polls.json", "id")).map((one) => [
        one.message_id,
        { ...one, votes: votes.get(one.id) ?? [] },
      ]),
    ),
    attachments: new Map(
      sound("attachment", checkAttachment, named("attachments.json", "id")).map((one) => [one.id, one]),
    ),
    reads: sound(
      "read marks",
      checkReads,
      entries("unreads.json").map(([id, read]) => ({ id, read })),
    ),
    webhooks: sound("webhook", checkWebhook, named("webhooks.json", "id")),
    strange,
    // A channel's name is part of a path there; one that leads elsewhere has no messages here.
    messagesOf: (name) => (basename(name) === name ? messages(join("channels", `${name}.json`)) : []),
    messagesIn: (id) => messages(join("threadMessages", `${id}.jsonl`)),
    emojiFile: ({ fileName }) => fileIn(join(db, "serverEmojis"), fileName),
    attachmentFile: ({ filename }) => fileIn(join(db, "attachments"), filename),
  };
}

/** Null for none; a name that leads elsewhere has none. */
function fileIn(folder: string, name: string): string | null {
  const path = join(folder, basename(name));
  return name !== "" && existsSync(path) && statSync(path).isFile() ? path : null;
}

function hashIn(record: object): string | null {
  const values: unknown[] = Object.values(record);
  return values.find((value): value is string => typeof value === "string" && BCRYPT.test(value)) ?? null;
}

function threadFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return [...new Bun.Glob("*.json").scanSync({ cwd: folder })].sort();
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Null for what is not there, and for what is no JSON. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** An array, as it once was, or a value in each line; a line that is torn is null. */
function readLines(path: string): unknown[] {
  if (!existsSync(path)) return [];
  const all = readFileSync(path, "utf8");
  if (all.trimStart().startsWith("[")) {
    const value = readJson(path);
    return Array.isArray(value) ? value : [null];
  }
  return all
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      try {
        return JSON.parse(line) as unknown;
      } catch {
        return null;
      }
    });
}
