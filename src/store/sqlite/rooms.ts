/** Spaces, rooms, roles and members in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Actor, Id, Role, Room, RoomKind, Space, User } from "../../core/model.ts";
import type { RoomFacts, Tx } from "../../core/ports.ts";
import { nameKey } from "../../core/rooms.ts";
import { callerLoader, toUser, type UserRow } from "./accounts.ts";
import type { Part } from "./tx.ts";

interface RoomRow extends Omit<Room, "kind"> {
  kind: RoomKind;
}

const ROOM = "r.id, r.space, r.kind, r.name, r.topic, r.parent, r.position, r.creator, r.created";

/** Roles of a space, highest first, read with their permissions. */
function roleReader(db: Database): (space: Id) => Role[] {
  const select = db.prepare<{ id: Id; name: string; position: number; permissions: string }, [Id]>(
    `select id, name, position, permissions from role where space = ? order by position desc, id`,
  );
  // By their text, so that nothing can be stale.
  const parsed = new Map<string, readonly string[]>();
  return (space) =>
    select.all(space).map(({ id, name, position, permissions: text }) => {
      let permissions = parsed.get(text);
      if (permissions === undefined) {
        if (parsed.size > 1_000) parsed.clear();
        permissions = JSON.parse(text) as string[];
        parsed.set(text, permissions);
      }
      return { id, space, name, position, permissions };
    });
}

/** The roles that a member has: those listed, and everyone's (position 0). */
function held(roles: readonly Role[], listed: string): Role[] {
  if (listed === "[]") return roles.filter((role) => role.position === 0);
  const ids = new Set(JSON.parse(listed) as Id[]);
  return roles.filter((role) => role.position === 0 || ids.has(role.id));
}

/** Who calls, and where they stand in a room. */
export function roomLoader(db: Database): (actor: Actor, room: Id) => RoomFacts {
  const loadCaller = callerLoader(db);
  const rolesOf = roleReader(db);
  const select = db.prepare<RoomRow & { owner: Id | null; roles: string | null }, [Id, Id]>(
    `select ${ROOM}, s.owner, m.roles from room r
     left join space s on s.id = r.space
     left join member m on m.space = r.space and m.user = ?
     where r.id = ?`,
  );
  return (actor, id) => {
    const caller = loadCaller(actor);
    const row = select.get(actor.user, id);
    if (row === null) return { caller, place: null };
    const { owner, roles, ...room } = row;
    const member = roles !== null;
    return {
      caller,
      place: {
        room,
        stream: id,
        member,
        owner: owner === actor.user,
        roles: member && room.space !== null ? held(rolesOf(room.space), roles) : [],
      },
    };
  };
}

type Rooms = Pick<
  Tx,
  | "loadRoom"
  | "loadSpace"
  | "insertRoom"
  | "updateRoom"
  | "isRoomNameTaken"
  | "roomsOf"
  | "roomsByIds"
  | "rolesOf"
  | "defaultSpace"
  | "setOwner"
  | "addMember"
  | "membersOf"
>;

export const rooms: Part<Rooms> = (db) => {
  const loadCaller = callerLoader(db);
  const rolesOf = roleReader(db);
  const space = `select id, name, slug, owner, default_room as defaultRoom from space`;
  const spaceById = db.prepare<Space, [Id]>(`${space} where id = ?`);
  const firstSpace = db.prepare<Space, []>(`${space} order by id limit 1`);
  const membership = db.prepare<{ roles: string }, [Id, Id]>(
    `select roles from member where space = ? and user = ?`,
  );
  const insert = db.prepare(`insert into room values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertCounter = db.prepare(`insert into counter (id, seq, n) values (?, 0, 0)`);
  const update = db.prepare(`update room set name = ?, name_key = ?, topic = ? where id = ?`);
  const taken = db.prepare<{ id: Id }, [Id, string]>(
    `select id from room where space = ? and name_key = ? and kind in ('text', 'voice', 'forum')`,
  );
  const bySpace = db.prepare<RoomRow, [Id]>(
    `select ${ROOM} from room r where r.space = ? order by r.position, r.id`,
  );
  const byIds = db.prepare<RoomRow, [string]>(
    `select ${ROOM} from room r where r.id in (select value from json_each(?))`,
  );
  const setOwner = db.prepare(`update space set owner = ? where id = ?`);
  const addMember = db.prepare(`insert into member (space, user, roles, joined) values (?, ?, '[]', ?)`);
  const members = db.prepare<UserRow, [Id, Id, number]>(
    `select u.id, u.handle, u.name, u.bot, u.created from member m join user u on u.id = m.user
     where m.space = ? and m.user > ? order by m.user limit ?`,
  );
  return {
    loadRoom: roomLoader(db),
    loadSpace(actor, id) {
      const member = membership.get(id, actor.user);
      return {
        caller: loadCaller(actor),
        space: spaceById.get(id),
        member: member !== null,
        roles: member === null ? [] : held(rolesOf(id), member.roles),
      };
    },
    insertRoom({ id, space, kind, name, topic, parent, position, creator, created }) {
      insert.run(id, space, kind, name, nameKey(name), topic, parent, position, creator, created);
      insertCounter.run(id);
    },
    updateRoom({ id, name, topic }) {
      update.run(name, nameKey(name), topic, id);
    },
    isRoomNameTaken: (space, name) => taken.get(space, nameKey(name)) !== null,
    roomsOf: (space) => bySpace.all(space),
    roomsByIds: (ids) => byIds.all(JSON.stringify(ids)),
    rolesOf,
    defaultSpace() {
      const found = firstSpace.get();
      if (found === null) throw new Error("The database has no space");
      return found;
    },
    setOwner(space, user) {
      setOwner.run(user, space);
    },
    addMember(space, user, at) {
      addMember.run(space, user, at);
    },
    membersOf: (space, after, limit): User[] => members.all(space, after, limit).map(toUser),
  };
};
