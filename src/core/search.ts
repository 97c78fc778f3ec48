/** Searching messages, newest first, in what the caller may see. */

import { Type } from "typebox";
import { requireMember, requireRoom, sees } from "./authorize.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import { Fault } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { RoomView } from "./model/rooms.ts";
import type { Actor } from "./model/users.ts";
import type { Wanted } from "./tx/search.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest query, in code points. */
export const MAX_QUERY = 256;
/** Most words and parts of a query. */
export const MAX_TERMS = 16;
/** Most messages that one search gives. */
export const MAX_FOUND = 200;
/** Most messages that one search looks at, so that it holds up nobody; the answer says where to go on. */
export const MAX_LOOKED_AT = 10_000;
/**
 * Messages that are put into the indexes at once: so many that each costs half of what it costs among sixty, so few
 * that sending waits 20 ms for it.
 */
export const INDEX_STEP = 500;
/** Shortest part of a word that the index knows, in code points. */
const PART = 3;

const optionalId = Type.Union([IdSchema, Type.Null()]);

/**
 * Messages with all the words of a query, newest first; those in the threads of a room are among its own. The reply
 * has the threads that were found in, too.
 *
 * A word ending in `*` stands for all that begin so; what is in quotes is found within words too, from three
 * characters on. Without a query one of the other conditions must be given. `next` is not null where more
 * may be found: search again with it as `before`; the page may be short or empty then.
 *
 * Faults: `not_found` (the space, or the room), `invalid` (nothing to look for, too long).
 */
export const search = command(
  "read",
  fields({
    query: Type.String(),
    space: IdSchema,
    /** Null: every room of the space, and the dialogs, groups and notes, that the caller sees. */
    room: optionalId,
    author: optionalId,
    before: optionalId,
    after: optionalId,
    pinned: Type.Boolean(),
    /** Only those with a file. */
    files: Type.Boolean(),
    mentionsMe: Type.Boolean(),
    limit: Type.Integer({ minimum: 1, maximum: MAX_FOUND }),
  }),
  async (tx, actor, { query, space, room, author, before, after, pinned, files, mentionsMe, limit }) => {
    const terms = parseQuery(query);
    const { rooms, roles } = await lookedIn(tx, actor, space, room);
    if (
      terms.words.length + terms.parts.length === 0 &&
      author === null &&
      !pinned &&
      !files &&
      !mentionsMe
    ) {
      throw new Fault("invalid", "Say what to look for");
    }
    const wanted: Wanted = {
      ...terms,
      rooms,
      author,
      mentions: mentionsMe ? [0, actor.user, ...roles] : null,
      pinned,
      files,
      before: before ?? Number.MAX_SAFE_INTEGER,
      after: after ?? 0,
    };
    const found = await tx.searchMessages(wanted, actor.user, limit, MAX_LOOKED_AT);
    return { reply: { ...found, threads: await threadsAmong(tx, found.messages) }, events: [] };
  },
);

/** Put some of the messages that no search finds yet into the indexes; says whether there are more. */
export const searchIndex = serverCommand("change", fields({}), async (tx) => ({
  reply: { behind: await tx.indexMessages(INDEX_STEP) },
  events: [],
}));

/** The threads that some messages stand in. */
async function threadsAmong(tx: Tx, messages: readonly Message[]): Promise<RoomView[]> {
  const ids = [...new Set(messages.map(({ room }) => room))];
  const found = ids.length === 0 ? [] : await tx.roomsByIds(ids);
  return found.filter(({ kind }) => kind === "thread");
}

/** The rooms to look in (their threads are looked in too), and the caller's roles. */
export async function lookedIn(
  tx: Tx,
  actor: Actor,
  space: Id,
  room: Id | null,
): Promise<{ rooms: readonly Id[]; roles: readonly Id[] }> {
  if (room !== null) {
    const { place } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    return { rooms: [room], roles: place.roles.map(({ id }) => id) };
  }
  const { standing } = requireMember(await tx.loadSpace(actor, space));
  const inSpace = (await tx.roomsOf(space)).filter((one) => sees(standing, one, tx.now));
  const direct = await tx.directRoomsOf(actor.user);
  return { rooms: [...inSpace, ...direct].map(({ id }) => id), roles: standing.roles.map(({ id }) => id) };
}

/** The words and parts of a query; nothing in it has another meaning. Faults: `invalid`. */
export function parseQuery(query: string): Pick<Wanted, "words" | "parts"> {
  if (query.length > 2 * MAX_QUERY || [...query].length > MAX_QUERY) {
    throw new Fault("invalid", `A query has at most ${MAX_QUERY} characters`);
  }
  const words: { text: string; prefix: boolean }[] = [];
  const parts: string[] = [];
  const pieces = query
    .toWellFormed()
    .replace(/\p{Cc}/gu, " ")
    .split('"');
  for (const [i, piece] of pieces.entries()) {
    const quoted = i % 2 === 1;
    const text = piece.trim();
    if (text === "") continue;
    if (quoted && [...text].length >= PART) parts.push(text);
    else for (const word of text.split(/\s+/)) words.push(toWord(word));
  }
  const told = words.filter(({ text }) => /[\p{L}\p{N}\p{S}]/u.test(text));
  if (told.length + parts.length > MAX_TERMS) {
    throw new Fault("invalid", `A query has at most ${MAX_TERMS} words`);
  }
  return { words: told, parts };
}

/** Two characters at least begin a word, for one character begins too many. */
function toWord(word: string): { text: string; prefix: boolean } {
  const begin = word.replace(/\*+$/, "");
  return { text: begin, prefix: begin !== word && [...begin].length >= 2 };
}
