/**
 * What stands here for others' networks: a ghost for somebody there, a portal for a room there. The server makes them
 * for a bridge; no dialect reaches these commands.
 */

import { type Static, Type } from "typebox";
import { requireNotBanned } from "./bans.ts";
import { fields, happened, IdSchema, serverCommand } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import { isProxied } from "./embeds.ts";
import type { Signal } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { followNewRoom } from "./following.ts";
import { joinSpace } from "./invites.ts";
import type { Id } from "./model/ids.ts";
import type { User } from "./model/users.ts";
import { newRoom } from "./new-room.ts";
import { audienceOf, loadProfile, profileUpdated } from "./profiles.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest name of a ghost or a portal, in code points; a longer one is cut. */
const MAX_NAME = 64;
/** Longest part of a ghost's handle before the "@", in code points. */
const MAX_LOCAL = 32;

/** Longest address of a picture. */
export const MAX_ADDRESS = 4_096;

/** The name of a backend. */
export const BackendSchema = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,31}$" });
/** What a network calls something. */
export const RemoteIdSchema = Type.String({ minLength: 1, maxLength: 512 });

const ghostInput = fields({
  space: IdSchema,
  backend: BackendSchema,
  remoteId: RemoteIdSchema,
  /** What the handle is made of. */
  nick: Type.String({ maxLength: 512 }),
  name: Type.String({ maxLength: 512 }),
  /** An address of our image proxy, "" = none; absent leaves what there is. */
  avatar: Type.Optional(Type.String({ maxLength: MAX_ADDRESS })),
  /** Somebody there signs in here themselves; whether they may when they are new. Absent: nobody signs in. */
  signsIn: Type.Optional(fields({ mayRegister: Type.Boolean() })),
});

/**
 * The ghost of somebody, made a member of the space when there is none yet; its handle `nick@backend` stays, its name
 * and picture follow those on the network.
 */
export const ghostUpsert = serverCommand("change", ghostInput, async (tx, _actor, input) => {
  const { backend, remoteId } = input;
  const known = await tx.ghostOf(backend, remoteId);
  if (input.signsIn !== undefined) {
    if (known !== null) await requireNotBanned(tx, input.space, known);
    else if (!input.signsIn.mayRegister)
      throw new Fault("registration_closed", "Registration is closed here");
  }
  const name = cut(clean(input.name), MAX_NAME) || cut(clean(input.nick), MAX_NAME) || "somebody";
  if (known !== null) {
    // Where nothing but the id was said, the name that is known stays.
    const shown = input.name === remoteId ? known.name : name;
    const { ghost, events } = await follow(tx, known, shown, input.avatar);
    return { reply: ghost, events: [...events, ...(await joinSpace(tx, input.space, ghost, []))] };
  }
  const handle = await freeHandle(tx, input);
  const id = tx.newId();
  const user: User = {
    id,
    handle,
    name,
    avatar: "",
    bot: false,
    owner: null,
    created: tx.now,
    backend,
    remoteId,
  };
  await tx.insertUser(user, null);
  const { ghost } = await follow(tx, user, name, input.avatar);
  return { reply: ghost, events: await joinSpace(tx, input.space, ghost, []) };
});

/** Gives a ghost the name and the picture that it has now, and tells those who know it. */
async function follow(tx: Tx, ghost: User, name: string, avatar: string = ghost.avatar) {
  // No client is sent to another server for a picture.
  const shown = avatar === "" || isProxied(avatar) ? avatar : ghost.avatar;
  if (ghost.name === name && ghost.avatar === shown) return { ghost, events: [] };
  const identity = await tx.identityOf(ghost.id);
  if (identity !== null) {
    // It is shown as the person whose it is; what it is called there is for when it is not any more.
    const own = {
      ...identity,
      name: name === ghost.name ? identity.name : name,
      avatar: shown === ghost.avatar ? identity.avatar : shown,
    };
    if (own.name !== identity.name || own.avatar !== identity.avatar) await tx.setIdentity(own);
    return { ghost, events: [] };
  }
  const profile = { ...(await loadProfile(tx, ghost.id)), name, avatar: shown };
  await tx.updateProfile(profile);
  const events = profileUpdated(tx, null, await audienceOf(tx, ghost.id), profile);
  return { ghost: { ...ghost, name, avatar: shown }, events };
}

/** The portal of a room, made when there is none yet. A name that is taken gets the backend's beside it. */
export const portalUpsert = serverCommand(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    remoteId: RemoteIdSchema,
    name: Type.String({ maxLength: 512 }),
    topic: Type.String({ maxLength: 1024 }),
  }),
  async (tx, _actor, { space, backend, remoteId, name, topic }) => {
    const known = await tx.portalOf(space, backend, remoteId);
    if (known !== null) return { reply: await viewOf(tx, known), events: [] };
    if ((await tx.spaceById(space)) === null) throw notFound();
    const id = tx.newId();
    const free = await freeName(
      tx,
      space,
      cut(clean(name), MAX_NAME) || remoteId.slice(0, MAX_NAME),
      backend,
    );
    const common = { id, space, kind: "text", name: free, creator: null, created: tx.now } as const;
    const room = newRoom({ ...common, topic, backend, remoteId });
    await tx.insertRoom(room);
    const event: Event = { ...happened(tx, null, id), type: "room_create", room, head: 0 };
    const sight: Signal = { type: "sight_change", space, users: null, created: id, apart: [] };
    return { reply: room, events: [event, sight, ...(await followNewRoom(tx, space, id))] };
  },
);

/** The bridge in a handle: only ghosts have an "@" in theirs. "" for users of this instance. */
export function backendIn(handle: string): string {
  return handle.slice(handle.lastIndexOf("@") + 1 || handle.length);
}

async function freeHandle(tx: Tx, { nick, backend }: Static<typeof ghostInput>): Promise<string> {
  const local = nick
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}_-]+/gu, "-");
  const base = cut(local, MAX_LOCAL) || "somebody";
  for (let i = 1; ; i += 1) {
    const handle = `${i === 1 ? base : `${base}-${i}`}@${backend}`;
    if (!(await tx.isHandleTaken(handle))) return handle;
  }
}

/** The name for a portal: itself, or with the backend's beside it. */
export async function freeName(tx: Tx, space: Id, wished: string, backend: string): Promise<string> {
  const name = cut(clean(wished), MAX_NAME);
  for (let i = 0; ; i += 1) {
    const suffix = i === 0 ? "" : i === 1 ? ` (${backend})` : ` (${backend} ${i})`;
    const tried = cut(name, MAX_NAME - suffix.length) + suffix;
    if (!(await tx.isRoomNameTaken(space, tried))) return tried;
  }
}

/** On one line, without control characters. */
export function clean(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\p{Cc}+/gu, " ")
    .trim();
}

/** The beginning. */
export function cut(text: string, codePoints: number): string {
  return [...text].slice(0, codePoints).join("");
}
