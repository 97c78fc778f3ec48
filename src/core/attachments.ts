/** Uploaded files as rows: who may upload how much, and what became of it. The bytes go by `uploads.ts`. */

import { Type } from "typebox";
import { recordIn } from "./audit.ts";
import { may, requireCaller, requireMessage } from "./authorize.ts";
import { command, fields, happened, IdSchema, serverCommand } from "./command.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Attachment } from "./model/messages.ts";
import type { Actor } from "./model/users.ts";
import type { FoundAttachment, Upload } from "./tx/attachments.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest description of a file, in code points. */
export const MAX_DESCRIPTION = 1_024;

/** Uploads in parts that a user may have begun at a time. */
export const MAX_OPEN_UPLOADS = 20;

/** How long an upload may take, and an uploaded file may wait to be used. */
export const UNUSED_MILLIS: Millis = 24 * 3_600_000;

/** Most files that end in one step. */
const MAX_ENDED = 200;

/** Most hashes that one question names. */
export const MAX_HASHES = 500;

const limits = fields({ userBytes: Type.Integer(), instanceBytes: Type.Integer() });
const hashes = Type.Array(Type.String(), { maxItems: MAX_HASHES });
const size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const told = { name: Type.String(), description: Type.String(), spoiler: Type.Boolean() };

/** Whether the caller may upload a file of that size now. Faults: `unauthenticated`, `limit_reached`. */
export const uploadCheck = command("read", fields({ size, limits }), async (tx, actor, input) => {
  const { id } = requireCaller(await tx.callerOf(actor));
  await requireStorage(tx, id, input.size, input.limits);
  return { reply: null, events: [] };
});

/** Announce a file that comes in parts. Faults: `unauthenticated`, `limit_reached`, `invalid`. */
export const uploadBegin = command("change", fields({ ...told, size, limits }), async (tx, actor, input) => {
  const owner = requireCaller(await tx.callerOf(actor)).id;
  const { uploads } = await requireStorage(tx, owner, input.size, input.limits);
  if (uploads >= MAX_OPEN_UPLOADS) {
    throw new Fault("limit_reached", `You have begun ${MAX_OPEN_UPLOADS} uploads; finish or cancel one`);
  }
  const { name, spoiler } = input;
  const description = requireDescription(input.description);
  const upload: Upload = {
    id: tx.newId(),
    owner,
    size: input.size,
    offset: 0,
    name,
    description,
    spoiler,
    created: tx.now,
    attachment: null,
  };
  await tx.insertUpload(upload);
  return { reply: upload, events: [] };
});

const uploadInput = fields({ upload: IdSchema });

/** One's own upload. Faults: `unauthenticated`, `not_found` (also another's). */
export const uploadGet = command("read", uploadInput, async (tx, actor, { upload: id }) => ({
  reply: await requireUpload(tx, actor, id),
  events: [],
}));

/** What an upload became. Faults: `unauthenticated`, `not_found`. */
export const uploadResult = command("read", uploadInput, async (tx, actor, { upload: id }) => {
  const { attachment } = await requireUpload(tx, actor, id);
  const found = attachment === null ? null : await tx.attachmentById(attachment);
  if (found === null) throw notFound();
  return { reply: found, events: [] };
});

/** Say how much has arrived. Faults: `unauthenticated`, `not_found`. */
export const uploadProgress = command(
  "change",
  fields({ upload: IdSchema, offset: size }),
  async (tx, actor, { upload, offset }) => {
    const { id } = await requireUpload(tx, actor, upload);
    await tx.setUploadOffset(id, offset);
    return { reply: null, events: [] };
  },
);

/** Give an upload up. Faults: `unauthenticated`, `not_found`. */
export const uploadCancel = command("change", uploadInput, async (tx, actor, { upload }) => {
  const { id } = await requireUpload(tx, actor, upload);
  await tx.deleteUpload(id);
  return { reply: null, events: [] };
});

