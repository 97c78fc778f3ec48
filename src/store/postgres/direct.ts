/** Dialogs, groups and blocks in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { NotificationSetting, QuietHours } from "../../core/model/settings.ts";
import type { UserRef } from "../../core/model/users.ts";
import type { Acquaintance } from "../../core/tx/direct.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { callerLoader } from "./accounts.ts";
import type { Part } from "./tx.ts";

type Direct = Pick<
  Tx,
  | "loadAcquaintances"
  | "claimDialog"
  | "dialogOf"
  | "addRoomMembers"
  | "removeRoomMember"
  | "roomMembers"
  | "countGroups"
  | "settingsOf"
  | "setNotification"
  | "setQuietHours"
  | "shareBlocks"
  | "addBlock"
  | "removeBlock"
>;

export const direct: Part<Direct> = (db) => {
  const loadCaller = callerLoader(db);
  const acquaintances = db.prepare<UserRef & { blocks: number }, [Id, Id, Id, Id, string]>(
    `select u.id, u.handle, u.name, u.avatar, exists (select 1 from block where user = u.id and blocked = ?) as blocks
     from user u
     where (
       u.id = ?
       or exists (select 1 from member a join member b on b.space = a.space where a.user = u.id and b.user = ?)
       or exists (select 1 from room_member c join room_member d on d.room = c.room where c.user = u.id and d.user = ?)
     ) and u.id = any(array(select value from ids_of(?)))`,
  );
  const claim = db.prepare(`insert into dialog (low, high, room) values (?, ?, ?) on conflict do nothing`);
  const dialog = db.prepare<{ room: Id }, [Id, Id]>(`select room from dialog where low = ? and high = ?`);
  const addMember = db.prepare(
    `insert into room_member (room, user, joined) values (?, ?, ?) on conflict do nothing`,
  );
  // Whoever comes knows nothing of what was said before, and need not read it.
  const begin = db.prepare(
    `insert into receipt (room, user, since) select id, ?, n from counter where id = ? on conflict do nothing`,
  );
  const forgetReceipt = db.prepare(`delete from receipt where room = ? and user = ?`);
  const removeMember = db.prepare(`delete from room_member where room = ? and user = ?`);
  const members = db.prepare<UserRef, [Id]>(
    `select u.id, u.handle, u.name, u.avatar from room_member d join user u on u.id = d.user where d.room = ?
     order by d.joined, d.user`,
  );
  const groups = db.prepare<{ count: number }, [Id]>(
    `select count(*) as count from room_member d join room r on r.id = d.room where d.user = ? and r.kind = 'group'`,
  );
  const blocked = db.prepare<{ blocked: Id }, [Id]>(
    `select blocked from block where user = ? order by blocked`,
  );
  const addBlock = db.prepare(
    `insert into block (user, blocked, at) values (?, ?, ?) on conflict do nothing`,
  );
  const share = db.prepare<{ user: Id }, [Id, Id, Millis]>(
    `insert into block (user, blocked, at) select user, ?2, ?3 from block where blocked = ?1 and user <> ?2 on conflict do nothing returning user`,
  );
  const removeBlock = db.prepare(`delete from block where user = ? and blocked = ?`);

  const dialogOf = async (one: Id, other: Id): Promise<Id | null> =>
    (await dialog.get(Math.min(one, other), Math.max(one, other)))?.room ?? null;

  const cleared = db.prepare<{ upTo: Id }, [Id]>(`select up_to as upTo from ping_clear where user = ?`);
  const notifications = db.prepare<NotificationSetting, [Id]>(
    `select room, level, muted_until as mutedUntil from notification where user = ? order by room`,
  );
  const setNotification = db.prepare(
    `insert into notification (user, room, level, muted_until) values (?, ?, ?, ?)
     on conflict (user, room) do update set level = excluded.level, muted_until = excluded.muted_until`,
  );
  const quiet = db.prepare<{ begins: number; ends: number; zone: string }, [Id]>(
    `select begins, ends, zone from quiet where user = ?`,
  );
  const hoursOf = async (user: Id): Promise<QuietHours | null> => {
    const row = await quiet.get(user);
    return row === null ? null : { from: row.begins, to: row.ends, zone: row.zone };
  };
  const setQuiet = db.prepare(
    `insert into quiet (user, begins, ends, zone) values (?, ?, ?, ?)
     on conflict (user) do update set begins = excluded.begins, ends = excluded.ends, zone = excluded.zone`,
  );
  const dropQuiet = db.prepare(`delete from quiet where user = ?`);
  return {
    async loadAcquaintances(actor, users) {
      const { user } = actor;
      const rows = await acquaintances.all(user, user, user, user, JSON.stringify(users));
      const known = rows.map((row): Acquaintance => ({ ...row, blocks: row.blocks === 1 }));
      return { caller: (await loadCaller(actor))?.user ?? null, known };
    },
    async claimDialog(one, other, room) {
      await claim.run(Math.min(one, other), Math.max(one, other), room);
      return (await dialogOf(one, other)) ?? room;
    },
    dialogOf,
    async addRoomMembers(room, users, at) {
      for (const user of users) {
        await addMember.run(room, user, at);
        await begin.run(user, room);
      }
    },
    async removeRoomMember(room, user) {
      await removeMember.run(room, user);
      await forgetReceipt.run(room, user);
    },
    roomMembers: (room) => members.all(room),
    countGroups: async (user) => (await groups.get(user))?.count ?? 0,
    settingsOf: async (user) => ({
      blocked: (await blocked.all(user)).map((row) => row.blocked),
      pingsCleared: (await cleared.get(user))?.upTo ?? 0,
      notifications: await notifications.all(user),
      quiet: await hoursOf(user),
    }),
    async setNotification(user, { room, level, mutedUntil }) {
      await setNotification.run(user, room, level, mutedUntil);
    },
    async setQuietHours(user, hours) {
      if (hours === null) await dropQuiet.run(user);
      else await setQuiet.run(user, hours.from, hours.to, hours.zone);
    },
    shareBlocks: async (one, other, at) =>
      [...(await share.all(one, other, at)), ...(await share.all(other, one, at))].map((row) => row.user),
    addBlock: async (user, other, at) => (await addBlock.run(user, other, at)).changes > 0,
    removeBlock: async (user, other) => (await removeBlock.run(user, other)).changes > 0,
  };
};
