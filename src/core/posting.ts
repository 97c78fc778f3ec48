/**
 * What incoming webhooks do: post, and change, delete and read what they posted.
 *
 * Whoever has the token may do that in the webhook's room and its threads and nothing else. A webhook has no roles:
 * it never mentions everyone, and only roles that anybody may mention.
 */

import { Type } from "typebox";
import { judge } from "./automod.ts";
import { fields, happened, IdSchema, serverCommand } from "./command.ts";
import { enterConversation, MAX_REVISIONS } from "./conversation-entries.ts";
import { embedsSchema, isProxied, requireEmbeds, textsOf } from "./embeds.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { settleMentions } from "./mentions.ts";
import { erase } from "./message-removal.ts";
import { MAX_ATTACHMENTS, nonceSchema, requireNonce, requireText } from "./message-rules.ts";
import { draft, post } from "./messages.ts";
import type { Id } from "./model/ids.ts";
import type { Mentions, Message } from "./model/messages.ts";
import type { Webhook } from "./model/outside.ts";
import type { Actor, UserRef } from "./model/users.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { WEBHOOK_BACKEND } from "./webhook-author.ts";
import { MAX_WEBHOOKS_PAGE, requireName } from "./webhooks.ts";

/** As it is kept. */
const tokenHash = Type.String({ minLength: 1, maxLength: 200 });
const token = { webhook: IdSchema, tokenHash };

/** Whom the sender lets its texts mention. */
const mentionsSchema = fields({
  users: Type.Union([Type.Literal("all"), Type.Array(IdSchema, { maxItems: 100 })]),
  roles: Type.Union([Type.Literal("all"), Type.Array(IdSchema, { maxItems: 100 })]),
});

/**
 * The webhook behind a token; null = named by the token alone.
 *
 * Faults: `not_found` (no such webhook, or another token: the same), `forbidden` (switched off).
 */
export const webhookFind = serverCommand(
  "read",
  fields({ webhook: Type.Union([IdSchema, Type.Null()]), tokenHash }),
  async (tx, _actor, { webhook, tokenHash: hash }) => {
    const id = webhook ?? (await tx.webhookByTokenHash(hash))?.id;
    if (id === undefined) throw notFound();
    return { reply: await requireToken(tx, { webhook: id, tokenHash: hash }), events: [] };
  },
);

/**
 * The hashes of the secrets of incoming webhooks, for a server that shows tokens of its own making. Those that there
 * are not are left out.
 */
export const webhookHashes = serverCommand(
  "read",
  fields({ webhooks: Type.Array(IdSchema, { maxItems: MAX_WEBHOOKS_PAGE }) }),
  async (tx, _actor, { webhooks }) => {
    const reply: { webhook: Id; hash: string }[] = [];
    for (const id of webhooks) {
      const webhook = await tx.webhookById(id);
      const hash = webhook?.kind === "incoming" ? await tx.webhookSecret(id) : null;
      if (hash !== null) reply.push({ webhook: id, hash });
    }
    return { reply, events: [] };
  },
);

/**
 * Post to the webhook's room, or to a thread of it. The same nonce gives the first message again.
 *
 * Faults: `not_found` (webhook, token, thread, file), `forbidden` (room, rules), `invalid`, `rate_limited`.
 */
export const webhookPost = serverCommand(
  "change",
  fields({
    ...token,
    text: Type.String(),
    /** In place of the webhook's; null = its own. */
    name: Type.Union([Type.String(), Type.Null()]),
    /** Of this message, at an address of our image proxy; null = the webhook's. */
    avatar: Type.Optional(Type.Union([Type.String({ maxLength: 4_096 }), Type.Null()])),
    embeds: embedsSchema,
    /** The webhook's own unused uploads. */
    attachments: Type.Array(IdSchema, { maxItems: MAX_ATTACHMENTS, uniqueItems: true }),
    /** Null = the room itself. */
    thread: Type.Union([IdSchema, Type.Null()]),
    nonce: nonceSchema,
    mentions: mentionsSchema,
  }),
  async (tx, _actor, input) => {
    const webhook = await requireToken(tx, input);
    const embeds = requireEmbeds(input.embeds);
    requireText(input.text, input.attachments.length + embeds.length > 0);
    requireNonce(input.nonce);
    const actor = actorOf(webhook);
    const { place, earlier } = await loadPlace(tx, actor, webhook, input.thread, input.nonce);
    if (earlier !== null) return { reply: earlier, events: [] };
    const author = authorOf(webhook, input.name, input.avatar ?? null);
    const attachments =
      input.attachments.length === 0 ? [] : await tx.unusedAttachments(webhook.id, input.attachments);
    if (attachments.length < input.attachments.length) throw notFound();
    const mentions = limited(await settleMentions(tx, place, webhook.id, input.text, null), input.mentions);
    const said = { text: input.text, nonce: input.nonce, mentions, attachments };
    const message = draft(tx, place, author, embeds.length === 0 ? said : { ...said, embeds });
    const posted = await post(tx, actor, place, message);
    await tx.updateWebhook({ ...webhook, lastUsed: tx.now });
    return { reply: posted.message, events: posted.events };
  },
);

