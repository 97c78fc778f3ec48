/** The core's nouns in the gateway's words. */

import type * as core from "../../core/model.ts";
import type { Message, Position, Presence, Quote, Role, Room, Space, User } from "./gen/gateway.ts";
import { make } from "./make.ts";

export function toMessage(message: core.Message): Message {
  const { id, room, n, kind, author, text, replyTo, reactions, nonce, created, edited, deleted } = message;
  return make("Message", {
    id,
    channel_id: room,
    content: text,
    n,
    author: toSmallUser(author),
    kind: kind === "text" ? "" : kind,
    reply_to: replyTo === null ? undefined : toQuote(replyTo),
    reactions: reactions.map(({ emoji, count, mine }) => make("Reaction", { emoji, count, me: mine })),
    nonce: nonce ?? "",
    created,
    edited: edited ?? 0,
    deleted: deleted ?? 0,
  });
}

function toQuote({ id, author, text, deleted }: core.Quote): Quote {
  return make("Quote", { id, author: toSmallUser(author), text, deleted });
}

export function toSmallUser({ id, handle, name }: core.UserRef): User {
  return make("User", { id, handle, name });
}

export function toUser({ id, handle, name, bot, created }: core.User): User {
  return make("User", { id, handle, name, bot, created });
}

export function toRoom({ id, name, kind, space, parent, position, topic, created }: core.Room): Room {
  return make("Room", {
    id,
    name,
    kind,
    space_id: space ?? 0,
    parent_id: parent ?? 0,
    position,
    topic,
    created,
  });
}

export function toSpace({ id, slug, name, owner, defaultRoom }: core.Space): Space {
  return make("Space", { id, slug, name, owner_id: owner ?? 0, default_room_id: defaultRoom });
}

export function toRole({ id, name, position, permissions }: core.Role): Role {
  return make("Role", { id, name, position, permissions: [...permissions] });
}

export function toPresence({ user, status, text }: core.Presence): Presence {
  return make("Presence", { user_id: user, status, text });
}

export function toPosition({ stream, seq }: core.Position): Position {
  return make("Position", { stream, seq });
}
