/** Uploaded files in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Id, Millis } from "../../core/model/ids.ts";
import type { Attachment } from "../../core/model/messages.ts";
import type { AttachmentsTx, EndedFile, ServedFile, Upload } from "../../core/tx/attachments.ts";
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
const IN_SIGHT = `(used_as is not 'message' or exists (
  select 1 from message m join room r on r.id = m.room where m.id = attachment.used_by))`;

function toAttachment({ animated, spoiler, expires, ...row }: AttachmentRow): Attachment {
  const file = { ...row, animated: animated === 1, spoiler: spoiler === 1 };
  return expires === null ? file : { ...file, expires };
}

/** The files of a message in their order. */
export function filesReader(db: Database): (message: Id) => Attachment[] {
  const select = db.prepare<AttachmentRow, [Id]>(
    `${ATTACHMENT} where used_by = ? and used_as = 'message' order by position`,
  );
  return (message) => select.all(message).map(toAttachment);
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
    `select coalesce(sum(size), 0) as bytes, coalesce(sum(case when owner = ? then size end), 0) as own,
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
    `select id from upload where id in (select value from json_each(?))`,
  );
  const loose = db.prepare<{ hash: string }, [number]>(`select hash from loose_blob limit ?`);
  const unusedHashes = db.prepare<{ hash: string }, [string]>(
    `select value as hash from json_each(?) where value not in (select hash from attachment)
       and value not in (select thumbnail_hash from attachment where thumbnail_hash is not null)`,
  );
  const noteLoose = db.prepare(`insert or ignore into loose_blob values (?)`);
  const forget = db.prepare(`delete from loose_blob where hash in (select value from json_each(?))`);

  return {
    insertAttachment(a) {
      const { id, owner, key, hash, size, name, mediaType, width, height, animated, thumbnail } = a;
      const picture = [width, height, animated ? 1 : 0, thumbnail, a.thumbnailHash];
      const said = [a.description, a.spoiler ? 1 : 0, a.created, a.expires ?? null];
      insert.run(id, owner, key, hash, size, name, mediaType, ...picture, ...said);
    },
    attachmentById(id) {
      const row = byId.get(id);
      return row === null ? null : toAttachment(row);
    },
    unusedAttachments: (owner, ids) =>
      ids.flatMap((id) => {
        const row = unused.get(id, owner);
        return row === null ? [] : [toAttachment(row)];
      }),
    unusedByKeys: (owner, keys) =>
      keys.flatMap((key) => {
        const row = unusedByKey.get(key, owner);
        return row === null ? [] : [toAttachment(row)];
      }),
    attachmentByKey(key) {
      const row = byKey.get(key);
      if (row === null) return null;
      const { owner, message, ...file } = row;
      return { file: toAttachment(file), owner, message };
    },
    deleteAttachment(id) {
      remove.run(id);
    },
    useAttachment(id, as, by, position) {
      use.run(as, by, position, id);
    },
    copyAttachment(of, { id, owner, key, thumbnailKey, created }) {
      copy.run(id, owner, key, thumbnailKey, created, of);
      const row = byId.get(id);
      return row === null ? null : toAttachment(row);
    },
    rekeyAttachment(id, key) {
      const small = thumbnailOf.get(id)?.hash ?? null;
      rekey.run(key, id);
      if (small !== null) noteLoose.run(small);
    },
    dropUses(as, by) {
      dropUses.run(by, as);
    },
    storageOf(user) {
      const open = announced.get(user, user);
      return {
        user: (bytesOf.get(user)?.bytes ?? 0) + (open?.own ?? 0),
        instance: (bytesOf.get(0)?.bytes ?? 0) + (open?.bytes ?? 0),
        uploads: open?.count ?? 0,
      };
    },
    servedFile(key) {
      const file = served.get(key);
      if (file !== null) return file;
      const small = servedThumbnail.get(key);
      if (small === null) return null;
      const { hash, expires } = small;
      return { hash, name: "thumbnail.webp", mediaType: "image/webp", at: "files", expires };
    },
    insertUpload({ id, owner, size, offset, name, description, spoiler, created }) {
      insertUpload.run(id, owner, size, offset, name, description, spoiler ? 1 : 0, created);
    },
    uploadById(id) {
      const row = uploadById.get(id);
      return row === null ? null : { ...row, spoiler: row.spoiler === 1 };
    },
    setUploadOffset(id, offset) {
      setOffset.run(offset, id);
    },
    setUploadAttachment(id, attachment) {
      setAttachment.run(attachment, id);
    },
    deleteUpload(id) {
      deleteUpload.run(id);
    },
    endedFiles: (before, limit) => ended.all(before, limit),
    expireUploads(before: Millis) {
      expireFiles.run(before);
      expireUploads.run(before);
    },
    knownUploads: (ids) => known.all(JSON.stringify(ids)).map(({ id }) => id),
    looseBlobs: (limit) => loose.all(limit).map(({ hash }) => hash),
    unusedBlobs: (hashes) => unusedHashes.all(JSON.stringify(hashes)).map(({ hash }) => hash),
    forgetLoose(hashes) {
      forget.run(JSON.stringify(hashes));
    },
  };
};
