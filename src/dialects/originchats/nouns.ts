/** The core's nouns as objects of OriginChats (`docs/protocols/originchats.md` section 8). */

import type { Id } from "../../core/model/ids.ts";
import type { Attachment, Message } from "../../core/model/messages.ts";
import type { Member } from "../../core/model/spaces.ts";
import type { Status, UserRef } from "../../core/model/users.ts";
import { pictureAddressOf } from "../../core/uploads.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import { toEmbed } from "./embeds.ts";
import { isCracked, seconds, usernameOf, uuidOf } from "./ids.ts";
import { type NamedSpace, type Names, rolesOf } from "./names.ts";
import { pollEmbed } from "./polls.ts";
import { firstColor } from "./roles.ts";

/** `user` of user_join and user_connect (section 8.1). */
export function toPerson(member: Member, named: NamedSpace): object {
  const roles = rolesOf(member, named);
  return { username: usernameOf(member.user), roles, color: firstColor(roles, named.roles, named.names) };
}

/** `status` (section 8.2). */
export function toStatus({ status, text }: { readonly status: Status; readonly text: string }): object {
  return { status, text };
}

/** The account as `ready` tells it (section 4.4). */
export function toOwnUser(
  member: Member,
  named: NamedSpace,
  status: { readonly status: Status; readonly text: string },
  names: Names,
): object {
  const cracked = isCracked(member.user);
  const nickname = nicknameOf(member);
  return {
    username: usernameOf(member.user),
    ...(cracked || nickname !== null ? { nickname } : {}),
    roles: rolesOf(member, named),
    status: toStatus(status),
    pfp_url: pictureOf(member.user, names),
    cracked,
  };
}

/** What clients show instead of the username: the nickname, else the display name of a local account. */
export function nicknameOf({ user, nickname }: Member): string | null {
  if (nickname !== "") return nickname;
  return isCracked(user) ? user.name : null;
}

/** The address of somebody's picture; null for none. */
export function pictureOf({ avatar }: Pick<UserRef, "avatar">, names: Pick<Names, "address">): string | null {
  return avatar === "" ? null : names.address(pictureAddressOf(avatar));
}

/** A message (section 8.4). `reactors` says who reacted with what. */
export function toMessage(
  message: Message,
  names: Names,
  reactors: Readonly<Record<string, readonly string[]>> = {},
): Record<string, unknown> {
  const { id, author, created, edited, replyTo, mentions, attachments, answers, pinned, poll } = message;
  const pings = mentions?.reply === true;
  const embeds = embedsOf(message, names);
  return {
    user: usernameOf(author),
    // A poll's question stands in its embed.
    content: poll === null ? contentOf(message, names) : "",
    timestamp: seconds(created),
    id: uuidOf(id),
    ...(edited === null ? {} : { edited: true }),
    ...(replyTo === null ? {} : { reply_to: { id: uuidOf(replyTo.id), user: usernameOf(replyTo.author) } }),
    ...(replyTo === null || pings ? {} : { ping: false }),
    ...(Object.keys(reactors).length === 0 ? {} : { reactions: reactors }),
    ...(embeds.length === 0 ? {} : { embeds }),
    ...(attachments.length === 0
      ? {}
      : { attachments: attachments.map((file) => toAttachment(file, names)) }),
    ...(isWebhook(author) ? { webhook: webhookOf(author, names) } : {}),
    pinned,
    type: "message",
    interaction: answers === undefined ? null : { command: answers.name, username: usernameOf(answers.user) },
  };
}

/** What stands under a message; a poll is an embed here. */
export function embedsOf({ id, poll, embeds = [] }: Message, names: Pick<Names, "address">): object[] {
  if (poll !== null) return [pollEmbed(id, poll)];
  // Their clients look at links themselves.
  return embeds.filter(({ link }) => link === undefined).map((embed) => toEmbed(embed, names));
}

/** `reactions` of a message: who reacted with what. */
export function reactionsOf(
  reactors: readonly { readonly emoji: string; readonly user: { readonly handle: string } }[],
): Record<string, string[]> {
  const reactions = new Map<string, string[]>();
  for (const { emoji, user } of reactors)
    reactions.set(emoji, [...(reactions.get(emoji) ?? []), usernameOf(user)]);
  return Object.fromEntries(reactions);
}

/** `pings` of a message that is told live (section 8.4). */
export function toPings({ mentions, replyTo, room }: Message, names: Names): object {
  const replied = mentions?.reply === true ? (replyTo?.author.id ?? 0) : 0;
  const users = (mentions?.users ?? []).filter(({ id }) => id !== replied);
  const space = names.room(room)?.space;
  const known = space === undefined ? null : names.space(space);
  return {
    users: users.map(usernameOf),
    roles: (mentions?.roles ?? []).flatMap((id) => known?.names.get(id) ?? []),
    replies: replied === 0 || replyTo === null ? [] : [usernameOf(replyTo.author)],
  };
}

/** The text with mentions as OriginChats writes them: `@USR:local_ann` and `@&role` (section 8.4). */
export function contentOf({ text, mentions, room }: Message, names: Names): string {
  if (mentions === null || !/[@<]/.test(text)) return text;
  const users = new Map(mentions.users.map((user) => [user.handle, user]));
  const byId = new Map(mentions.users.map((user) => [user.id, user]));
  const space = names.room(room)?.space;
  const roles = space === undefined ? undefined : names.space(space)?.names;
  return text
    .replaceAll(/<@(\d{1,16})>/g, (whole, id: string) => {
      const user = byId.get(Number(id));
      return user === undefined ? whole : `@${usernameOf(user)}`;
    })
    .replaceAll(/<@&(\d{1,16})>/g, (whole, id: string) => {
      const name = roles?.get(Number(id));
      return name === undefined ? whole : `@&${name}`;
    })
    .replaceAll(
      /(^|[^\p{L}\p{N}_])@([\p{L}\p{M}\p{Nd}_-]{2,32})/gu,
      (whole, before: string, handle: string) => {
        const user = users.get(handle.normalize("NFC").toLowerCase());
        return user === undefined ? whole : `${before}@${usernameOf(user)}`;
      },
    );
}

/** A text of a client with its mentions as the core reads them. */
export function sourceOf(content: string, roles: ReadonlyMap<Id, string>): string {
  if (!content.includes("@")) return content;
  const byName = new Map([...roles].map(([id, name]) => [name.toLowerCase(), id]));
  return content
    .replaceAll(/@USR:local_([\p{L}\p{M}\p{Nd}_-]{2,32})/gu, "@$1")
    .replaceAll(/@&([A-Za-z0-9_]+)/g, (whole, name: string) => {
      const id = byName.get(name.toLowerCase());
      return id === undefined ? whole : `<@&${id}>`;
    });
}

/** `webhook` of a message (section 8.4): the name that it was posted under. */
function webhookOf(author: UserRef, names: Names): object {
  return { id: uuidOf(author.id), name: author.name, avatar: pictureOf(author, names) };
}

/** An attachment (section 8.9). One without an end of its own has a time far away. */
export function toAttachment(file: Attachment, names: Pick<Names, "address">): object {
  const { key, name, mediaType, size, width, height, expires } = file;
  return {
    id: key,
    name,
    mime_type: mediaType,
    size,
    url: names.address(`/attachments/${key}`),
    expires_at: expires === undefined ? FOREVER : seconds(expires),
    permanent: expires === undefined,
    ...(width === 0 ? {} : { width, height }),
  };
}

/** In seconds: the year 2100. */
const FOREVER = 4_102_444_800;
