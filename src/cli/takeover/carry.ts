/** Carries an OriginChats server over: accounts, roles, channels, emojis, threads and messages, with times and authors. */

import { readFileSync } from "node:fs";
import type { Id, Millis } from "../../core/model/ids.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { Uploads } from "../../core/uploads.ts";
import { overridesFor } from "../../dialects/originchats/channel-permissions.ts";
import type { NamedSpace } from "../../dialects/originchats/names.ts";
import { corePermissions, coreRoleName, OWNER, roleNames, USER } from "../../dialects/originchats/roles.ts";
import { createSecrets } from "../../net/secrets.ts";
import type { Operator } from "../control.ts";
import { actingFor } from "../operator.ts";
import { createCounting } from "./counting.ts";
import { keyOf, messageTaker, oneChunk } from "./messages.ts";
import { hookKey, peopleTaker } from "./people.ts";
import type { OldChannel, OldServer, OldWebhook } from "./store.ts";

/** What came of it: how many were made, and what was left behind, by what it is. */
export interface Carried {
  readonly made: Readonly<Record<string, number>>;
  readonly left: Readonly<Record<string, number>>;
}

const KINDS = new Map<string, "text" | "voice" | "forum" | "category">([
  ["text", "text"],
  ["voice", "voice"],
  ["forum", "forum"],
  ["separator", "category"],
]);

interface Deps {
  readonly operator: Operator;
  readonly uploads: Uploads;
  /** The address at which this server shows a picture of another; "" when that is none that may be called. */
  readonly proxied: (url: string) => string;
  readonly now: () => Millis;
}

