/** Ghosts, portals and bridges in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Bridge, BridgeLink } from "../../core/model/outside.ts";
import type { BridgedMessage } from "../../core/tx/bridges.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { toUser, USER, type UserRow } from "./accounts.ts";
import type { Part } from "./tx.ts";

type Bridges = Pick<
  Tx,
  | "ghostOf"
  | "portalOf"
  | "portalsOf"
  | "bridge"
  | "bridgesOf"
  | "setBridge"
  | "linksOf"
  | "linksIn"
  | "linkTo"
  | "wasDeleted"
  | "setEnded"
  | "wasEnded"
  | "setLink"
  | "deleteLink"
  | "bridgedMessage"
  | "bridgedAs"
  | "addBridged"
  | "setBridgedEdit"
>;

type LinkRow = Omit<BridgeLink, "sendable"> & { readonly sendable: number };

const LINK = `select l.room, l.backend, l.remote_id as remoteId, l.name, l.sendable, l.position, l.begun, l.reason
  from bridge_link l join room r on r.id = l.room`;
const BRIDGED = `select backend, remote_id as remoteId, message, edited from bridge_message`;

export const bridges: Part<Bridges> = (db) => {
  const ghost = db.prepare<UserRow, [string, string]>(
    `select ${USER} from user u where u.backend = ? and u.remote_id = ?`,
  );
  const portal = db.prepare<{ id: Id }, [Id, string, string]>(
    `select id from room where space = ? and backend = ? and remote_id = ?`,
  );
  const portals = db.prepare<{ count: number }, [string]>(
    `select count(*) as count from room where backend = ?`,
  );
  const bridge = db.prepare<Bridge, [string]>(
    `select name, space, state, since, reason, memory from bridge where name = ?`,
  );
  const bridgesOf = db.prepare<Bridge, [Id]>(
    `select name, space, state, since, reason, memory from bridge where space = ? order by name`,
  );
  const setBridge = db.prepare(
    `insert into bridge (name, space, state, since, reason, memory) values (?, ?, ?, ?, ?, ?) on conflict (name) do update
     set space = excluded.space, state = excluded.state, since = excluded.since, reason = excluded.reason,
     memory = excluded.memory`,
  );
  const linksOf = db.prepare<LinkRow, [string]>(`${LINK} where l.backend = ? order by l.room`);
  const linksIn = db.prepare<LinkRow, [Id]>(`${LINK} where l.room = ? order by l.backend`);
  const linkTo = db.prepare<LinkRow, [string, string]>(`${LINK} where l.backend = ? and l.remote_id = ?`);
  const setLink = db.prepare(
    `insert into bridge_link (room, backend, remote_id, name, sendable, position, begun, reason)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (room, backend) do update set remote_id = excluded.remote_id,
     name = excluded.name, sendable = excluded.sendable, position = excluded.position, begun = excluded.begun,
     reason = excluded.reason`,
  );
  const GONE = `backend = ? and remote_id = ? and room not in (select id from room)`;
  const gone = db.prepare<{ found: number }, [string, string]>(
    `select 1 as found from bridge_link where ${GONE}`,
  );
  const forget = db.prepare(`delete from bridge_link where ${GONE}`);
  const end = db.prepare(
    `insert into bridge_ended (backend, remote_id) values (?, ?) on conflict do nothing`,
  );
  const ended = db.prepare<{ found: number }, [string, string]>(
    `select 1 as found from bridge_ended where backend = ? and remote_id = ?`,
  );
  const begin = db.prepare(`delete from bridge_ended where backend = ? and remote_id = ?`);
  const deleteLink = db.prepare(`delete from bridge_link where room = ? and backend = ?`);
  const byRemote = db.prepare<BridgedMessage, [string, string]>(
    `${BRIDGED} where backend = ? and remote_id = ?`,
  );
  const byMessage = db.prepare<BridgedMessage, [Id]>(
    `${BRIDGED} where message = ? order by backend, remote_id`,
  );
  const add = db.prepare(
    `insert into bridge_message (backend, remote_id, message, edited) values (?, ?, ?, ?) on conflict do nothing`,
  );
  const setEdit = db.prepare<unknown, [Millis, string, string]>(
    `update bridge_message set edited = ? where backend = ? and remote_id = ?`,
  );
  return {
    async ghostOf(backend, remoteId) {
      const row = await ghost.get(backend, remoteId);
      return row === null ? null : toUser(row);
    },
    portalOf: async (space, backend, remoteId) => (await portal.get(space, backend, remoteId))?.id ?? null,
    portalsOf: async (backend) => (await portals.get(backend))?.count ?? 0,
    bridge: (name) => bridge.get(name),
    bridgesOf: (space) => bridgesOf.all(space),
    async setBridge({ name, space, state, since, reason, memory }) {
      await setBridge.run(name, space, state, since, reason, memory);
    },
    linksOf: async (backend) => (await linksOf.all(backend)).map(toLink),
    linksIn: async (room) => (await linksIn.all(room)).map(toLink),
    async linkTo(backend, remoteId) {
      const row = await linkTo.get(backend, remoteId);
      return row === null ? null : toLink(row);
    },
    async setEnded(backend, remoteId, isEnded) {
      await (isEnded ? end : begin).run(backend, remoteId);
    },
    wasEnded: async (backend, remoteId) => (await ended.get(backend, remoteId)) !== null,
    wasDeleted: async (backend, remoteId) => (await gone.get(backend, remoteId)) !== null,
    async setLink({ room, backend, remoteId, name, sendable, position, begun, reason }) {
      if (remoteId !== null) await forget.run(backend, remoteId);
      await setLink.run(room, backend, remoteId, name, sendable ? 1 : 0, position, begun, reason);
    },
    async deleteLink(room, backend) {
      await deleteLink.run(room, backend);
    },
    bridgedMessage: (backend, remoteId) => byRemote.get(backend, remoteId),
    bridgedAs: (message) => byMessage.all(message),
    async addBridged({ backend, remoteId, message, edited }) {
      await add.run(backend, remoteId, message, edited);
    },
    async setBridgedEdit(backend, remoteId, edited) {
      await setEdit.run(edited, backend, remoteId);
    },
  };
};

function toLink(row: LinkRow): BridgeLink {
  return { ...row, sendable: row.sendable === 1 };
}
