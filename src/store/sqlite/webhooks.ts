/** Webhooks in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Webhook } from "../../core/model/outside.ts";
import type { UserRef } from "../../core/model/users.ts";
import type { WebhooksTx } from "../../core/tx/webhooks.ts";
import type { Part } from "./tx.ts";

type WebhookRow = Omit<Webhook, "events" | "disabled" | "creator"> & {
  readonly events: string;
  readonly disabled: number;
  readonly creator: Id;
  readonly handle: string | null;
  readonly creatorName: string | null;
  readonly creatorAvatar: string | null;
};

const WEBHOOK = `select w.id, w.kind, w.space, w.room, w.name, w.avatar, w.url, w.events, w.disabled, w.failures,
  w.created, w.last_used as lastUsed, w.creator, u.handle, u.name as creatorName, u.avatar as creatorAvatar
  from webhook w left join user u on u.id = w.creator`;

function toWebhook({ handle, creatorName, creatorAvatar, ...row }: WebhookRow): Webhook {
  const creator: UserRef = {
    id: row.creator,
    handle: handle ?? "",
    name: creatorName ?? "",
    avatar: creatorAvatar ?? "",
  };
  return { ...row, events: JSON.parse(row.events) as string[], disabled: row.disabled === 1, creator };
}

export const webhooks: Part<WebhooksTx> = (db) => {
  const insert = db.prepare(
    `insert into webhook (id, kind, space, room, name, avatar, url, events, secret, disabled, failures, creator, created,
       last_used) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `update webhook set room = ?, name = ?, avatar = ?, url = ?, events = ?, disabled = ?, failures = ?, last_used = ?
     where id = ?`,
  );
  const setSecret = db.prepare(`update webhook set secret = ? where id = ?`);
  const byId = db.prepare<WebhookRow, [Id]>(`${WEBHOOK} where w.id = ?`);
  const bySecret = db.prepare<WebhookRow, [string]>(`${WEBHOOK} where w.kind = 'incoming' and w.secret = ?`);
  const secret = db.prepare<{ secret: string }, [Id]>(`select secret from webhook where id = ?`);
  const remove = db.prepare(`delete from webhook where id = ?`);
  const of = db.prepare<WebhookRow, [Id, Id, Id, number]>(
    `${WEBHOOK} where w.space = ?1 and (?2 = 0 or w.room = ?2) and w.id > ?3 order by w.id limit ?4`,
  );
  const count = db.prepare<{ webhooks: number }, [Id]>(
    `select count(*) as webhooks from webhook where space = ?`,
  );
  const hearing = db.prepare<WebhookRow, [Id]>(
    `${WEBHOOK} where w.kind = 'outgoing' and w.disabled = 0 and (w.room = ?1 or (w.room is null
       and w.space = coalesce((select r.space from room r where r.id = ?1), ?1))) order by w.id`,
  );
  return {
    insertWebhook({ id, kind, space, room, name, avatar, url, events, ...rest }, kept) {
      const { disabled, failures, creator, created, lastUsed } = rest;
      const said = [id, kind, space, room, name, avatar, url, JSON.stringify(events), kept];
      insert.run(...said, disabled ? 1 : 0, failures, creator.id, created, lastUsed);
    },
    updateWebhook({ id, room, name, avatar, url, events, disabled, failures, lastUsed }) {
      const said = [room, name, avatar, url, JSON.stringify(events), disabled ? 1 : 0];
      update.run(...said, failures, lastUsed, id);
    },
    setWebhookSecret(id, kept) {
      setSecret.run(kept, id);
    },
    webhookById(id) {
      const row = byId.get(id);
      return row === null ? null : toWebhook(row);
    },
    webhookByTokenHash(hash) {
      const row = bySecret.get(hash);
      return row === null ? null : toWebhook(row);
    },
    webhookSecret: (id) => secret.get(id)?.secret ?? null,
    deleteWebhook(id) {
      remove.run(id);
    },
    webhooksOf: (space, room, after, limit) => of.all(space, room ?? 0, after, limit).map(toWebhook),
    countWebhooks: (space) => count.get(space)?.webhooks ?? 0,
    webhooksHearing: (stream) => hearing.all(stream).map(toWebhook),
  };
};
