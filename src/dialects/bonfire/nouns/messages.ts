/** Messages and what stands in them, as the wire says them (docs/protocols/bonfire.md). */

import type {
  Attachment as CoreAttachment,
  Embed as CoreEmbed,
  Mentions as CoreMentions,
  Message as CoreMessage,
  Poll as CorePoll,
  Quote as CoreQuote,
  Revision as CoreRevision,
  Forwarded,
} from "../../../core/model/messages.ts";
import type { ThreadRef } from "../../../core/model/rooms.ts";
import { addressOf, thumbnailAddressOf } from "../../../core/uploads.ts";
import { isWebhook } from "../../../core/webhook-author.ts";
import type {
  Attachment,
  Embed,
  Forward,
  Mentions,
  Message,
  Poll,
  Quote,
  Revision,
  Thread,
} from "../gen/gateway.ts";
import { make } from "../make.ts";
import { toCall } from "./calls.ts";
import { toSmallUser } from "./people.ts";

export function toMessage(message: CoreMessage): Message {
  const { id, room, n, kind, author, text, replyTo, reactions, nonce, created, edited, deleted } = message;
  return make("Message", {
    id,
    channel_id: room,
    content: text,
    n,
    author: toSmallUser(author),
    kind: kind === "text" ? "" : kind,
    reply_to: replyTo === null ? undefined : toQuote(replyTo),
    forwarded_from: message.forwardedFrom === null ? undefined : toForward(message.forwardedFrom),
    poll: message.poll === null ? undefined : toPoll(message.poll),
    thread: message.thread === null ? undefined : toThread(message.thread),
    mentions: message.mentions === null ? undefined : toMentions(message.mentions),
    pinned: message.pinned,
    attachments: message.attachments.map(toAttachment),
    embeds: (message.embeds ?? []).map(toEmbed),
    webhook_id: isWebhook(author) ? author.id : 0,
    call: message.call === undefined ? undefined : toCall(message.call),
    reactions: reactions.map(({ emoji, count, mine }) => make("Reaction", { emoji, count, me: mine })),
    nonce: nonce ?? "",
    created,
    edited: edited ?? 0,
    deleted: deleted ?? 0,
    command_call_id: message.answers?.call ?? 0,
    command_name: message.answers?.name ?? "",
    command_user: message.answers === undefined ? undefined : toSmallUser(message.answers.user),
  });
}

export function toEmbed(embed: CoreEmbed): Embed {
  const { url, title, description, authorName, authorUrl, color, footer, at, fields } = embed;
  return make("Embed", {
    kind: embed.link === undefined ? "rich" : "link",
    link: embed.link ?? "",
    site_name: embed.siteName ?? "",
    image_url: embed.image ?? "",
    thumbnail_url: embed.thumbnail ?? "",
    url,
    title,
    description,
    author_name: authorName,
    author_url: authorUrl,
    color,
    footer,
    created: at,
    fields: fields.map(({ name, value, inline }) => ({ name, value, inline })),
  });
}

export function toAttachment(attachment: CoreAttachment): Attachment {
  const { id, name, mediaType, size, width, height, description, spoiler } = attachment;
  return make("Attachment", {
    id,
    name,
    media_type: mediaType,
    size,
    url: addressOf(attachment),
    width,
    height,
    thumbnail_url: thumbnailAddressOf(attachment) ?? "",
    description,
    spoiler,
  });
}

function toQuote({ id, author, text, deleted }: CoreQuote): Quote {
  return make("Quote", { id, author: toSmallUser(author), text, deleted });
}

function toForward({ message, room, author, created }: Forwarded): Forward {
  return make("Forward", { message_id: message, room_id: room, author: toSmallUser(author), created });
}

export function toMentions({ users, roles, rooms, everyone }: CoreMentions): Mentions {
  return make("Mentions", {
    users: users.map(toSmallUser),
    role_ids: [...roles],
    room_ids: [...rooms],
    everyone,
  });
}

/** What the reader chose is told where it is known. */
export function toPoll({
  question,
  options,
  voters,
  multiple,
  anonymous,
  ends,
  ended,
  mine,
}: CorePoll): Poll {
  return make("Poll", {
    question,
    options: options.map(({ id, text, votes }) =>
      make("PollOption", { id, text, votes, me: mine === null ? undefined : mine.includes(id) }),
    ),
    voters,
    multiple,
    anonymous,
    ends,
    ended,
  });
}

function toThread({ room, name, messages, activity, archived, locked }: ThreadRef): Thread {
  return make("Thread", {
    room_id: room,
    name,
    message_count: messages,
    last_activity: activity,
    archived,
    locked,
  });
}

export function toRevision({ number, at, text }: CoreRevision): Revision {
  return make("Revision", { number, created: at, content: text });
}
