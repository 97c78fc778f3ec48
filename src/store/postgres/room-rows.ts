/** Rows of rooms, as rooms. */

import type { Id } from "../../core/model/ids.ts";
import type { Override, Room, RoomKind } from "../../core/model/rooms.ts";
import { recurringJson } from "./roles.ts";

/** A room as the database has it. */
export interface RoomRow {
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

/** Columns of the room `r` and of its parent `p`. */
export const ROOM = `r.id, r.space, r.kind, r.name, r.topic, r.parent, r.position, r.creator, r.created,
  r.slow_mode as slowMode, r.archived, r.user_limit as userLimit, r.owner as roomOwner,
  coalesce(p.overrides, r.overrides) as overrides, r.backend, r.remote_id as remoteId, r.locked, r.tags, r.under,
  r.archive_after as archiveAfter, r.retention,
  coalesce(p.no_previews, r.no_previews) as noPreviews, p.archived as parentArchived`;

// A thread has the rights of its room.
export const PARENT = `left join room p on p.id = r.parent and r.kind = 'thread'`;

const overridesOf = recurringJson<readonly Override[]>();
const tagsOf = recurringJson<readonly string[]>();

export function toRoom(row: RoomRow): Room {
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
