/** Making and renaming rooms, and who is in a space. */

import { Type } from "typebox";
import { requireMember, requireRoom, requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import type { Event, RoomField, Signal } from "./events.ts";
import { Fault } from "./faults.ts";
import { updateGroup } from "./groups.ts";
import { newRoom } from "./new-room.ts";

/** Longest name of a room, in code points. */
export const MAX_ROOM_NAME = 64;
/** Longest topic, in code points. */
export const MAX_TOPIC = 1024;
/** Most members that one call gives. */
export const MAX_MEMBERS_PAGE = 200;

/** Make a text room. Faults: `not_found` (space), `forbidden`, `invalid`, `name_taken`. */
export const roomCreate = command(
  "change",
  fields({ space: IdSchema, name: Type.String(), topic: Type.String() }),
  async (tx, actor, input) => {
    const { caller, space } = requireSpace(await tx.loadSpace(actor, input.space), "manage_rooms", tx.now);
    const name = requireName(input.name);
    const topic = requireTopic(input.topic);
    if (await tx.isRoomNameTaken(space.id, name)) throw nameTaken(name);
    const id = tx.newId();
    const common = { id, space: space.id, kind: "text", name, creator: caller.id, created: tx.now } as const;
    const room = newRoom({ ...common, topic });
    await tx.insertRoom(room);
    const event: Event = { ...happened(tx, actor, id), type: "room_create", room, head: 0 };
    const sight: Signal = { type: "sight_change", space: space.id, users: null, created: id };
    return { reply: room, events: [event, sight] };
  },
);

/** Change a room's name or topic, or a group's owner; null leaves it. Faults: `not_found`, `forbidden`, `invalid`, `name_taken`. */
export const roomUpdate = command(
  "change",
  fields({
    room: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    topic: Type.Union([Type.String(), Type.Null()]),
    /** Of a group: the member who shall own it. */
    owner: Type.Union([IdSchema, Type.Null()]),
  }),
  async (tx, actor, input) => {
    const facts = await tx.loadRoom(actor, input.room);
    if (facts.place?.room.kind === "group") return updateGroup(tx, actor, facts, input);
    const { place } = requireRoom(facts, "manage_room", tx.now);
    const old = place.room;
    const name = input.name === null ? old.name : requireName(input.name);
    const topic = input.topic === null ? old.topic : requireTopic(input.topic);
    const changed: RoomField[] = [];
    if (name !== old.name) changed.push("name");
    if (topic !== old.topic) changed.push("topic");
    if (changed.length === 0) return { reply: await viewOf(tx, old.id), events: [] };
    if (
      old.space !== null &&
      nameKey(name) !== nameKey(old.name) &&
      (await tx.isRoomNameTaken(old.space, name))
    ) {
      throw nameTaken(name);
    }
    await tx.updateRoom({ ...old, name, topic });
    const room = await viewOf(tx, old.id);
    const event: Event = { ...happened(tx, actor, place.stream), type: "room_update", room, changed };
    return { reply: room, events: [event] };
  },
);

/** The members of a space in the order of their ids. Faults: `not_found`. */
export const membersGet = command(
  "read",
  fields({
    space: IdSchema,
    after: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_MEMBERS_PAGE }),
  }),
  async (tx, actor, { space: id, after, limit }) => {
    requireMember(await tx.loadSpace(actor, id));
    return { reply: await tx.membersOf(id, after ?? 0, limit), events: [] };
  },
);

/** Two names with the same key are one name: composed, case-folded. */
export function nameKey(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function requireName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > MAX_ROOM_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new Fault(
      "invalid",
      `A room's name has 1 to ${MAX_ROOM_NAME} characters and no control characters`,
    );
  }
  return trimmed;
}

function requireTopic(topic: string): string {
  if ([...topic].length > MAX_TOPIC)
    throw new Fault("invalid", `A topic has at most ${MAX_TOPIC} characters`);
  return topic;
}

function nameTaken(name: string): Fault {
  return new Fault("name_taken", `There is a room named ${name} already`);
}
