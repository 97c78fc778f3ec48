/** Whom a message mentions: what its text asks for, as far as its author may and the mentioned are there. */

import { may, sees, standingIn } from "./authorize.ts";
import { type Mention, mentionsIn, parseMarkup } from "./markup.ts";
import type { Id } from "./model/ids.ts";
import type { Mentions } from "./model/messages.ts";
import type { Role } from "./model/spaces.ts";
import type { UserRef } from "./model/users.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Most users, roles and rooms together that one message mentions; what comes later in it is text. */
export const MAX_MENTIONS = 50;

/**
 * The mentions of a text that somebody sends to a place (`docs/markup.md`), or null for none. `pinged` is
 * the author of the message replied to, when they are to be told of it.
 */
export async function settleMentions(
  tx: Tx,
  place: Place,
  author: Id,
  text: string,
  pinged: UserRef | null,
): Promise<Mentions | null> {
  const written = /[@<]/.test(text) ? mentionsIn(parseMarkup(text)) : [];
  if (written.length === 0 && pinged === null) return null;
  const wanted = firstOf(written);
  const { room } = place;
  const standing = standingIn(place, author);
  const ids = idsOf(wanted, "user");
  const handles = wanted.flatMap((mention) => (mention.type === "handle" ? [mention.handle] : []));
  const found = ids.length + handles.length === 0 ? [] : await tx.membersAmong(room, ids, handles);
  const told = pinged === null ? found : [pinged, ...found.filter(({ id }) => id !== pinged.id)];
  const users = await withPersons(tx, place, told);

  const anybody = may(standing, "mention_everyone", tx.now);
  const roles = (await rolesAmong(tx, room.space, idsOf(wanted, "role"))).filter(
    (role) => anybody || role.mentionable,
  );
  const shouted = written.some(({ type }) => type === "everyone" || type === "here");
  const everyone = anybody && (shouted || roles.some(({ position }) => position === 0));

  const roomIds = room.space === null ? [] : idsOf(wanted, "room");
  // A room that the author does not see is not among them: the answer must not tell that it exists.
  const rooms = (roomIds.length === 0 ? [] : await tx.roomsByIds(roomIds)).filter(
    (one) => one.space === room.space && sees(standing, one, tx.now),
  );
  const named = roles.filter(({ position }) => position > 0);
  if (users.length + named.length + rooms.length === 0 && !everyone) return null;
  return {
    users: users
      .map(({ id, handle, name, avatar }) => ({ id, handle, name, avatar }))
      .sort((a, b) => a.id - b.id),
    roles: named.map(({ id }) => id).sort((a, b) => a - b),
    rooms: rooms.map(({ id }) => id).sort((a, b) => a - b),
    everyone,
    reply: pinged !== null,
  };
}

/** Besides ghosts, those whose they are: they are told of what is said to them elsewhere. */
async function withPersons(tx: Tx, { room }: Place, users: readonly UserRef[]): Promise<readonly UserRef[]> {
  const ghosts = users.filter(({ handle }) => handle.includes("@")).map(({ id }) => id);
  const persons = ghosts.length === 0 ? [] : (await tx.identitiesAmong(ghosts)).map(({ person }) => person);
  const others = persons.filter((id) => !users.some((user) => user.id === id));
  return others.length === 0 ? users : [...users, ...(await tx.membersAmong(room, others, []))];
}

/** Each once, and the first of them. */
function firstOf(mentions: readonly Mention[]): Mention[] {
  const seen = new Map<string, Mention>();
  for (const mention of mentions) {
    if (seen.size === MAX_MENTIONS) break;
    if ("id" in mention || mention.type === "handle") seen.set(JSON.stringify(mention), mention);
  }
  return [...seen.values()];
}

function idsOf(mentions: readonly Mention[], type: "user" | "role" | "room"): Id[] {
  return mentions.flatMap((mention) => (mention.type === type && "id" in mention ? [mention.id] : []));
}

async function rolesAmong(tx: Tx, space: Id | null, ids: readonly Id[]): Promise<Role[]> {
  if (space === null || ids.length === 0) return [];
  return (await tx.rolesOf(space)).filter(({ id }) => ids.includes(id));
}
