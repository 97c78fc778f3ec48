/** Invites in PostgreSQL. Each function runs inside the caller's transaction. */

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
    async insertInvite({ id, space, code, creator, roles, uses, maxUses, expires, created }) {
      await insert.run(id, space, code, creator.id, JSON.stringify(roles), uses, maxUses, expires, created);
    },
    findInvite: async (id) => found(await byId.get(id)),
    inviteByCode: async (code) => found(await byCode.get(code)),
    invitesOf: async (space, creator, before, limit) =>
      (creator === null
        ? await ofSpace.all(space, before, limit)
        : await ofCreator.all(space, creator, before, limit)
      ).map(toInvite),
    countInvites: async (space) => (await count.get(space))?.count ?? 0,
    async countInviteUse(id) {
      await countUse.run(id);
    },
    async deleteInvite(id) {
      await remove.run(id);
    },
  };
};

function found(row: InviteRow | null): Invite | null {
  return row === null ? null : toInvite(row);
}

function toInvite({ creator, handle, name, avatar, roles, ...invite }: InviteRow): Invite {
  return { ...invite, creator: { id: creator, handle, name, avatar }, roles: JSON.parse(roles) as Id[] };
}
