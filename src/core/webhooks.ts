/**
 * Webhooks: ways in for other programs' messages (`posting.ts`), and out for our events (`outgoing.ts`).
 *
 * A webhook belongs to a room, an outgoing one to a room or to all of the space. The secret is in the answer to
 * making and rotating alone: of an incoming one its hash is kept, of an outgoing one the key itself, because bodies
 * are signed with it.
 */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { may, requireMember, requireRoom, requireSpace, type Standing, standingIn } from "./authorize.ts";
import { requireGoodName } from "./automod.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { follow, jobSet } from "./following.ts";
import type { Id } from "./model/ids.ts";
import type { Webhook } from "./model/outside.ts";
import type { Space } from "./model/spaces.ts";
import type { Actor, User } from "./model/users.ts";
import { HOOK_EVENTS, MAX_DEAD, streamsOf, unfollowUnheard } from "./outgoing.ts";
import { cut } from "./page.ts";
import { AVATAR } from "./profiles.ts";
import type { Tx } from "./tx/tx.ts";
import { PictureSchema, usePicture } from "./use-image.ts";
import { refOf } from "./user-refs.ts";
import { WEBHOOK_BACKEND } from "./webhook-author.ts";

/** Most webhooks of a space. */
export const MAX_WEBHOOKS = 200;
/** Longest name, in code points. */
export const MAX_WEBHOOK_NAME = 64;
/** Longest address that events are posted to, in characters. */
export const MAX_WEBHOOK_URL = 2_048;
/** Most webhooks, or deliveries, that one call gives. */
export const MAX_WEBHOOKS_PAGE = 200;

const eventsSchema = Type.Array(Type.Enum(HOOK_EVENTS), { maxItems: HOOK_EVENTS.length, uniqueItems: true });
const page = {
  after: Type.Integer({ minimum: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: MAX_WEBHOOKS_PAGE }),
};

/** A webhook with its secret, once. */
export interface NewWebhook {
  readonly webhook: Webhook;
  readonly secret: string;
}

/**
 * Make a webhook. An outgoing one is told what its maker may see, as long as they may.
 *
 * Faults: `not_found` (room, space, upload), `forbidden`, `invalid`, `limit_reached`.
 */
export const webhookCreate = command(
  "change",
  fields({
    space: IdSchema,
    /** Null = the space and all its rooms, for outgoing ones only. */
    room: Type.Union([IdSchema, Type.Null()]),
    kind: Type.Union([Type.Literal("incoming"), Type.Literal("outgoing")]),
    name: Type.String(),
    url: Type.String(),
    events: eventsSchema,
    /** One of the caller's uploads; 0 = none. */
    avatar: PictureSchema,
  }),
  async (tx, actor, input): Promise<{ reply: NewWebhook; events: Happening[] }> => {
    const { kind, room } = input;
    const { caller, space, standing } = await requireManager(tx, actor, input.space, room, kind);
    const name = requireName(input.name);
    await requireGoodName(tx, space.id, standing, name);
    const url = kind === "outgoing" ? requireUrl(input.url) : "";
    if ((await tx.countWebhooks(space.id)) >= MAX_WEBHOOKS)
      throw new Fault("limit_reached", `A space has at most ${MAX_WEBHOOKS} webhooks`);
    const id = tx.newId();
    const avatar = await usePicture(tx, caller.id, input.avatar, "avatar", id, AVATAR);
    const webhook: Webhook = {
      id,
      kind,
      space: space.id,
      room,
      name,
      avatar,
      url,
      events: kind === "outgoing" ? input.events : [],
      disabled: false,
      failures: 0,
      creator: refOf(caller),
      created: tx.now,
      lastUsed: 0,
    };
    const { token, hash } = tx.newToken();
    await tx.insertWebhook(webhook, kind === "incoming" ? hash : token);
    if (kind === "incoming") await insertAuthor(tx, webhook);
    const signals = kind === "outgoing" ? await follow(tx, "webhooks", await streamsOf(tx, webhook)) : [];
    const audit = await record(tx, actor, space, {
      action: "webhook_create",
      target: id,
      after: noted(webhook),
    });
    const events = [told(tx, actor, space, id, false), audit, ...signals];
    return { reply: { webhook, secret: token }, events };
  },
);

