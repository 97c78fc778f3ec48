/** Uploaded files in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Attachment } from "../../core/model/messages.ts";
import type { AttachmentsTx, EndedFile, ServedFile, Upload } from "../../core/tx/attachments.ts";
import type { Database } from "./statements.ts";
import type { Part } from "./tx.ts";

interface AttachmentRow {
  id: Id;
  key: string;
  name: string;
  mediaType: string;
  size: number;
  width: number;
  height: number;
  animated: number;
  thumbnail: string | null;
  description: string;
  spoiler: number;
  expires: Millis | null;
}

const COLUMNS = `id, key, name, media_type as mediaType, size, width, height, animated,
  thumbnail_key as thumbnail, description, spoiler, expires`;

const ATTACHMENT = `select ${COLUMNS} from attachment`;

// A file of a message closes with the message's room.
const IN_SIGHT = `(used_as is distinct from 'message' or exists (
  select 1 from message m join room r on r.id = m.room where m.id = attachment.used_by))`;

function toAttachment({ animated, spoiler, expires, ...row }: AttachmentRow): Attachment {
  const file = { ...row, animated: animated === 1, spoiler: spoiler === 1 };
  return expires === null ? file : { ...file, expires };
}

/** The files of a message in their order. */
export function filesReader(db: Database): (message: Id) => Promise<Attachment[]> {
  const select = db.prepare<AttachmentRow, [Id]>(
    `${ATTACHMENT} where used_by = ? and used_as = 'message' order by position`,
  );
  return async (message) => (await select.all(message)).map(toAttachment);
}

