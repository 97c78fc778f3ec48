/** Making, changing and deleting rooms of a space. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireRoom, requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import type { RoomField } from "./events/rooms.ts";
import { type Signal, sightOfAll } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { followNewRoom } from "./following.ts";
import { updateGroup } from "./groups.ts";
import type { Room } from "./model/rooms.ts";
import { newRoom } from "./new-room.ts";
import { MAX_OVERRIDES, overrideSchema, requireOverride } from "./overrides.ts";
import { requireRetention, retainAnew, retentionSchema } from "./retention.ts";
import { endOf, MAX_ROOMS, placeAtTop, requireCategory, requireRoomOfSpace } from "./room-order.ts";
import { MAX_TAGS, requireTags } from "./tags.ts";
import { awaitSilences } from "./thread-life.ts";
import { deleteThread } from "./threads.ts";
import { refOf } from "./user-refs.ts";

/** Longest name of a room, in code points. */
export const MAX_ROOM_NAME = 64;
/** Longest topic, in code points. */
export const MAX_TOPIC = 1024;
/** Longest slow mode, in milliseconds. */
export const MAX_SLOW_MODE = 6 * 3_600_000;
/** Most people whom a voice room may be limited to. */
export const MAX_USER_LIMIT = 1_000;
/** Longest silence after which threads are archived, in milliseconds. */
export const MAX_ARCHIVE_AFTER = 365 * 24 * 3_600_000;

const tagsSchema = Type.Array(Type.String(), { maxItems: MAX_TAGS });
const slowMode = Type.Integer({ minimum: 0, maximum: MAX_SLOW_MODE });
const userLimit = Type.Integer({ minimum: 0, maximum: MAX_USER_LIMIT });

/**
 * Make a room, the last of its category.
 *
 * Faults: `not_found` (space, category, role or member of an override), `forbidden`, `invalid`, `name_taken`,
 * `limit_reached`.
 */
export const roomCreate = command(
  "change",
  fields({
    space: IdSchema,
    kind: Type.Union([
      Type.Literal("text"),
      Type.Literal("voice"),
      Type.Literal("forum"),
      Type.Literal("category"),
    ]),
    name: Type.String(),
    topic: Type.String(),
    /** A category; null = none. */
    parent: Type.Union([IdSchema, Type.Null()]),
    overrides: Type.Array(overrideSchema, { maxItems: MAX_OVERRIDES }),
    slowMode,
    userLimit,
    /** Of a forum; absent means none. */
    tags: Type.Optional(tagsSchema),
  }),
  async (tx, actor, { parent, ...input }) => {
    const { caller, space, standing } = requireSpace(
      await tx.loadSpace(actor, input.space),
      "manage_rooms",
      tx.now,
    );
    const name = requireName(input.name);
    const topic = requireTopic(input.topic);
    requireUserLimit(input.kind, input.userLimit);
    const tags = requireTags(input.kind, input.tags ?? []);
    const rooms = await tx.roomsOf(space.id);
    if (rooms.length >= MAX_ROOMS) throw new Fault("limit_reached", `A space has at most ${MAX_ROOMS} rooms`);
    if (parent !== null) requireCategory(rooms, parent, standing, input.kind, tx.now);
    if (isNamed(input.kind) && (await tx.isRoomNameTaken(space.id, name))) throw nameTaken(name);
    const overrides = [];
    for (const override of input.overrides)
      overrides.push(await requireOverride(tx, space.id, standing, override, null, "new"));
    if (new Set(overrides.map(({ target }) => target)).size < overrides.length)
      throw new Fault("invalid", "There is one override for each role and user");
    const { kind, slowMode: slow, userLimit: limit } = input;
    const room = newRoom({
      id: tx.newId(),
      space: space.id,
      kind,
      name,
      topic,
      parent,
      position: endOf(rooms, parent),
      creator: caller.id,
      maker: refOf(caller),
      created: tx.now,
      slowMode: slow,
      userLimit: limit,
      overrides,
      tags,
    });
    await tx.insertRoom(room);
    const event: Event = { ...happened(tx, actor, room.id), type: "room_create", room, head: 0 };
    const sight: Signal = {
      type: "sight_change",
      space: space.id,
      users: null,
      created: room.id,
      apart: overrides.filter(({ of }) => of === "user").map(({ target }) => target),
    };
    const after = { name, kind: room.kind };
    const audit = await record(tx, actor, space, { action: "room_create", target: room.id, after });
    const followed = await followNewRoom(tx, space.id, room.id);
    return { reply: room, events: [event, audit, sight, ...followed] };
  },
);