/** Enter a file whose bytes are kept. Faults: `unauthenticated`, `not_found` (upload), `limit_reached`, `invalid`. */
export const attachmentCreate = command(
  "change",
  fields({
    ...told,
    /** The upload that it came by, null when it came in one go. */
    upload: Type.Union([IdSchema, Type.Null()]),
    key: Type.String(),
    hash: Type.String(),
    size,
    mediaType: Type.String(),
    width: Type.Integer(),
    height: Type.Integer(),
    animated: Type.Boolean(),
    thumbnail: Type.Union([fields({ key: Type.String(), hash: Type.String() }), Type.Null()]),
    /** When it ends; absent = with what it serves. */
    expires: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
    limits,
  }),
  async (tx, actor, input) => {
    const owner = requireCaller(await tx.callerOf(actor)).id;
    if (input.upload !== null) await requireUpload(tx, actor, input.upload);
    else await requireStorage(tx, owner, input.size, input.limits);
    const { upload: from, limits: _, hash, thumbnail, ...file } = input;
    const attachment: Attachment = {
      ...file,
      id: tx.newId(),
      description: requireDescription(input.description),
      thumbnail: thumbnail === null ? null : thumbnail.key,
    };
    const thumbnailHash = thumbnail === null ? null : thumbnail.hash;
    await tx.insertAttachment({ ...attachment, owner, hash, thumbnailHash, created: tx.now });
    if (from !== null) await tx.setUploadAttachment(from, attachment.id);
    return { reply: attachment, events: [] };
  },
);

/** What is served at an address; null when it opens nothing. */
export const fileFind = serverCommand("read", fields({ key: Type.String() }), async (tx, _actor, { key }) => {
  const file = await tx.servedFile(key);
  const isOver = file !== null && file.expires !== null && file.expires <= tx.now;
  return { reply: isOver ? null : file, events: [] };
});

/** A file of a message, or one that nothing uses yet, by the random part of its address; null for none. */
export const attachmentFind = serverCommand(
  "read",
  fields({ key: Type.String() }),
  async (tx, _actor, { key }) => ({ reply: await findFile(tx, key), events: [] }),
);

/**
 * Take a file away by the random part of its address; a message that has it stays. One's own where one may
 * delete what one wrote, or anybody's where one may delete that. Gives the message; null where none had it.
 *
 * Faults: `not_found` (also one in a room that one does not see), `forbidden`.
 */
export const attachmentDelete = command(
  "change",
  fields({ key: Type.String() }),
  async (tx, actor, { key }): Promise<{ reply: Id | null; events: Happening[] }> => {
    const caller = requireCaller(await tx.callerOf(actor));
    const found = await findFile(tx, key);
    if (found === null) throw notFound();
    const { file, owner, message: id } = found;
    if (id === null) {
      if (owner !== caller.id) throw new Fault("forbidden", "This file is another's");
      await tx.deleteAttachment(file.id);
      return { reply: null, events: [] };
    }
    const { place, standing, message } = requireMessage(await tx.loadMessage(actor, id), tx.now);
    const own = owner === caller.id && may(standing, "delete_own", tx.now);
    if (!own && !may(standing, "delete_any", tx.now))
      throw new Fault("forbidden", "You may not take this file away");
    const act = { target: id, before: { room: message.room, author: message.author.id } };
    const audit = own ? [] : await recordIn(tx, actor, place, { action: "attachment_delete", ...act });
    await tx.deleteAttachment(file.id);
    return { reply: id, events: [...(await withoutFile(tx, actor, id, key)), ...audit] };
  },
);

/** What tells that a message has a file no longer. */
async function withoutFile(tx: Tx, actor: Actor | null, id: Id, key: string): Promise<Event[]> {
  const [message] = await tx.messagesByIds([id]);
  const [room] = message === undefined ? [] : await tx.roomsByIds([message.room]);
  if (message === undefined || room === undefined) return [];
  const stream = room.kind === "thread" ? (room.parent ?? room.id) : room.id;
  return [{ ...happened(tx, actor, stream), type: "message_preview", message, fileGone: key }];
}

