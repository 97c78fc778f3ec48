/** Devices that are notified, in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { PushDevice } from "../../core/model/settings.ts";
import type { DeviceKeys, PushKeys, PushTx } from "../../core/tx/push.ts";
import type { Part } from "./tx.ts";

interface DeviceRow {
  id: Id;
  user: Id;
  kind: PushDevice["kind"];
  name: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  created: number;
  lastUsed: number;
}

const DEVICE = `select id, user, kind, name, endpoint, p256dh, auth, created, last_used as lastUsed from push_device`;

export const push: Part<PushTx> = (db) => {
  const put = db.prepare(
    `insert into push_device (id, user, kind, name, endpoint, p256dh, auth, created, last_used)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set user = excluded.user, kind = excluded.kind, name = excluded.name,
       endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth, created = excluded.created,
       last_used = excluded.last_used`,
  );
  const forget = db.prepare(`delete from push_device where endpoint = ? and id <> ?`);
  const byId = db.prepare<DeviceRow, [Id]>(`${DEVICE} where id = ?`);
  const byUser = db.prepare<DeviceRow, [Id]>(`${DEVICE} where user = ? order by id`);
  const remove = db.prepare(`delete from push_device where id = ?`);
  const note = db.prepare(`update push_device set last_used = ? where id = ?`);
  const have = db.prepare<{ found: number }, [string]>(
    `select exists (select 1 from push_device where user = any(array(select value from ids_of(?)))) as found`,
  );
  const from = db.prepare<{ found: number }, [Id, Id]>(
    `select exists (
       select 1 from push_device d where exists (
         select 1 from member m join room r on r.space = m.space where r.id = ?1 and m.user = d.user
       ) or exists (select 1 from member m where m.space = ?2 and m.user = d.user)
         or exists (select 1 from room_member m where m.room = ?2 and m.user = d.user)
     ) as found`,
  );
  const audience = db.prepare<{ id: Id }, [Id, Id, Id, string, string, number]>(
    `select d.id from push_device d join member m on m.space = ?1 and m.user = d.user
     where d.user <> ?3 and (
       ?6::bigint = 1
       or d.user = any(array(select value from ids_of(?4)))
       or exists (select 1 from ids_of(m.roles) held where held.value = any(array(select value from ids_of(?5))))
       or exists (
         select 1 from notification n where n.user = d.user and n.level = 'all' and n.room in (0, ?2)
       )
     ) order by d.id`,
  );
  const inRoom = db.prepare<{ id: Id }, [Id, Id]>(
    `select d.id from room_member m join push_device d on d.user = m.user
     where m.room = ? and d.user <> ? order by d.id`,
  );
  const keys = db.prepare<PushKeys, []>(
    `select public_key as publicKey, private_key as privateKey from push_key limit 1`,
  );
  const insertKeys = db.prepare(`insert into push_key (public_key, private_key) values (?, ?)`);
  return {
    pushKeys: async () => await keys.get(),
    async insertPushKeys({ publicKey, privateKey }) {
      await insertKeys.run(publicKey, privateKey);
    },
    async putDevice({ id, user, kind, name, endpoint, p256dh, auth, created, lastUsed }: DeviceKeys) {
      await forget.run(endpoint, id);
      await put.run(id, user, kind, name, endpoint, p256dh, auth, created, lastUsed);
    },
    device: async (id) => await byId.get(id),
    devicesOf: async (user) => await byUser.all(user),
    async deleteDevice(id) {
      await remove.run(id);
    },
    async noteNotified(id, at) {
      await note.run(at, id);
    },
    haveDevices: async (users) => (await have.get(JSON.stringify(users)))?.found === 1,
    isPushedFrom: async (stream) => (await from.get(stream, stream))?.found === 1,
    async devicesFor({ space, room, author, users, roles, everyone }) {
      const mentioned = [JSON.stringify(users), JSON.stringify(roles)] as const;
      return (await audience.all(space, room, author, ...mentioned, everyone ? 1 : 0)).map(({ id }) => id);
    },
    devicesIn: async (room, author) => (await inRoom.all(room, author)).map(({ id }) => id),
  };
};
