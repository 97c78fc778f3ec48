/** Ghosts and portals in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { toUser, USER, type UserRow } from "./accounts.ts";
import type { Part } from "./tx.ts";

type Bridges = Pick<Tx, "ghostOf" | "renameGhost" | "portalOf">;

export const bridges: Part<Bridges> = (db) => {
  const ghost = db.prepare<UserRow, [string, string]>(
    `select ${USER} from user u where u.backend = ? and u.remote_id = ?`,
  );
  const rename = db.prepare(`update user set name = ? where id = ?`);
  const portal = db.prepare<{ id: Id }, [Id, string, string]>(
    `select id from room where space = ? and backend = ? and remote_id = ?`,
  );
  return {
    async ghostOf(backend, remoteId) {
      const row = await ghost.get(backend, remoteId);
      return row === null ? null : toUser(row);
    },
    async renameGhost(id, name) {
      await rename.run(name, id);
    },
    portalOf: async (space, backend, remoteId) => (await portal.get(space, backend, remoteId))?.id ?? null,
  };
};
