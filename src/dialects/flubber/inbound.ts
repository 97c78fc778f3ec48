/** A message of a network as a command (docs/protocols/flubber.md, 2, 3b and 5). */

import { MAX_TEXT_BYTES } from "../../core/message-rules.ts";
import { type Content, isStyled } from "./content.ts";
import { takeEmotes } from "./emotes.ts";
import { type Extra, koineOf, MAX_PICTURE_ADDRESS } from "./extra.ts";
import { type Taking, takeFiles } from "./files.ts";
import { toSource } from "./markup.ts";
import type { Message } from "./wire.ts";

/** Most links to messages, rooms or users of one message that are looked up. */
const MAX_LOOKED_UP = 100;

/** Where nothing is looked up. */
const NAMELESS = { message: () => null, room: () => null, user: () => null, emoji: () => null };

/** Takes a message in. Faults: those of saying it. */
export async function takeMessage(taking: Taking, told: Message): Promise<void> {
  const { node, backend, space } = taking;
  const extra = koineOf(told.extra);
  const nick = extra.sender_name ?? extra.author?.name ?? told.sender;
  const avatar = extra.author?.avatar;
  // One that is too long to be an address changes nothing, and the rest of what was said counts.
  const isPicture = avatar !== undefined && avatar.length <= MAX_PICTURE_ADDRESS;
  const picture = isPicture ? { avatar: avatar === "" ? "" : taking.proxied(avatar) } : {};
  const sender = { remoteId: told.sender, nick, ...picture };
  const { message, emote = "" } = await takeEmotes(taking, told, extra, sender);
  if (extra.react !== undefined) {
    const { to, remove = false } = extra.react;
    const input = { space, backend, sender, to, emoji: emote, remove };
    await node.ask(null, { type: "bridge_react", input });
    return;
  }
  if (extra.delete_of !== undefined) {
    await node.ask(null, { type: "bridge_erase", input: { backend, id: extra.delete_of } });
    return;
  }
  const { attachments, lost } = await takeFiles(taking, message, sender);
  const text = [await sourceOf(taking, message.content), ...lost].filter((part) => part !== "").join("\n");
  if (text.trim() === "" && attachments.length === 0) return;
  const input = {
    space,
    backend,
    room: message.recipient,
    id: extra.edit_of ?? message.id,
    sender,
    lasting: extra.lasting === true,
    text: cut(text),
    created: message.create_time,
    edited: editTime(message, extra),
    replyTo: extra.reply_to ?? null,
    key: extra.key ?? null,
    attachments,
  };
  const taken = await node.ask(null, { type: "bridge_take", input });
  if (taken === "posted" && extra.topic !== undefined) {
    const topic = toSource({ type: "Text", value: extra.topic }, NAMELESS);
    await node.ask(null, { type: "bridge_topic", input: { backend, room: message.recipient, topic } });
  }
  if (taken === "no_room")
    taking.log.debug("a message of a room that is not linked", { room: message.recipient });
}

/** 0 for what was never edited. */
function editTime({ create_time, edit_time }: Message, extra: Extra): number {
  return extra.edit_of === undefined && edit_time === create_time ? 0 : edit_time;
}

async function sourceOf({ node, backend, space }: Taking, content: Content): Promise<string> {
  const wanted = { messages: new Set<string>(), rooms: new Set<string>(), users: new Set<string>() };
  let hasEmotes = false;
  const walk = (node: Content): void => {
    if (node.type === "Concat") node.value.forEach(walk);
    else if (isStyled(node)) walk(node.value);
    else if (node.type === "MessageLink") wanted.messages.add(node.value);
    else if (node.type === "RoomLink") wanted.rooms.add(node.value);
    else if (node.type === "UserLink") wanted.users.add(node.value);
    else if (node.type === "Emote") hasEmotes = true;
  };
  walk(content);
  const some = (ids: ReadonlySet<string>): string[] =>
    [...ids].filter((id) => id !== "" && id.length <= 512).slice(0, MAX_LOOKED_UP);
  const [messages, rooms, users] = [some(wanted.messages), some(wanted.rooms), some(wanted.users)];
  const input = { space, backend, messages, rooms, users };
  const none = { messages: [], rooms: [], users: [], emojis: [] };
  const isPlain = !hasEmotes && messages.length + rooms.length + users.length === 0;
  const found = isPlain ? none : await node.ask(null, { type: "bridge_names", input });
  const maps = {
    message: new Map(found.messages),
    room: new Map(found.rooms),
    user: new Map(found.users),
    emoji: new Map(found.emojis),
  };
  return toSource(content, {
    message: (id) => maps.message.get(id) ?? null,
    room: (id) => maps.room.get(id) ?? null,
    user: (id) => maps.user.get(id) ?? null,
    emoji: (name) => maps.emoji.get(name) ?? null,
  });
}

const utf8 = new TextEncoder();

/** As much as a message holds; what is cut off is marked. */
function cut(text: string): string {
  if (utf8.encode(text).length <= MAX_TEXT_BYTES) return text;
  const kept = utf8.encode(text).subarray(0, MAX_TEXT_BYTES - 8);
  return `${new TextDecoder().decode(kept).replace(/\ufffd+$/, "")} …`;
}
