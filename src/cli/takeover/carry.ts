/** Carries an OriginChats server over: accounts, roles, channels, emojis, threads and messages, with times and authors. */

import { readFileSync } from "node:fs";
import { Fault } from "../../core/faults.ts";
import type { Id, Millis } from "../../core/model/ids.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Uploads } from "../../core/uploads.ts";
import { overridesFor } from "../../dialects/originchats/channel-permissions.ts";
import type { NamedSpace } from "../../dialects/originchats/names.ts";
import { LOCAL, VALIDATOR } from "../../dialects/originchats/nouns.ts";
import { corePermissions, coreRoleName, OWNER, roleNames, USER } from "../../dialects/originchats/roles.ts";
import { createSecrets } from "../../net/secrets.ts";
import type { Operator } from "../control.ts";
import { actingFor } from "../operator.ts";
import { keyOf, messageTaker, oneChunk } from "./messages.ts";
import type { OldAccount, OldChannel, OldMessage, OldServer, OldWebhook } from "./store.ts";

/** What came of it: how many were made, and what was left behind, by what it is. */
export interface Carried {
  readonly made: Readonly<Record<string, number>>;
  readonly left: Readonly<Record<string, number>>;
}

/** The bridge of those who wrote but have no account there: webhooks, the server itself, who is gone. */
const ELSEWHERE = "originchats";

const KINDS = new Map<string, "text" | "voice" | "forum" | "category">([
  ["text", "text"],
  ["voice", "voice"],
  ["forum", "forum"],
  ["separator", "category"],
]);

/** Carry everything into the default space. Throws a sentence for the operator when nobody can own it. */
export async function carry(
  old: OldServer,
  operator: Operator,
  uploads: Uploads,
  now: () => Millis,
): Promise<Carried> {
  const started = now();
  const made = new Map<string, number>();
  const left = new Map<string, number>(old.strange);
  const count = (of: Map<string, number>, what: string, many = 1): void => {
    if (many > 0) of.set(what, (of.get(what) ?? 0) + many);
  };
  const look = () => operator.ask(null, { type: "operator_space", input: { slug: null } });
  const { id: space } = (await look()).space;

  /** Does one thing that may be refused; then it is left behind. */
  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      count(left, `${what} (${error.message})`);
      return null;
    }
  }

  /** The users by their ids there. */
  const users = new Map<string, Id>();

  async function ghost(backend: string, remoteId: string, nick: string): Promise<Id> {
    const input = { space, backend, remoteId, nick, name: nick };
    return (await operator.ask(null, { type: "ghost_upsert", input })).id;
  }

  async function takeAccount(account: OldAccount): Promise<void> {
    const { id, username = id, hash } = account;
    if (!id.startsWith(LOCAL)) {
      users.set(id, await ghost(VALIDATOR, id, username));
      return;
    }
    const handle = id.slice(LOCAL.length);
    const name = [...(account.nickname ?? "").trim()].slice(0, 64).join("") || handle;
    const input = { space, handle, name, passwordHash: hash };
    const taken = await attempt("account", () => operator.ask(null, { type: "taken_account", input }));
    if (taken === null) return;
    users.set(id, taken.id);
    if (taken.made) count(made, "accounts");
    if (taken.made && hash === null) count(left, "password (a local account without one)");
  }

  /** Who said something; a ghost where it is nobody with an account. */
  async function authorOf({ user, webhook }: OldMessage): Promise<Id> {
    const name = webhook?.name ?? user;
    const known =
      users.get(user) ?? users.get(hookKey(webhook?.id ?? "")) ?? users.get(`${ELSEWHERE} ${name}`);
    if (known !== undefined) return known;
    const made = await ghost(ELSEWHERE, name, name.startsWith(LOCAL) ? name.slice(LOCAL.length) : name);
    users.set(`${ELSEWHERE} ${name}`, made);
    return made;
  }

  for (const account of old.accounts) await takeAccount(account);
  const owner = await requireOwner();

  /** The space's owner, to act for; where there is none, the first with an account who is an owner there. */
  async function requireOwner(): Promise<Actor> {
    const { space: now } = await look();
    if (now.owner !== null) return actingFor(now.owner);
    const first = old.accounts.find(({ id, roles }) => id.startsWith(LOCAL) && roles?.includes(OWNER));
    const user = first === undefined ? undefined : users.get(first.id);
    if (user === undefined)
      throw new Error(
        'Nobody owns this server yet: "koine user create HANDLE --owner" makes an account that does',
      );
    await operator.ask(null, { type: "operator_owner", input: { slug: null, user } });
    return actingFor(user);
  }

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

  const said = messageTaker({
    old,
    operator,
    uploads,
    users,
    authorOf,
    texts,
    pictures,
    now,
    count,
    made,
    left,
  });
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
      creator: users.get(created_by) ?? (await ghost(ELSEWHERE, created_by, created_by)),
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

/** Under what a webhook's author is found among the users. */
function hookKey(id: string): string {
  return `webhook ${id}`;
}