/** A file whose time is not over. */
async function findFile(tx: Tx, key: string): Promise<FoundAttachment | null> {
  const found = await tx.attachmentByKey(key);
  return found === null || isOver(found.file, tx.now) ? null : found;
}

/** Whether a file has had an end that is over; it is removed soon. */
export function isOver({ expires }: Attachment, now: Millis): boolean {
  return expires !== undefined && expires <= now;
}

/** One's own uploads that nothing uses yet, by the random parts of their addresses; others are left out. */
export const uploadsByKey = command(
  "read",
  fields({ keys: Type.Array(Type.String(), { maxItems: MAX_HASHES }) }),
  async (tx, actor, { keys }) => {
    const { id } = requireCaller(await tx.callerOf(actor));
    const found = await tx.unusedByKeys(id, keys);
    return { reply: found.filter((file) => !isOver(file, tx.now)), events: [] };
  },
);

/**
 * Forget files that nothing uses, and uploads, that are older than `UNUSED_MILLIS`, and a step of the files whose time
 * is over; their messages stay. Says whether there is more.
 */
export const uploadsExpire = serverCommand("change", fields({}), async (tx) => {
  await tx.expireUploads(tx.now - UNUSED_MILLIS);
  const ended = await tx.endedFiles(tx.now, MAX_ENDED);
  const events: Event[] = [];
  for (const { id, key, message } of ended) {
    await tx.deleteAttachment(id);
    if (message !== null) events.push(...(await withoutFile(tx, null, message, key)));
  }
  return { reply: { more: ended.length === MAX_ENDED }, events };
});

/** The ids that are uploads. */
export const uploadsKnown = serverCommand(
  "read",
  fields({ uploads: Type.Array(IdSchema, { maxItems: MAX_HASHES }) }),
  async (tx, _actor, { uploads }) => ({ reply: await tx.knownUploads(uploads), events: [] }),
);

/** Hashes that a row let go of. */
export const blobsLoose = serverCommand("read", fields({}), async (tx) => ({
  reply: await tx.looseBlobs(MAX_HASHES),
  events: [],
}));

/** Those of the hashes that no row has. */
export const blobsUnused = serverCommand("read", fields({ hashes }), async (tx, _actor, input) => ({
  reply: await tx.unusedBlobs(input.hashes),
  events: [],
}));

/** These hashes were looked after. */
export const blobsSettled = serverCommand("change", fields({ hashes }), async (tx, _actor, input) => {
  await tx.forgetLoose(input.hashes);
  return { reply: null, events: [] };
});

async function requireUpload(tx: Tx, actor: Actor, id: Id): Promise<Upload> {
  const caller = requireCaller(await tx.callerOf(actor));
  const upload = await tx.uploadById(id);
  if (upload === null || upload.owner !== caller.id) throw notFound();
  return upload;
}

async function requireStorage(
  tx: Tx,
  user: Id,
  more: number,
  { userBytes, instanceBytes }: { userBytes: number; instanceBytes: number },
) {
  const storage = await tx.storageOf(user);
  if (storage.user + more > userBytes) {
    throw new Fault("limit_reached", `Your files may have ${userBytes} bytes together; delete some`);
  }
  if (storage.instance + more > instanceBytes) {
    throw new Fault("limit_reached", "This server has no room for more files");
  }
  return storage;
}

/** Faults: `invalid`. */
function requireDescription(text: string): string {
  const composed = text.normalize("NFC").trim();
  if ([...composed].length > MAX_DESCRIPTION || /[^\P{Cc}\n]/u.test(composed)) {
    throw new Fault(
      "invalid",
      `A description has at most ${MAX_DESCRIPTION} characters and no control characters`,
    );
  }
  return composed;
}