/** Carry everything into the default space. Throws a sentence for the operator when nobody can own it. */
export async function carry(old: OldServer, { operator, uploads, proxied, now }: Deps): Promise<Carried> {
  const started = now();
  const counting = createCounting(old.strange);
  const { made, left, count, attempt } = counting;
  const look = () => operator.ask(null, { type: "operator_space", input: { slug: null } });
  const { id: space } = (await look()).space;
  const ownerHere = async (): Promise<Id | null> => (await look()).space.owner;
  const people = peopleTaker({ ...counting, old, operator, space, ownerHere });
  const { users } = people;
  await people.takeAccounts();
  const owner = await people.requireOwner();

  /** The space and what its roles are called there. */
  async function named(): Promise<NamedSpace & { readonly rooms: readonly RoomView[] }> {
    const { space: now, roles, rooms } = await look();
    return { space: now, roles, rooms, names: roleNames(roles) };
  }

  const known = new Set((await named()).names.values());
  for (const role of old.roles) {
    const { name, color, hoisted = false, permissions, self_assignable: selfAssignable = false } = role;
    if (known.has(name) || name === OWNER || name === USER) continue;
    const list = Array.isArray(permissions) ? permissions.filter((one) => typeof one === "string") : [];
    const role_create = {
      space,
      name: coreRoleName(name),
      permissions: corePermissions(list, []),
      color: /^#[0-9a-f]{6}$/i.test(color ?? "") ? Number.parseInt((color ?? "").slice(1), 16) : 0,
      hoisted,
      mentionable: true,
      selfAssignable,
      category: role.category ?? "",
    };
    if (await attempt("role", () => operator.ask(owner, { type: "role_create", input: role_create })))
      count(made, "roles");
  }

  const { names, roles } = await named();
  const byName = new Map([...names].map(([id, name]) => [name, id]));
  for (const { id, roles: held = [] } of old.accounts) {
    const user = users.get(id);
    if (user === undefined || user === owner.user) continue;
    for (const name of held.toReversed()) {
      const role = byName.get(name === OWNER ? "admin" : name);
      const ordinary = roles.some((one) => one.id === role && one.position > 0);
      if (role === undefined || !ordinary) continue;
      const input = { space, user, role };
      await attempt("role of a member", () => operator.ask(owner, { type: "role_assign", input }));
    }
    if (!held.includes("banned")) continue;
    const ban = { space, user, reason: "", until: 0 };
    await attempt("ban", () => operator.ask(owner, { type: "ban_add", input: ban }));
  }

  for (const [place, channel] of old.channels.entries()) await takeChannel(channel, place);

  async function takeChannel(channel: OldChannel, place: number): Promise<void> {
    const now = await named();
    const kind = KINDS.get(channel.type);
    if (kind === undefined) return count(left, `channel (of the type ${channel.type})`);
    const overrides = overridesFor(channel.permissions ?? {}, [], now).map((one) => ({
      ...one,
      allow: [...one.allow],
      deny: [...one.deny],
    }));
    const there = now.rooms.find((room) => room.kind === kind && room.name === channel.name);
    if (there === undefined) {
      const topic = [...(channel.description ?? "")].slice(0, 1_024).join("");
      const bare = { parent: null, slowMode: 0, userLimit: 0 };
      const input = { space, kind, name: channel.name, topic, overrides, ...bare };
      const room = await attempt("channel", () => operator.ask(owner, { type: "room_create", input }));
      if (room === null) return;
      count(made, "channels");
      // In the order that they had there.
      await attempt("place of a channel", () =>
        operator.ask(owner, { type: "room_move", input: { room: room.id, parent: null, position: place } }),
      );
      return;
    }
    // A room that nobody has used yet is the channel; one that is in use keeps its permissions.
    if (there.last.id !== 0 || there.overrides.length > 0) return;
    for (const override of overrides) {
      const input = { room: there.id, override };
      await attempt("permissions", () => operator.ask(owner, { type: "permission_override_set", input }));
    }
  }

  /** What a picture's number there is written as in a reaction here. */
  const pictures = new Map<string, string>();
  for (const emoji of old.emojis) {
    const name = emojiNameOf(emoji.name);
    const { emojis } = await operator.ask(owner, { type: "snapshot_get", input: { space } });
    const there = emojis.find((one) => one.name === name);
    if (there !== undefined) {
      pictures.set(emoji.id, `:${name}:${there.id}`);
      continue;
    }
    const file = old.emojiFile(emoji);
    if (file === null) {
      count(left, "emoji (its file is gone)");
      continue;
    }
    await attempt("emoji", async () => {
      const bytes = readFileSync(file);
      const wish = { name: emoji.fileName, description: "", spoiler: false };
      const { id: upload } = await uploads.receive(owner, wish, bytes.length, oneChunk(bytes));
      const input = { space, name, upload, rooms: [] };
      const { id } = await operator.ask(owner, { type: "emoji_create", input });
      pictures.set(emoji.id, `:${name}:${id}`);
      count(made, "emojis");
    });
  }

  const texts = (await named()).names;
  const rooms = new Map((await named()).rooms.map((room) => [`${room.kind} ${room.name}`, room.id]));
  for (const webhook of old.webhooks) await takeWebhook(webhook);

  /** Those who post by it go on with the address that they have. */
  async function takeWebhook({
    id,
    channel,
    name,
    token,
    avatar = null,
    ...webhook
  }: OldWebhook): Promise<void> {
    const room = rooms.get(`text ${channel}`);
    if (room === undefined) return count(left, "webhook (of a channel that was left behind)");
    const input = {
      room,
      name: name.slice(0, 64),
      tokenHash: createSecrets().hashToken(token),
      creator: users.get(webhook.created_by ?? "") ?? owner.user,
      created: Math.round((webhook.created_at ?? 1) * 1_000),
    };
    const taken = await attempt("webhook", () => operator.ask(null, { type: "taken_webhook", input }));
    if (taken === null) return;
    users.set(hookKey(id), taken.id);
    if (!taken.made) return;
    count(made, "webhooks");
    if (avatar !== null) count(left, "picture of a webhook");
  }

  const { authorOf } = people;
  const taker = { old, operator, uploads, users, authorOf, texts, pictures, proxied, now, count, made, left };
  const said = messageTaker(taker);
  for (const { type, name } of old.channels) {
    const room = rooms.get(`${KINDS.get(type)} ${name}`);
    const messages = type === "text" ? old.messagesOf(name) : [];
    if (room !== undefined) await said.take(room, messages);
    else count(left, "message (of a channel that was left behind)", messages.length);
  }
  for (const { id, name, parent_channel: parent, created_by, ...thread } of old.threads) {
    const room = rooms.get(`forum ${parent}`) ?? rooms.get(`text ${parent}`);
    if (room === undefined) {
      count(left, "thread (of a channel that was left behind)");
      continue;
    }
    const input = {
      parent: room,
      key: keyOf(id),
      name,
      creator: users.get(created_by) ?? (await people.stranger(created_by)),
      created: Math.round(thread.created_at * 1_000),
      locked: thread.locked === true,
      archived: thread.archived === true,
      followers: (thread.participants ?? []).flatMap((one) => users.get(one) ?? []),
    };
    const taken = await attempt("thread", () => operator.ask(null, { type: "taken_thread", input }));
    if (taken === null) continue;
    if (taken.made) count(made, "threads");
    await said.take(taken.id, old.messagesIn(id));
  }

  for (const { id, read } of old.reads) await takeMarks(users.get(id), read);

  /** How far somebody has read; marks only go forward. */
  async function takeMarks(user: Id | undefined, read: Readonly<Record<string, string>>): Promise<void> {
    for (const [where, last] of Object.entries(read)) {
      const at = said.whereIs(last);
      if (user === undefined || at === null) {
        count(left, user === undefined ? "read mark (of nobody)" : `read mark (its message is not there)`);
        continue;
      }
      const input = { room: at.room, message: at.id, kind: "read" } as const;
      const marked = await attempt(
        `read mark in ${where.startsWith("thread/") ? "a thread" : "a channel"}`,
        () => operator.ask(actingFor(user), { type: "receipt_mark", input }),
      );
      if (marked?.read.message === at.id && marked.read.at >= started) count(made, "read marks");
    }
  }

  count(left, "poll (its message is not there)", old.polls.size - said.polls());
  return { made: Object.fromEntries(made), left: Object.fromEntries(left) };
}

/** A name as emojis have one here: theirs may have capitals, and one letter. */
function emojiNameOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, "_")
    .slice(0, 32)
    .padEnd(2, "_");
}
