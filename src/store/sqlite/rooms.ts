/** Rooms in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Id } from "../../core/model/ids.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { UserRef } from "../../core/model/users.ts";
import { nameKey } from "../../core/rooms.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { PARENT, ROOM, type RoomRow, toRoom } from "./room-rows.ts";
import { roomLoader } from "./room-standing.ts";
import { SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";
import { openCallsReader, voiceReader } from "./voice.ts";

// The newest message and the maker, with each room.
const LAST = `l.id as lastId, l.n as lastN, l.created as lastAt, c.handle as makerHandle, c.name as makerName,
  c.avatar as makerAvatar, r.activity, r.messages,
  iif(r.kind = 'thread', (select count(*) from thread_member t where t.room = r.id), 0) as followers`;
const LAST_MESSAGE = `${PARENT} left join user c on c.id = r.creator left join message l on l.id = (select m.id from message m indexed by message_shown where m.room = r.id and ${SHOWN}
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

/** The rooms of some ids. */
export function roomsByIds(db: Database): (ids: readonly Id[]) => RoomView[] {
  const withMembers = viewer(db);
  const byIds = db.prepare<ViewRow, [string]>(
    `select ${ROOM}, ${LAST} from room r ${LAST_MESSAGE} where r.id in (select value from json_each(?))`,
  );
  return (ids) => withMembers(byIds.all(JSON.stringify(ids)));
}

/** Most followers that a thread is shown with. */
const SHOWN_FOLLOWERS = 50;

/** Makes views of rows, with the members of dialogs and groups. */
function viewer(db: Database): (rows: readonly ViewRow[]) => RoomView[] {
  const members = db.prepare<UserRef & { room: Id }, [string]>(
    `select d.room, u.id, u.handle, u.name, u.avatar from room_member d join user u on u.id = d.user
     where d.room in (select value from json_each(?)) order by d.room, d.joined, d.user`,
  );
  const firstOf = db.prepare<UserRef & { room: Id }, [string, number]>(
    `select t.room, u.id, u.handle, u.name, u.avatar from json_each(?1) asked
     join (select room, user, row_number() over (partition by room order by joined, user) as place
           from thread_member where room in (select value from json_each(?1))) t
       on t.room = asked.value and t.place <= ?2
     join user u on u.id = t.user order by t.room, t.place`,
  );
  const voiceIn = voiceReader(db);
  const callsIn = openCallsReader(db);
  return (rows) => {
    const threads = rows.filter(({ kind }) => kind === "thread").map(({ id }) => id);
    const first = new Map<Id, UserRef[]>(threads.map((id) => [id, []]));
    const following = threads.length === 0 ? [] : firstOf.all(JSON.stringify(threads), SHOWN_FOLLOWERS);
    for (const { room, ...user } of following) first.get(room)?.push(user);
    const listed = rows.filter(({ kind }) => kind === "dialog" || kind === "group").map(({ id }) => id);
    const of = new Map<Id, UserRef[]>(listed.map((id) => [id, []]));
    const found = listed.length === 0 ? [] : members.all(JSON.stringify(listed));
    for (const { room, ...user } of found) of.get(room)?.push(user);
    const voices = voiceIn(rows.filter(({ kind }) => kind === "voice").map(({ id }) => id));
    const calls = callsIn(listed);
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
  const these = `in (select ?1 union all select id from room where parent = ?1 and kind = 'thread')`;
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
    insertRoom(room) {
      const { id, space, kind, name, topic, parent, position, creator, created } = room;
      const rest = [
        room.slowMode,
        room.archived ? 1 : 0,
        room.userLimit,
        room.owner,
        JSON.stringify(room.overrides),
        room.backend,
        room.remoteId,
        JSON.stringify(room.tags),
        room.under,
        room.archiveAfter,
        room.kind === "thread" ? created : 0,
      ];
      insert.run(id, space, kind, name, nameKey(name), topic, parent, position, creator, created, ...rest);
      insertCounter.run(id);
    },
    updateRoom({
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
      const life = [archiveAfter, retention, noPreviews ? 1 : 0];
      const rest = [...flags, locked ? 1 : 0, JSON.stringify(tags), ...life, id];
      update.run(name, nameKey(name), topic, parent, position, ...rest);
    },
    deleteRoom(room) {
      for (const statement of deleting) statement.run(room);
    },
    isRoomNameTaken: (space, name) => taken.get(space, nameKey(name)) !== null,
    roomsOf: (space) => withMembers(bySpace.all(space)),
    roomsByIds: byIds,
    directRoomsOf: (user) => withMembers(direct.all(user)),
  };
};
