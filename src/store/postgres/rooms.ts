/** Rooms in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Override, Room, RoomKind, RoomView } from "../../core/model/rooms.ts";
import type { Actor, UserRef } from "../../core/model/users.ts";
import { nameKey } from "../../core/rooms.ts";
import { streamOf } from "../../core/streams.ts";
import type { RoomFacts } from "../../core/tx/rooms.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { callerLoader } from "./accounts.ts";
import { heldRoles, recurringJson, roleReader } from "./roles.ts";
import { SHOWN } from "./shown.ts";
import type { Database } from "./statements.ts";
import { storable } from "./storable.ts";
import type { Part } from "./tx.ts";
import { openCallsReader, voiceReader } from "./voice.ts";

interface RoomRow {
  id: Id;
  space: Id | null;
  kind: RoomKind;
  name: string;
  topic: string;
  parent: Id | null;
  position: number;
  creator: Id | null;
  created: number;
  slowMode: number;
  archived: number;
  userLimit: number;
  roomOwner: Id | null;
  overrides: string;
  backend: string | null;
  remoteId: string | null;
  locked: number;
  tags: string;
  under: Id | null;
  archiveAfter: number;
  retention: number;
  noPreviews: number;
  parentArchived: number | null;
}

const ROOM = `r.id, r.space, r.kind, r.name, r.topic, r.parent, r.position, r.creator, r.created,
  r.slow_mode as slowMode, r.archived, r.user_limit as userLimit, r.owner as roomOwner,
  coalesce(p.overrides, r.overrides) as overrides, r.backend, r.remote_id as remoteId, r.locked, r.tags, r.under,
  r.archive_after as archiveAfter, r.retention,
  coalesce(p.no_previews, r.no_previews) as noPreviews, p.archived as parentArchived`;

// A thread has the rights of its room.
const PARENT = `left join room p on p.id = r.parent and r.kind = 'thread'`;

// The newest message and the maker, with each room.
const LAST = `l.id as lastId, l.n as lastN, l.created as lastAt, c.handle as makerHandle, c.name as makerName,
  c.avatar as makerAvatar, r.activity, r.messages,
  case when r.kind = 'thread' then (select count(*) from thread_member t where t.room = r.id) else 0 end as followers`;
const LAST_MESSAGE = `${PARENT} left join user c on c.id = r.creator left join message l on l.id = (select m.id from message m where m.room = r.id and ${SHOWN}
  order by m.n desc limit 1)`;

interface ViewRow extends RoomRow {
  makerHandle: string | null;
  makerName: string | null;
  makerAvatar: string | null;
  lastId: Id | null;
  lastN: number | null;
  lastAt: number | null;
  activity: number;
  messages: number;
  followers: number;
}

const overridesOf = recurringJson<readonly Override[]>();
const tagsOf = recurringJson<readonly string[]>();

function toRoom(row: RoomRow): Room {
  const { id, space, kind, name, topic, parent, position, creator, created, slowMode, userLimit } = row;
  return {
    id,
    space,
    kind,
    name,
    topic,
    parent,
    position,
    creator,
    created,
    slowMode,
    archived: row.archived === 1,
    userLimit,
    owner: row.roomOwner,
    backend: row.backend,
    remoteId: row.remoteId,
    overrides: overridesOf(row.overrides),
    locked: row.locked === 1,
    tags: tagsOf(row.tags),
    retention: row.retention,
    noPreviews: row.noPreviews === 1,
    under: row.under,
    archiveAfter: row.archiveAfter,
  };
}

/** Who calls, and where they stand in a room. */
export function roomLoader(db: Database): (actor: Actor, room: Id) => Promise<RoomFacts> {
  const loadCaller = callerLoader(db);
  const rolesOf = roleReader(db);
  const select = db.prepareSteady<
    RoomRow & {
      spaceOwner: Id | null;
      lockedDown: number | null;
      roles: string | null;
      timeoutUntil: number | null;
      listed: Id | null;
      blocked: number;
    },
    [Id, Id, Id, Id]
  >(
    `select ${ROOM}, s.owner as spaceOwner, s.locked_down as lockedDown, m.roles, m.timeout_until as timeoutUntil, d.user as listed,
       case r.kind when 'dialog' then exists (
         select 1 from room_member o join block b on b.user = o.user and b.blocked = ? where o.room = r.id
       ) else false end as blocked
     from room r ${PARENT}
     left join space s on s.id = r.space
     left join member m on m.space = r.space and m.user = ?
     left join room_member d on r.space is null and d.room = r.id and d.user = ?
     where r.id = ?`,
  );
  return async (actor, id) => {
    const [loaded, row] = await Promise.all([
      loadCaller(actor),
      select.get(actor.user, actor.user, actor.user, id),
    ]);
    const caller = loaded?.user ?? null;
    if (row === null) return { caller, place: null };
    const room = toRoom(row);
    const inSpace = room.space !== null && row.roles !== null;
    return {
      caller,
      place: {
        room,
        stream: streamOf(room),
        parentArchived: row.parentArchived === 1,
        member: inSpace || row.listed !== null,
        owner: (room.space === null ? room.owner : row.spaceOwner) === actor.user,
        roles: inSpace && room.space !== null ? heldRoles(await rolesOf(room.space), row.roles ?? "[]") : [],
        timeoutUntil: row.timeoutUntil ?? 0,
        lockedDown: row.lockedDown === 1,
        blocked: row.blocked === 1,
        scopes: loaded?.scopes ?? null,
      },
    };
  };
}