export const attachments: Part<AttachmentsTx> = (db) => {
  const insert = db.prepare(
    `insert into attachment (id, owner, key, hash, size, name, media_type, width, height, animated, thumbnail_key,
       thumbnail_hash, description, spoiler, created, expires)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<AttachmentRow, [Id]>(`${ATTACHMENT} where id = ?`);
  const unused = db.prepare<AttachmentRow, [Id, Id]>(
    `${ATTACHMENT} where id = ? and owner = ? and used_by is null`,
  );
  const unusedByKey = db.prepare<AttachmentRow, [string, Id]>(
    `${ATTACHMENT} where key = ? and owner = ? and used_by is null`,
  );
  const byKey = db.prepare<AttachmentRow & { owner: Id; message: Id | null }, [string]>(
    `select ${COLUMNS}, owner, used_by as message from attachment
     where key = ? and (used_as is null or used_as = 'message') and ${IN_SIGHT}`,
  );
  const remove = db.prepare(`delete from attachment where id = ?`);
  const use = db.prepare(`update attachment set used_as = ?, used_by = ?, position = ? where id = ?`);
  const copy = db.prepare(
    `insert into attachment (id, owner, key, thumbnail_key, created, hash, size, name, media_type, width, height,
       animated, thumbnail_hash, description, spoiler, expires)
     select ?, ?, ?, case when thumbnail_key is not null then ? end, ?, hash, size, name, media_type, width,
       height, animated, thumbnail_hash, description, spoiler, expires from attachment where id = ?`,
  );
  const rekey = db.prepare(
    `update attachment set key = ?, thumbnail_key = null, thumbnail_hash = null where id = ?`,
  );
  const thumbnailOf = db.prepare<{ hash: string | null }, [Id]>(
    `select thumbnail_hash as hash from attachment where id = ?`,
  );
  const dropUses = db.prepare(`delete from attachment where used_by = ? and used_as = ?`);
  const bytesOf = db.prepare<{ bytes: number }, [Id]>(`select bytes from storage where user = ?`);
  const announced = db.prepare<{ bytes: number; own: number; count: number }, [Id, Id]>(
    `select coalesce(sum(size), 0)::bigint as bytes,
       coalesce(sum(case when owner = ? then size end), 0)::bigint as own,
       count(case when owner = ? then 1 end) as count from upload where attachment is null`,
  );
  const served = db.prepare<ServedFile, [string]>(
    `select hash, name, media_type as mediaType, case when used_as = 'emoji' then 'emojis'
       when used_as in ('avatar', 'banner', 'icon') then 'pictures' else 'files' end as at,
       case when used_as is null or used_as = 'message' then expires end as expires
     from attachment where key = ? and ${IN_SIGHT}`,
  );
  const servedThumbnail = db.prepare<{ hash: string; expires: Millis | null }, [string]>(
    `select thumbnail_hash as hash, expires from attachment where thumbnail_key = ? and ${IN_SIGHT}`,
  );
  const insertUpload = db.prepare(
    `insert into upload (id, owner, size, offset, name, description, spoiler, created)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const uploadById = db.prepare<Omit<Upload, "spoiler"> & { spoiler: number }, [Id]>(
    `select id, owner, size, offset, name, description, spoiler, created, attachment from upload where id = ?`,
  );
  const setOffset = db.prepare(`update upload set offset = ? where id = ?`);
  const setAttachment = db.prepare(`update upload set attachment = ? where id = ?`);
  const deleteUpload = db.prepare(`delete from upload where id = ?`);
  const expireFiles = db.prepare(`delete from attachment where used_by is null and created < ?`);
  // Everything stays while the space is on legal hold.
  const ended = db.prepare<EndedFile, [Millis, number]>(
    `select id, key, used_by as message from attachment
     where expires <= ? and (used_as is null or used_as = 'message') and not exists (
       select 1 from message m join room r on r.id = m.room join space s on s.id = r.space
       where m.id = attachment.used_by and s.legal_hold = 1)
     order by expires limit ?`,
  );
  const expireUploads = db.prepare(`delete from upload where created < ?`);
  const known = db.prepare<{ id: Id }, [string]>(
    `select id from upload where id = any(array(select value from ids_of(?)))`,
  );
  const loose = db.prepare<{ hash: string }, [number]>(`select hash from loose_blob limit ?`);
  const unusedHashes = db.prepare<{ hash: string }, [string]>(
    `select value as hash from texts_of(?) where value not in (select hash from attachment)
       and value not in (select thumbnail_hash from attachment where thumbnail_hash is not null)`,
  );
  const noteLoose = db.prepare(`insert into loose_blob values (?) on conflict do nothing`);
  const forget = db.prepare(`delete from loose_blob where hash = any(array(select value from texts_of(?)))`);

  return {
    async insertAttachment(a) {
      const { id, owner, key, hash, size, name, mediaType, width, height, animated, thumbnail } = a;
      const picture = [width, height, animated ? 1 : 0, thumbnail, a.thumbnailHash];
      const said = [a.description, a.spoiler ? 1 : 0, a.created, a.expires ?? null];
      await insert.run(id, owner, key, hash, size, name, mediaType, ...picture, ...said);
    },
    async attachmentById(id) {
      const row = await byId.get(id);
      return row === null ? null : toAttachment(row);
    },
    async unusedAttachments(owner, ids) {
      const rows = await Promise.all(ids.map((id) => unused.get(id, owner)));
      return rows.filter((row) => row !== null).map(toAttachment);
    },
    async unusedByKeys(owner, keys) {
      const rows = await Promise.all(keys.map((key) => unusedByKey.get(key, owner)));
      return rows.filter((row) => row !== null).map(toAttachment);
    },
    async attachmentByKey(key) {
      const row = await byKey.get(key);
      if (row === null) return null;
      const { owner, message, ...file } = row;
      return { file: toAttachment(file), owner, message };
    },
    async deleteAttachment(id) {
      await remove.run(id);
    },
    async useAttachment(id, as, by, position) {
      await use.run(as, by, position, id);
    },
    async copyAttachment(of, { id, owner, key, thumbnailKey, created }) {
      await copy.run(id, owner, key, thumbnailKey, created, of);
      const row = await byId.get(id);
      return row === null ? null : toAttachment(row);
    },
    async rekeyAttachment(id, key) {
      const small = (await thumbnailOf.get(id))?.hash ?? null;
      await rekey.run(key, id);
      if (small !== null) await noteLoose.run(small);
    },
    async dropUses(as, by) {
      await dropUses.run(by, as);
    },
    async storageOf(user) {
      const open = await announced.get(user, user);
      return {
        user: ((await bytesOf.get(user))?.bytes ?? 0) + (open?.own ?? 0),
        instance: ((await bytesOf.get(0))?.bytes ?? 0) + (open?.bytes ?? 0),
        uploads: open?.count ?? 0,
      };
    },
    async servedFile(key) {
      const file = await served.get(key);
      if (file !== null) return file;
      const small = await servedThumbnail.get(key);
      if (small === null) return null;
      const { hash, expires } = small;
      return { hash, name: "thumbnail.webp", mediaType: "image/webp", at: "files", expires };
    },
    async insertUpload({ id, owner, size, offset, name, description, spoiler, created }) {
      await insertUpload.run(id, owner, size, offset, name, description, spoiler ? 1 : 0, created);
    },
    async uploadById(id) {
      const row = await uploadById.get(id);
      return row === null ? null : { ...row, spoiler: row.spoiler === 1 };
    },
    async setUploadOffset(id, offset) {
      await setOffset.run(offset, id);
    },
    async setUploadAttachment(id, attachment) {
      await setAttachment.run(attachment, id);
    },
    async deleteUpload(id) {
      await deleteUpload.run(id);
    },
    endedFiles: (before, limit) => ended.all(before, limit),
    async expireUploads(before: Millis) {
      await expireFiles.run(before);
      await expireUploads.run(before);
    },
    knownUploads: async (ids) => (await known.all(JSON.stringify(ids))).map(({ id }) => id),
    looseBlobs: async (limit) => (await loose.all(limit)).map(({ hash }) => hash),
    unusedBlobs: async (hashes) => (await unusedHashes.all(JSON.stringify(hashes))).map(({ hash }) => hash),
    async forgetLoose(hashes) {
      await forget.run(JSON.stringify(hashes));
    },
  };
};