/** The webhooks of a room or, without one, of the space: those that the caller may change. */
export const webhooksGet = command(
  "read",
  fields({ space: IdSchema, room: Type.Union([IdSchema, Type.Null()]), ...page }),
  async (tx, actor, { space: id, room, after, limit }) => {
    const { space, standing } = await requireManager(tx, actor, id, room, "outgoing");
    const found = await tx.webhooksOf(space.id, room, after, MAX_WEBHOOKS);
    const rooms = new Map((await tx.roomsOf(space.id)).map((one) => [one.id, one]));
    const shown = found.filter((webhook) => {
      const of = webhook.room === null ? null : rooms.get(webhook.room);
      if (of === undefined) return false;
      const here = of === null ? standing : { ...standing, overrides: of.overrides, archived: false };
      return may(here, "view", tx.now) && may(here, "manage_webhooks", tx.now);
    });
    return { reply: cut(shown.slice(0, limit + 1), limit), events: [] };
  },
);

/**
 * Change a webhook; null leaves a field. Where it goes to another room, the right is asked there as well.
 *
 * Faults: `not_found`, `forbidden`, `invalid`.
 */
export const webhookUpdate = command(
  "change",
  fields({
    webhook: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    room: Type.Union([IdSchema, Type.Null()]),
    url: Type.Union([Type.String(), Type.Null()]),
    events: Type.Union([eventsSchema, Type.Null()]),
    avatar: Type.Union([PictureSchema, Type.Null()]),
    disabled: Type.Union([Type.Boolean(), Type.Null()]),
  }),
  async (tx, actor, input) => {
    const { webhook: old, caller, space, standing } = await requireWebhook(tx, actor, input.webhook);
    if (input.room !== null) await requireManager(tx, actor, space.id, input.room, old.kind);
    const name = input.name === null ? old.name : requireName(input.name);
    if (name !== old.name) await requireGoodName(tx, space.id, standing, name);
    const outgoing = old.kind === "outgoing";
    if (!outgoing && (input.url !== null || input.events !== null))
      throw new Fault("invalid", "Only an outgoing webhook has an address and events");
    const disabled = input.disabled ?? old.disabled;
    const webhook: Webhook = {
      ...old,
      name,
      room: input.room ?? old.room,
      url: input.url === null ? old.url : requireUrl(input.url),
      events: input.events ?? old.events,
      disabled,
      failures: disabled ? old.failures : 0,
      avatar:
        input.avatar === null
          ? old.avatar
          : await usePicture(tx, caller.id, input.avatar, "avatar", old.id, AVATAR),
    };
    await tx.updateWebhook(webhook);
    if (!outgoing) await updateAuthor(tx, webhook);
    const followed = outgoing ? await followAnew(tx, old, webhook) : [];
    const change = { before: noted(old), after: noted(webhook) };
    const audit = await record(tx, actor, space, { action: "webhook_update", target: old.id, ...change });
    return { reply: webhook, events: [told(tx, actor, space, old.id, false), audit, ...followed] };
  },
);

/** Give a webhook a new secret; the old one stops at once. Faults: `not_found`, `forbidden`. */
export const webhookRotate = command(
  "change",
  fields({ webhook: IdSchema }),
  async (tx, actor, input): Promise<{ reply: NewWebhook; events: Event[] }> => {
    const { webhook, space } = await requireWebhook(tx, actor, input.webhook);
    const { token, hash } = tx.newToken();
    await tx.setWebhookSecret(webhook.id, webhook.kind === "incoming" ? hash : token);
    const audit = await record(tx, actor, space, { action: "webhook_rotate", target: webhook.id });
    const events = [told(tx, actor, space, webhook.id, false), audit];
    return { reply: { webhook, secret: token }, events };
  },
);

/** Delete a webhook; what it posted stays. Faults: `not_found`, `forbidden`. */
export const webhookDelete = command("change", fields({ webhook: IdSchema }), async (tx, actor, input) => {
  const { webhook, space } = await requireWebhook(tx, actor, input.webhook);
  await tx.deleteWebhook(webhook.id);
  await tx.deleteJobsOf("webhooks", webhook.id);
  if (webhook.kind === "outgoing") await unfollowUnheard(tx, webhook);
  const act = { action: "webhook_delete", target: webhook.id, before: noted(webhook) } as const;
  return {
    reply: null,
    events: [told(tx, actor, space, webhook.id, true), await record(tx, actor, space, act)],
  };
});

/** What was given up of an outgoing webhook, oldest first. Faults: `not_found`, `forbidden`. */
export const webhookDeliveriesGet = command(
  "read",
  fields({ webhook: IdSchema, ...page }),
  async (tx, actor, { webhook: id, after, limit }) => {
    const { webhook } = await requireWebhook(tx, actor, id);
    const found = await tx.jobsOf("webhooks", webhook.id, { dead: true, after, limit: limit + 1 });
    return { reply: cut(found, limit), events: [] };
  },
);

/**
 * Try again what was given up: one delivery, or all (null). Gives how many they are.
 *
 * Faults: `not_found` (also of a delivery), `forbidden`, `invalid` (the webhook is switched off).
 */