/** The rooms of some ids. */
export function roomsByIds(db: Database): (ids: readonly Id[]) => Promise<RoomView[]> {
  const withMembers = viewer(db);
  const byIds = db.prepare<ViewRow, [string]>(
    `select ${ROOM}, ${LAST} from room r ${LAST_MESSAGE} where r.id = any(array(select value from ids_of(?)))`,
  );
  return async (ids) => withMembers(await byIds.all(JSON.stringify(ids)));
}

/** Most followers that a thread is shown with. */
const SHOWN_FOLLOWERS = 50;

/** Makes views of rows, with the members of dialogs and groups. */
function viewer(db: Database): (rows: readonly ViewRow[]) => Promise<RoomView[]> {
  const members = db.prepare<UserRef & { room: Id }, [string]>(
    `select d.room, u.id, u.handle, u.name, u.avatar from room_member d join user u on u.id = d.user
     where d.room = any(array(select value from ids_of(?))) order by d.room, d.joined, d.user`,
  );
  const firstOf = db.prepare<UserRef & { room: Id }, [string, number]>(
    `select t.room, u.id, u.handle, u.name, u.avatar
     from (select room, "user", row_number() over (partition by room order by joined, "user") as place
           from thread_member where room = any(array(select value from ids_of(?1)))) t
     join user u on u.id = t.user where t.place <= ?2 order by t.room, t.place`,
  );
  const voiceIn = voiceReader(db);
  const callsIn = openCallsReader(db);
  return async (rows) => {
    const threads = rows.filter(({ kind }) => kind === "thread").map(({ id }) => id);
    const first = new Map<Id, UserRef[]>(threads.map((id) => [id, []]));
    const following = threads.length === 0 ? [] : await firstOf.all(JSON.stringify(threads), SHOWN_FOLLOWERS);
    for (const { room, ...user } of following) first.get(room)?.push(user);
    const listed = rows.filter(({ kind }) => kind === "dialog" || kind === "group").map(({ id }) => id);
    const of = new Map<Id, UserRef[]>(listed.map((id) => [id, []]));
    const found = listed.length === 0 ? [] : await members.all(JSON.stringify(listed));
    for (const { room, ...user } of found) of.get(room)?.push(user);
    const voices = await voiceIn(rows.filter(({ kind }) => kind === "voice").map(({ id }) => id));
    const calls = await callsIn(listed);
    return rows.map((row) => ({
      ...toRoom(row),
      voice: voices.filter(({ room }) => room === row.id),
      call: calls.find(({ room }) => room === row.id) ?? null,
      members: of.get(row.id) ?? [],
      maker: makerOf(row),
      last: { id: row.lastId ?? 0, n: row.lastN ?? 0, at: row.lastAt ?? 0 },
      thread:
        row.kind === "thread"
          ? {
              messages: row.messages,
              followers: row.followers,
              first: first.get(row.id) ?? [],
              activity: row.activity,
            }
          : null,
    }));
  };
}

