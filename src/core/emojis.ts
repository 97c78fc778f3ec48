/** Server emojis: pictures with a name, for the rooms of a space. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireSpace, type Standing, sees } from "./authorize.ts";
import { backendIn } from "./bridges.ts";
import { command, fields, happened, IdSchema, serverCommand } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Emoji } from "./model/spaces.ts";
import type { Actor } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";
import { type ImageBounds, useImage } from "./use-image.ts";

/** Most server emojis of a space. */
export const MAX_EMOJIS = 500;
/** Most rooms that an emoji is restricted to. */
export const MAX_EMOJI_ROOMS = 50;

/** What the picture of an emoji may be at most. */
export const IMAGE: ImageBounds = { bytes: 512 * 1024, side: 512 };

const rooms = Type.Array(IdSchema, { maxItems: MAX_EMOJI_ROOMS, uniqueItems: true });

/**
 * Add an emoji; its picture is one of the caller's uploads.
 *
 * Faults: `not_found` (space, upload, room), `forbidden`, `invalid`, `name_taken`, `limit_reached`.
 */
export const emojiCreate = command(
  "change",
  fields({ space: IdSchema, name: Type.String(), upload: IdSchema, rooms }),
  async (tx, actor, input) => {
    const facts = await tx.loadSpace(actor, input.space);
    const { caller, space, standing } = requireSpace(facts, "manage_emojis", tx.now);
    const name = requireEmojiName(input.name);
    const others = await tx.emojisOf(space.id);
    if (others.length >= MAX_EMOJIS) {
      throw new Fault("limit_reached", `A space has at most ${MAX_EMOJIS} emojis`);
    }
    requireFree(others, name, null);
    await requireRooms(tx, standing, space.id, input.rooms);
    const id = tx.newId();
    await useImage(tx, caller.id, input.upload, "emoji", id, IMAGE);
    const row = { id, space: space.id, name, rooms: input.rooms, creator: caller.id, created: tx.now };
    await tx.insertEmoji(row);
    const emoji = await loadEmoji(tx, space.id, id);
    const event: Event = { ...happened(tx, actor, space.id), type: "emoji_create", emoji };
    const audit = await record(tx, actor, space, { action: "emoji_create", target: id, after: { name } });
    return { reply: emoji, events: [event, audit] };
  },
);

/** Rename or restrict an emoji; null leaves a field. Faults: `not_found`, `forbidden`, `invalid`, `name_taken`. */
export const emojiUpdate = command(
  "change",
  fields({
    space: IdSchema,
    emoji: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    rooms: Type.Union([rooms, Type.Null()]),
  }),
  async (tx, actor, input) => {
    const { space, standing, emoji: old } = await loadFor(tx, actor, input.space, input.emoji);
    const name = input.name === null ? old.name : requireEmojiName(input.name);
    requireFree(await tx.emojisOf(space.id), name, old.id);
    if (input.rooms !== null) await requireRooms(tx, standing, space.id, input.rooms);
    const emoji: Emoji = { ...old, name, rooms: input.rooms ?? old.rooms };
    await tx.updateEmoji(emoji.id, name, emoji.rooms);
    const event: Event = { ...happened(tx, actor, space.id), type: "emoji_update", emoji };
    const [before, after] = [shown(old), shown(emoji)];
    const audit = await record(tx, actor, space, { action: "emoji_update", target: old.id, before, after });
    return { reply: emoji, events: [event, audit] };
  },
);

/**
 * Remove an emoji and its picture; old reactions go on showing its name. One that a backend brought in is not brought
 * again.
 *
 * Faults: `not_found`, `forbidden`.
 */
export const emojiDelete = command(
  "change",
  fields({ space: IdSchema, emoji: IdSchema }),
  async (tx, actor, input) => {
    const { space, emoji } = await loadFor(tx, actor, input.space, input.emoji);
    // A backend that brought it in brings it with its next use, and again when it begins anew.
    if (backendIn(emoji.creator.handle) !== "") await tx.endEmoji(emoji.id);
    await tx.deleteEmoji(emoji.id);
    const event: Event = { ...happened(tx, actor, space.id), type: "emoji_delete", emoji: emoji.id };
    const before = { name: emoji.name };
    const audit = await record(tx, actor, space, { action: "emoji_delete", target: emoji.id, before });
    return { reply: null, events: [event, audit] };
  },
);

/** Whose picture is asked for by its id; null where there is none. */
export const emojiFind = serverCommand(
  "read",
  fields({ emoji: IdSchema }),
  async (tx, _actor, { emoji }) => ({ reply: await tx.emojiById(emoji), events: [] }),
);

/** All of a space, in the order of their ids: every member is told of each. */
export const emojisKnown = serverCommand(
  "read",
  fields({ space: IdSchema }),
  async (tx, _actor, { space }) => ({ reply: await tx.emojisOf(space), events: [] }),
);

async function loadFor(tx: Tx, actor: Actor, spaceId: Id, id: Id) {
  const found = requireSpace(await tx.loadSpace(actor, spaceId), "manage_emojis", tx.now);
  return { ...found, emoji: await loadEmoji(tx, found.space.id, id) };
}

async function loadEmoji(tx: Tx, space: Id, id: Id): Promise<Emoji> {
  const emoji = await tx.emojiById(id);
  if (emoji === null || emoji.space !== space) throw notFound();
  return emoji;
}

function shown({ name, rooms }: Emoji) {
  return { name, rooms };
}

/** Faults: `invalid`. */
function requireEmojiName(name: string): string {
  if (!/^[a-z0-9_]{2,32}$/.test(name)) {
    throw new Fault("invalid", "An emoji's name has 2 to 32 of the characters a to z, 0 to 9 and _");
  }
  return name;
}

function requireFree(others: readonly Emoji[], name: string, own: Id | null): void {
  if (others.some((other) => other.name === name && other.id !== own)) {
    throw new Fault("name_taken", `There is an emoji named ${name} already`);
  }
}

/** Faults: `not_found` when one is not a room of the space, or out of the caller's sight. */
async function requireRooms(tx: Tx, standing: Standing, space: Id, ids: readonly Id[]): Promise<void> {
  const found = ids.length === 0 ? [] : await tx.roomsByIds(ids);
  const seen = found.filter((room) => room.space === space && sees(standing, room, tx.now));
  if (seen.length < ids.length) throw notFound();
}