export const webhookRetry = command(
  "change",
  fields({ webhook: IdSchema, delivery: Type.Union([IdSchema, Type.Null()]) }),
  async (tx, actor, { webhook: id, delivery }) => {
    const { webhook, space } = await requireWebhook(tx, actor, id);
    if (webhook.disabled) throw new Fault("invalid", "The webhook is switched off; switch it on first");
    const count = await tx.reviveJobs("webhooks", webhook.id, delivery, tx.now);
    if (delivery !== null && count === 0) throw notFound();
    const act = { action: "webhook_retry", target: webhook.id, after: { deliveries: count } } as const;
    return { reply: count, events: [jobSet(tx.now), await record(tx, actor, space, act)] };
  },
);

/** Streams that it hears of now are followed; those that it has left are not, unless another hears of them. */
async function followAnew(tx: Tx, old: Webhook, webhook: Webhook): Promise<Happening[]> {
  if (webhook.disabled) await tx.giveUpJobs("webhooks", webhook.id, "It was switched off", MAX_DEAD);
  await unfollowUnheard(tx, old);
  return webhook.disabled ? [] : follow(tx, "webhooks", await streamsOf(tx, webhook));
}

/** Faults: `not_found` (no such webhook, or out of sight: the same), `forbidden`. */
async function requireWebhook(tx: Tx, actor: Actor, id: Id) {
  const webhook = await tx.webhookById(id);
  const { space } = requireMember(await tx.loadSpace(actor, webhook?.space ?? 0));
  if (webhook === null) throw notFound();
  return { webhook, ...(await requireManager(tx, actor, space.id, webhook.room, "outgoing")) };
}

/** Who may change webhooks in the room or, without one, in the space. Faults: `not_found`, `forbidden`, `invalid`. */
async function requireManager(
  tx: Tx,
  actor: Actor,
  spaceId: Id,
  roomId: Id | null,
  kind: Webhook["kind"],
): Promise<{ caller: User; space: Space; standing: Standing }> {
  const facts = await tx.loadSpace(actor, spaceId);
  if (roomId === null) {
    if (kind === "incoming") throw new Fault("invalid", "Say in which room it posts");
    return requireSpace(facts, "manage_webhooks", tx.now);
  }
  const { space } = requireMember(facts);
  const { caller, place } = requireRoom(await tx.loadRoom(actor, roomId), "manage_webhooks", tx.now);
  if (place.room.space !== space.id) throw notFound();
  if (place.room.kind === "category" || place.room.kind === "thread")
    throw new Fault("invalid", `A ${place.room.kind} has no webhooks; its room has`);
  return { caller, space, standing: standingIn(place, caller.id) };
}

/** Makes the account that an incoming webhook's messages are from; nobody signs in to it. */
export async function insertAuthor(tx: Tx, { id, name, avatar, created }: Webhook): Promise<void> {
  const remote = { backend: WEBHOOK_BACKEND, remoteId: String(id) };
  const author = { id, handle: `${id}@${WEBHOOK_BACKEND}`, name, avatar, bot: true, owner: null, created };
  await tx.insertUser({ ...author, ...remote }, null);
  await updateAuthor(tx, { id, name, avatar });
}

async function updateAuthor(
  tx: Tx,
  { id, name, avatar }: Pick<Webhook, "id" | "name" | "avatar">,
): Promise<void> {
  const [author] = await tx.profilesByIds([id]);
  if (author !== undefined) await tx.updateProfile({ ...author, name, avatar });
}

function told(tx: Tx, actor: Actor, { staff }: Space, webhook: Id, deleted: boolean): Event {
  return { ...happened(tx, actor, staff), type: "webhook_update", webhook, deleted };
}

/** A webhook as the audit log has it: the host of its address, for the rest of it may be a secret. */
function noted({ name, kind, room, url, events, disabled }: Webhook): Readonly<Record<string, unknown>> {
  const common = { name, room: room ?? 0, disabled };
  if (kind === "incoming") return { kind, ...common };
  return { kind, ...common, host: hostOf(url), events };
}

function hostOf(url: string): string {
  return /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? "";
}

/** Faults: `invalid`. */
export function requireName(text: string): string {
  const name = text.normalize("NFC").trim();
  if (name === "" || [...name].length > MAX_WEBHOOK_NAME || /\p{Cc}/u.test(name))
    throw new Fault("invalid", `A webhook's name has 1 to ${MAX_WEBHOOK_NAME} characters`);
  return name;
}

/** Where it leads is looked at when something is posted. Faults: `invalid`. */
function requireUrl(text: string): string {
  const isHttp = text.length <= MAX_WEBHOOK_URL && /^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/i.test(text);
  if (!isHttp) throw new Fault("invalid", "The address must be an http or https one, without a password");
  return text;
}
