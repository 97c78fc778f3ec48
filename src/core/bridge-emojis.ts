/**
 * Pictures that stand in what is said on a network: each is taken once and is an emoji of the portals in which it
 * was used (docs/protocols/flubber.md, 3b and 6).
 */

import { Type } from "typebox";
import { BackendSchema, RemoteIdSchema } from "./bridges.ts";
import { type Done, fields, happened, IdSchema, serverCommand } from "./command.ts";
import { IMAGE, MAX_EMOJI_ROOMS, MAX_EMOJIS } from "./emojis.ts";
import type { Event, Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Emoji } from "./model/spaces.ts";
import type { Tx } from "./tx/tx.ts";
import { useImage } from "./use-image.ts";

/** Most emojis that a backend brings into a space; above it the pictures' names stand in the text. */
export const MAX_BROUGHT = 200;

/** Longest beginning of a name; behind it there is room for a number. */
const MAX_NAME = 28;

/**
 * The emoji of a picture that one of the backend's ghosts uploaded; one with the same bytes is taken where there is
 * one. Null where the room is no portal of the backend's: what it brings is seen in its own rooms alone; and where
 * somebody here took the picture away.
 *
 * Faults: `invalid` (no picture, or too large), `limit_reached`, `not_found` (the upload).
 */
export const bridgeEmoji = serverCommand(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    room: RemoteIdSchema,
    /** Who uploaded it. */
    ghost: IdSchema,
    upload: IdSchema,
    name: Type.String({ maxLength: 512 }),
  }),
  async (
    tx,
    _actor,
    { space, backend, room: remoteId, ghost, upload, name },
  ): Promise<Done<Emoji | null>> => {
    const link = await tx.linkTo(backend, remoteId);
    const [room] = link === null ? [] : await tx.roomsByIds([link.room]);
    if (room?.backend !== backend) return { reply: null, events: [] };
    const emojis = await tx.emojisOf(space);
    const isBrought = ({ creator }: Emoji): boolean => creator.handle.endsWith(`@${backend}`);
    const same = await tx.emojisLike(space, upload);
    // One of the staff's that is restricted to other rooms stays there.
    const known = emojis.find(
      (emoji) =>
        same.includes(emoji.id) &&
        (emoji.rooms.length === 0 || emoji.rooms.includes(room.id) || isBrought(emoji)),
    );
    if (known !== undefined) {
      await tx.deleteAttachment(upload);
      return { reply: known, events: await usedIn(tx, known, room.id) };
    }
    if (await tx.wasEmojiEnded(space, upload)) {
      await tx.deleteAttachment(upload);
      return { reply: null, events: [] };
    }
    if (emojis.length >= MAX_EMOJIS || emojis.filter(isBrought).length >= MAX_BROUGHT)
      throw new Fault("limit_reached", `A backend brings in at most ${MAX_BROUGHT} emojis`);
    const id = tx.newId();
    await useImage(tx, ghost, upload, "emoji", id, IMAGE);
    const free = freeName(emojis, name);
    await tx.insertEmoji({ id, space, name: free, rooms: [room.id], creator: ghost, created: tx.now });
    const emoji = await tx.emojiById(id);
    if (emoji === null) throw new Error("unreachable: it was made");
    const event: Event = { ...happened(tx, null, space), type: "emoji_create", emoji };
    return { reply: emoji, events: [event] };
  },
);

/** A picture of another portal's can be used in this one as well. */
async function usedIn(tx: Tx, { rooms, ...emoji }: Emoji, room: Id): Promise<Happening[]> {
  if (rooms.length === 0 || rooms.includes(room) || rooms.length >= MAX_EMOJI_ROOMS) return [];
  const more = [...rooms, room];
  await tx.updateEmoji(emoji.id, emoji.name, more);
  return [{ ...happened(tx, null, emoji.space), type: "emoji_update", emoji: { ...emoji, rooms: more } }];
}

/** A name as emojis have them, that none has. */
function freeName(emojis: readonly Emoji[], wished: string): string {
  const base = wished
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, MAX_NAME)
    .padEnd(2, "_");
  for (let i = 1; ; i += 1) {
    const name = i === 1 ? base : `${base}_${i}`;
    if (!emojis.some((one) => one.name === name)) return name;
  }
}