function makerOf({ creator, makerHandle, makerName, makerAvatar }: ViewRow): UserRef | null {
  if (creator === null || makerHandle === null) return null;
  return { id: creator, handle: makerHandle, name: makerName ?? makerHandle, avatar: makerAvatar ?? "" };
}

type Rooms = Pick<
  Tx,
  | "loadRoom"
  | "insertRoom"
  | "updateRoom"
  | "deleteRoom"
  | "isRoomNameTaken"
  | "roomsOf"
  | "roomsByIds"
  | "directRoomsOf"
>;

export const rooms: Part<Rooms> = (db) => {
  const insert = db.prepare(
    `insert into room (id, space, kind, name, name_key, topic, parent, position, creator, created, slow_mode, archived,
       user_limit, owner, overrides, backend, remote_id, tags, under, archive_after, activity)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertCounter = db.prepare(`insert into counter (id, seq, n) values (?, 0, 0)`);
  const update = db.prepare(
    `update room set name = ?, name_key = ?, topic = ?, parent = ?, position = ?, slow_mode = ?, archived = ?,
       user_limit = ?, owner = ?, overrides = ?, locked = ?, tags = ?, archive_after = ?, retention = ?,
       no_previews = ? where id = ?`,
  );
  // Out of sight at once, with the threads; what takes long is swept later.
  const these = `in (select ?1::bigint union all select id from room where parent = ?1 and kind = 'thread')`;
  const deleting = [
    `insert into deleted_room (id, up_to) select id, seq from counter where id ${these}`,
    `delete from receipt where room ${these}`,
    `delete from slow where room ${these}`,
    `delete from room_member where room ${these}`,
    `delete from thread_member where room ${these}`,
    `delete from room where id ${these}`,
  ].map((sql) => db.prepare(sql));
  const taken = db.prepare<{ id: Id }, [Id, string]>(
    `select id from room where space = ? and name_key = ? and kind in ('text', 'voice', 'forum')`,
  );
  const bySpace = db.prepare<ViewRow, [Id]>(
    `select ${ROOM}, ${LAST} from room r ${LAST_MESSAGE} where r.space = ? and r.kind <> 'thread'
     order by r.position, r.id`,
  );
  const byIds = roomsByIds(db);
  const withMembers = viewer(db);
  const direct = db.prepare<ViewRow, [Id]>(
    `select ${ROOM}, ${LAST} from room_member d join room r on r.id = d.room ${LAST_MESSAGE} where d.user = ?
     order by r.id`,
  );
  return {
    loadRoom: roomLoader(db),
    async insertRoom(room) {
      const { id, space, kind, name, topic, parent, position, creator, created } = room;
      const rest = [
        room.slowMode,
        room.archived ? 1 : 0,
        room.userLimit,
        room.owner,
        JSON.stringify(room.overrides),
        room.backend,
        room.remoteId,
        JSON.stringify(room.tags.map(storable)),
        room.under,
        room.archiveAfter,
        room.kind === "thread" ? created : 0,
      ];
      await insert.run(
        id,
        space,
        kind,
        name,
        nameKey(name),
        topic,
        parent,
        position,
        creator,
        created,
        ...rest,
      );
      await insertCounter.run(id);
    },
    async updateRoom({
      id,
      name,
      topic,
      parent,
      position,
      slowMode,
      archived,
      userLimit,
      owner,
      overrides,
      ...more
    }) {
      const { locked, tags, archiveAfter, retention, noPreviews } = more;
      const flags = [slowMode, archived ? 1 : 0, userLimit, owner, JSON.stringify(overrides)];
      const rest = [
        ...flags,
        locked ? 1 : 0,
        JSON.stringify(tags.map(storable)),
        archiveAfter,
        retention,
        noPreviews ? 1 : 0,
        id,
      ];
      await update.run(name, nameKey(name), topic, parent, position, ...rest);
    },
    async deleteRoom(room) {
      for (const statement of deleting) await statement.run(room);
    },
    isRoomNameTaken: async (space, name) => (await taken.get(space, nameKey(name))) !== null,
    roomsOf: async (space) => withMembers(await bySpace.all(space)),
    roomsByIds: byIds,
    directRoomsOf: async (user) => withMembers(await direct.all(user)),
  };
};