/** Change what it posted; null leaves text or embeds. Faults: as of posting, and `not_found` (another's message). */
export const webhookMessageEdit = serverCommand(
  "change",
  fields({
    ...token,
    message: IdSchema,
    text: Type.Union([Type.String(), Type.Null()]),
    embeds: Type.Union([embedsSchema, Type.Null()]),
    mentions: mentionsSchema,
  }),
  async (tx, _actor, input): Promise<{ reply: Message; events: Happening[] }> => {
    const webhook = await requireToken(tx, input);
    const { message, place } = await requireOwn(tx, webhook, input.message);
    requireOpen(place);
    const text = input.text ?? message.text;
    const embeds = input.embeds === null ? (message.embeds ?? []) : requireEmbeds(input.embeds);
    requireText(text, message.attachments.length + embeds.length > 0);
    const mentions = limited(await settleMentions(tx, place, webhook.id, text, null), input.mentions);
    const all = [text, ...embeds.flatMap(textsOf)].join("\n");
    const verdict = await judge(tx, place, webhook.id, all, mentions);
    const actor = actorOf(webhook);
    if (verdict.removed)
      return { reply: message, events: [await erase(tx, actor, { caller: message.author, place }, message)] };
    await tx.keepRevision(message.id, message.edited ?? message.created, message.text, MAX_REVISIONS);
    await tx.setText(message, text, mentions, tx.now);
    await tx.setEmbeds(message.id, embeds);
    const entry = await enterConversation(tx, "edit", webhook, message, null);
    const edited: Message = { ...message, text, mentions, embeds, edited: tx.now };
    const mentionsChanged = JSON.stringify(mentions) !== JSON.stringify(message.mentions);
    const base = { ...happened(tx, actor, place.stream), type: "message_update" } as const;
    return { reply: edited, events: [{ ...base, message: edited, mentionsChanged, entry }] };
  },
);

/** Delete what it posted. Faults: `not_found` (also another's message). */
export const webhookMessageDelete = serverCommand(
  "change",
  fields({ ...token, message: IdSchema }),
  async (tx, _actor, input): Promise<{ reply: null; events: Event[] }> => {
    const webhook = await requireToken(tx, input);
    const { message, place } = await requireOwn(tx, webhook, input.message);
    const by = { caller: message.author, place };
    return { reply: null, events: [await erase(tx, actorOf(webhook), by, message)] };
  },
);

/** What it posted, as it is now. Faults: `not_found` (also another's message). */
export const webhookMessageGet = serverCommand(
  "read",
  fields({ ...token, message: IdSchema }),
  async (tx, _actor, input) => {
    const webhook = await requireToken(tx, input);
    return { reply: (await requireOwn(tx, webhook, input.message)).message, events: [] };
  },
);

async function requireToken(
  tx: Tx,
  { webhook: id, tokenHash }: { webhook: Id; tokenHash: string },
): Promise<Webhook & { readonly room: Id }> {
  const webhook = await tx.webhookById(id);
  const secret = webhook === null ? null : await tx.webhookSecret(id);
  // Of a hash of 256 random bits the time of a comparison tells nothing.
  if (webhook === null || webhook.kind !== "incoming" || webhook.room === null || secret !== tokenHash)
    throw notFound();
  if (webhook.disabled) throw new Fault("forbidden", "This webhook is switched off");
  return { ...webhook, room: webhook.room };
}

async function loadPlace(
  tx: Tx,
  actor: Actor,
  webhook: Webhook & { readonly room: Id },
  thread: Id | null,
  nonce: string | null,
): Promise<{ place: Place; earlier: Message | null }> {
  const { place, earlier } = await tx.loadSend(actor, thread ?? webhook.room, nonce, null);
  if (place === null || (thread !== null && place.room.parent !== webhook.room)) throw notFound();
  if (thread !== null && place.room.kind !== "thread") throw notFound();
  requireOpen(place);
  return { place, earlier };
}

/** Faults: `forbidden`. */
function requireOpen({ room, parentArchived, lockedDown }: Place): void {
  if (room.kind === "forum" || room.kind === "category")
    throw new Fault("forbidden", `Nothing can be said in a ${room.kind} itself; name a thread of it`);
  const archived = parentArchived || (room.archived && room.kind !== "thread");
  if (archived || room.locked || lockedDown)
    throw new Fault("forbidden", "Nothing can be said there at the moment");
}

/** Faults: `not_found`. */
async function requireOwn(tx: Tx, webhook: Webhook, id: Id): Promise<{ message: Message; place: Place }> {
  const { message, place } = await tx.loadMessage(actorOf(webhook), id);
  if (message === null || place === null || message.author.id !== webhook.id || message.deleted !== null)
    throw notFound();
  // It may have been moved since: what it does elsewhere is over.
  const { id: room, kind, parent } = place.room;
  if ((kind === "thread" ? parent : room) !== webhook.room) throw notFound();
  return { message, place };
}

function actorOf({ id }: Webhook): Actor {
  return { user: id, token: 0, session: 0 };
}

/** Faults: `invalid`. */
function authorOf({ id, name, avatar }: Webhook, wished: string | null, picture: string | null): UserRef {
  if (picture !== null && !isProxied(picture))
    throw new Fault("invalid", "An author's picture comes through this server");
  const handle = `${id}@${WEBHOOK_BACKEND}`;
  return { id, handle, name: wished === null ? name : requireName(wished), avatar: picture ?? avatar };
}

/** As far as the sender wants them. */
function limited(
  mentions: Mentions | null,
  { users, roles }: { users: "all" | readonly Id[]; roles: "all" | readonly Id[] },
): Mentions | null {
  if (mentions === null) return null;
  const left: Mentions = {
    ...mentions,
    users: users === "all" ? mentions.users : mentions.users.filter(({ id }) => users.includes(id)),
    roles: roles === "all" ? mentions.roles : mentions.roles.filter((id) => roles.includes(id)),
  };
  return left.users.length + left.roles.length + left.rooms.length === 0 && !left.everyone ? null : left;
}
