/** Who calls, and where they stand in a room, in PostgreSQL. */

import type { Id } from "../../core/model/ids.ts";
import type { Actor } from "../../core/model/users.ts";
import { streamOf } from "../../core/streams.ts";
import type { RoomFacts } from "../../core/tx/rooms.ts";
import { callerLoader } from "./accounts.ts";
import { heldRoles, roleReader } from "./roles.ts";
import { PARENT, ROOM, type RoomRow, toRoom } from "./room-rows.ts";
import type { Database } from "./statements.ts";
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