/** Change a room, or a group's owner; null leaves a field. Faults: `not_found`, `forbidden`, `invalid`, `name_taken`. */
export const roomUpdate = command(
  "change",
  fields({
    room: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    topic: Type.Union([Type.String(), Type.Null()]),
    slowMode: Type.Union([slowMode, Type.Null()]),
    archived: Type.Union([Type.Boolean(), Type.Null()]),
    userLimit: Type.Union([userLimit, Type.Null()]),
    /** Of a group: the member who shall own it. */
    owner: Type.Union([IdSchema, Type.Null()]),
    /** Of a forum; absent leaves them. */
    tags: Type.Optional(tagsSchema),
    /** Of a text room or forum: after so much silence its threads are archived, 0 = never; absent leaves it. */
    archiveAfter: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_ARCHIVE_AFTER })),
    /** No link previews in it and its threads; absent leaves it. */
    noPreviews: Type.Optional(Type.Boolean()),
    /** Messages older than this are removed; 0 = as the space says; absent leaves it. */
    retention: Type.Optional(retentionSchema),
  }),
  async (tx, actor, input) => {
    const facts = await tx.loadRoom(actor, input.room);
    if (facts.place?.room.kind === "group") return updateGroup(tx, actor, facts, input);
    if (facts.place?.room.kind === "thread") throw notFound();
    const { place } = requireRoom(facts, "manage_room", tx.now);
    if (input.owner !== null) throw new Fault("invalid", "Only a group has an owner of its own");
    const old = place.room;
    const values: Room = {
      ...old,
      name: input.name === null ? old.name : requireName(input.name),
      topic: input.topic === null ? old.topic : requireTopic(input.topic),
      slowMode: input.slowMode ?? old.slowMode,
      archived: input.archived ?? old.archived,
      userLimit: input.userLimit ?? old.userLimit,
      tags: input.tags === undefined ? old.tags : requireTags(old.kind, input.tags),
      archiveAfter: requireArchiveAfter(old.kind, input.archiveAfter ?? old.archiveAfter),
      retention: requireRetention(input.retention ?? old.retention),
      noPreviews: input.noPreviews ?? old.noPreviews,
    };
    const changed = UPDATABLE.filter(([, key]) => JSON.stringify(values[key]) !== JSON.stringify(old[key]));
    if (changed.length === 0) return { reply: await viewOf(tx, old.id), events: [] };
    requireUserLimit(values.kind, values.userLimit);
    const renamed = isNamed(values.kind) && nameKey(values.name) !== nameKey(old.name);
    if (renamed && old.space !== null && (await tx.isRoomNameTaken(old.space, values.name)))
      throw nameTaken(values.name);
    await tx.updateRoom(values);
    const room = await viewOf(tx, old.id);
    const event: Event = {
      ...happened(tx, actor, place.stream),
      type: "room_update",
      room,
      changed: changed.map(([field]) => field),
    };
    const silence =
      room.archiveAfter === old.archiveAfter ? [] : await awaitSilences(tx, room.id, room.archiveAfter);
    const space = old.space === null ? null : await tx.spaceById(old.space);
    if (space === null) return { reply: room, events: [event] };
    const audit = await record(tx, actor, space, {
      action: "room_update",
      target: room.id,
      before: Object.fromEntries(changed.map(([field, key]) => [field, old[key]])),
      after: Object.fromEntries(changed.map(([field, key]) => [field, room[key]])),
    });
    const removal = room.retention === old.retention ? [] : await retainAnew(tx, space.id);
    return { reply: room, events: [event, audit, ...silence, ...removal] };
  },
);

/**
 * Delete a room with its threads and all their messages. A category's rooms move to the end of the top.
 *
 * A thread can be deleted by its author, too.
 *
 * Faults: `not_found`, `forbidden` (also for the default room).
 */
export const roomDelete = command("change", fields({ room: IdSchema }), async (tx, actor, { room: id }) => {
  const facts = await tx.loadRoom(actor, id);
  if (facts.place?.room.kind === "thread") return deleteThread(tx, actor, facts);
  const { room, space } = await requireRoomOfSpace(tx, actor, id);
  if (room.id === space.defaultRoom) throw new Fault("forbidden", "The default room cannot be deleted");
  const moved = room.kind === "category" ? await placeAtTop(tx, actor, space.id, room.id) : [];
  await tx.deleteRoom(room.id);
  const event: Event = { ...happened(tx, actor, room.id), type: "room_delete", room: room.id };
  const before = { name: room.name, kind: room.kind };
  const audit = await record(tx, actor, space, { action: "room_delete", target: room.id, before });
  return { reply: null, events: [...moved, event, audit, sightOfAll(space.id)] };
});

/** Two names with the same key are one name: composed, case-folded. */
export function nameKey(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** The fields that can be changed, as events and the audit log call them and as a room has them. */
const UPDATABLE = [
  ["name", "name"],
  ["topic", "topic"],
  ["slow_mode", "slowMode"],
  ["archived", "archived"],
  ["user_limit", "userLimit"],
  ["tags", "tags"],
  ["archive_after", "archiveAfter"],
  ["retention", "retention"],
  ["no_previews", "noPreviews"],
] as const satisfies readonly (readonly [RoomField, keyof Room])[];

/** Whether names of this kind are unique in a space. */
function isNamed(kind: Room["kind"]): boolean {
  return kind === "text" || kind === "voice" || kind === "forum";
}

function requireArchiveAfter(kind: Room["kind"], after: number): number {
  if (after > 0 && kind !== "text" && kind !== "forum")
    throw new Fault("invalid", "Only text rooms and forums have threads");
  return after;
}

function requireUserLimit(kind: Room["kind"], limit: number): void {
  if (limit > 0 && kind !== "voice") throw new Fault("invalid", "Only voice rooms have a limit of users");
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
