/** Who calls, and where they stand in a room, in SQLite. */

import type { Id } from "../../core/model/ids.ts";
import type { Actor } from "../../core/model/users.ts";
import { streamOf } from "../../core/streams.ts";
import type { Place, RoomFacts } from "../../core/tx/rooms.ts";
import { callerLoader } from "./accounts.ts";
import type { PlannedDatabase } from "./planned.ts";
import { heldRoles, ROLES, roleReader } from "./roles.ts";

import { PARENT, ROOM, type RoomRow, toRoom } from "./room-rows.ts";

interface StandingRow extends RoomRow {
  spaceOwner: Id | null;
  lockedDown: number | null;
  roles: string | null;
  timeoutUntil: number | null;
  listed: Id | null;
  blocked: number;
}

const STANDING = `select ${ROOM}, s.owner as spaceOwner, s.locked_down as lockedDown, m.roles,
    m.timeout_until as timeoutUntil, d.user as listed,
    case r.kind when 'dialog' then exists (
      select 1 from room_member o join block b on b.user = o.user and b.blocked = ? where o.room = r.id
    ) else 0 end as blocked
  from room r ${PARENT}
  left join space s on s.id = r.space
  left join member m on m.space = r.space and m.user = ?
  left join room_member d on r.space is null and d.room = r.id and d.user = ?
  where r.id = ?`;

/** Who calls, and where they stand in a room. */
export function roomLoader(db: PlannedDatabase): (actor: Actor, room: Id) => RoomFacts {
  const loadCaller = callerLoader(db);
  const rolesOf = roleReader(db);
  const select = db.prepare<StandingRow, [Id, Id, Id, Id]>(STANDING);
  const load = db.steady([STANDING, ROLES], (user: Id, id: Id): Omit<Place, "scopes"> | null => {
    const row = select.get(user, user, user, id);
    if (row === null) return null;
    const room = toRoom(row);
    const inSpace = room.space !== null && row.roles !== null;
    return {
      room,
      stream: streamOf(room),
      parentArchived: row.parentArchived === 1,
      member: inSpace || row.listed !== null,
      owner: (room.space === null ? room.owner : row.spaceOwner) === user,
      roles: inSpace && room.space !== null ? heldRoles(rolesOf(room.space), row.roles ?? "[]") : [],
      timeoutUntil: row.timeoutUntil ?? 0,
      lockedDown: row.lockedDown === 1,
      blocked: row.blocked === 1,
    };
  });
  return (actor, id) => {
    const loaded = loadCaller(actor);
    const place = load(actor.user, id);
    return {
      caller: loaded?.user ?? null,
      place: place === null ? null : { ...place, scopes: loaded?.scopes ?? null },
    };
  };
}
