/** Invites in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Invite } from "../../core/model/spaces.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

type Invites = Pick<
  Tx,
  | "insertInvite"
  | "findInvite"
  | "inviteByCode"
  | "invitesOf"
  | "countInvites"
  | "countInviteUse"
  | "deleteInvite"
>;

interface InviteRow {
  id: Id;
  space: Id;
  code: string;
  creator: Id;
  handle: string;
  name: string;
  avatar: string;
  roles: string;
  uses: number;
  maxUses: number;
  expires: number;
  created: number;
}

export const invites: Part<Invites> = (db) => {
  const invite = `select i.id, i.space, i.code, i.creator, u.handle, u.name, u.avatar, i.roles, i.uses, i.max_uses as maxUses,
    i.expires, i.created from invite i join user u on u.id = i.creator`;
  const insert = db.prepare(
    `insert into invite (id, space, code, creator, roles, uses, max_uses, expires, created)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<InviteRow, [Id]>(`${invite} where i.id = ?`);
  const byCode = db.prepare<InviteRow, [string]>(`${invite} where i.code = ?`);
  const ofSpace = db.prepare<InviteRow, [Id, Id, number]>(
    `${invite} where i.space = ? and i.id < ? order by i.id desc limit ?`,
  );
  const ofCreator = db.prepare<InviteRow, [Id, Id, Id, number]>(
    `${invite} where i.space = ? and i.creator = ? and i.id < ? order by i.id desc limit ?`,
  );
  const count = db.prepare<{ count: number }, [Id]>(`select count(*) as count from invite where space = ?`);
  const countUse = db.prepare(`update invite set uses = uses + 1 where id = ?`);
  const remove = db.prepare(`delete from invite where id = ?`);
  return {
    insertInvite({ id, space, code, creator, roles, uses, maxUses, expires, created }) {
      insert.run(id, space, code, creator.id, JSON.stringify(roles), uses, maxUses, expires, created);
    },
    findInvite: (id) => found(byId.get(id)),
    inviteByCode: (code) => found(byCode.get(code)),
    invitesOf: (space, creator, before, limit) =>
      (creator === null
        ? ofSpace.all(space, before, limit)
        : ofCreator.all(space, creator, before, limit)
      ).map(toInvite),
    countInvites: (space) => count.get(space)?.count ?? 0,
    countInviteUse(id) {
      countUse.run(id);
    },
    deleteInvite(id) {
      remove.run(id);
    },
  };
};

function found(row: InviteRow | null): Invite | null {
  return row === null ? null : toInvite(row);
}

function toInvite({ creator, handle, name, avatar, roles, ...invite }: InviteRow): Invite {
  return { ...invite, creator: { id: creator, handle, name, avatar }, roles: JSON.parse(roles) as Id[] };
}
