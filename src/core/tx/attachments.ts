/** What handlers need of uploaded files. */

import type { Id, Millis } from "../model/ids.ts";
import type { Attachment } from "../model/messages.ts";
import type { Awaitable } from "./awaitable.ts";

/** What an uploaded file serves as; it dies with that. */
export type FileUse = "message" | "emoji" | "avatar" | "banner" | "icon";

/** An uploaded file, and where its bytes are. */
export interface StoredAttachment extends Attachment {
  readonly owner: Id;
  readonly hash: string;
  readonly thumbnailHash: string | null;
  readonly created: Millis;
}

/** A file, whose it is, and the message that has it; null = nothing uses it yet. */
export interface FoundAttachment {
  readonly file: Attachment;
  readonly owner: Id;
  readonly message: Id | null;
}

/** A file whose time is over, and the message that has it. */
export interface EndedFile {
  readonly id: Id;
  readonly key: string;
  readonly message: Id | null;
}

/** A file that arrives in parts. */
export interface Upload {
  readonly id: Id;
  readonly owner: Id;
  /** Bytes of the whole, as announced. */
  readonly size: number;
  /** Bytes that have arrived. */
  readonly offset: number;
  readonly name: string;
  readonly description: string;
  readonly spoiler: boolean;
  readonly created: Millis;
  /** What it became. */
  readonly attachment: Id | null;
}

/** Bytes of the files of a user and of the instance, announced uploads included. */
export interface Storage {
  readonly user: number;
  readonly instance: number;
  /** Uploads of the user that have not become a file. */
  readonly uploads: number;
}

/** What is served at an address. */
export interface ServedFile {
  readonly hash: string;
  readonly name: string;
  readonly mediaType: string;
  /** Under which address it is served. */
  readonly at: "files" | "emojis" | "pictures";
  /** When it ends; null = with what it serves. */
  readonly expires: Millis | null;
}

export interface AttachmentsTx {
  insertAttachment(attachment: StoredAttachment): Awaitable<void>;
  attachmentById(id: Id): Awaitable<Attachment | null>;
  /** Those of the ids that the user uploaded and that serve as nothing yet, in the order of the ids. */
  unusedAttachments(owner: Id, ids: readonly Id[]): Awaitable<Attachment[]>;
  /** The same by their keys, in the order of the keys. */
  unusedByKeys(owner: Id, keys: readonly string[]): Awaitable<Attachment[]>;
  /** A file of a message in sight, or one that nothing uses yet. */
  attachmentByKey(key: string): Awaitable<FoundAttachment | null>;
  deleteAttachment(id: Id): Awaitable<void>;
  useAttachment(id: Id, use: FileUse, by: Id, position: number): Awaitable<void>;
  /** Another file of the same bytes; null when there is no such file. */
  copyAttachment(
    of: Id,
    copy: { id: Id; owner: Id; key: string; thumbnailKey: string; created: Millis },
  ): Awaitable<Attachment | null>;
  /** Gives another address; the old one opens nothing any more. */
  rekeyAttachment(id: Id, key: string): Awaitable<void>;
  /** Ends what served somebody as this; nothing happens when nothing did. */
  dropUses(use: FileUse, by: Id): Awaitable<void>;
  storageOf(user: Id): Awaitable<Storage>;
  servedFile(key: string): Awaitable<ServedFile | null>;
  insertUpload(upload: Upload): Awaitable<void>;
  uploadById(id: Id): Awaitable<Upload | null>;
  setUploadOffset(id: Id, offset: number): Awaitable<void>;
  setUploadAttachment(id: Id, attachment: Id): Awaitable<void>;
  deleteUpload(id: Id): Awaitable<void>;
  /** Files that end before the time, the first to end first; none of a space on legal hold. */
  endedFiles(before: Millis, limit: number): Awaitable<EndedFile[]>;
  /** Removes files that serve as nothing, and uploads, that were begun before the time. */
  expireUploads(before: Millis): Awaitable<void>;
  /** The ids that are uploads. */
  knownUploads(ids: readonly Id[]): Awaitable<Id[]>;
  /** Hashes that a row let go of and that nobody has looked after since. */
  looseBlobs(limit: number): Awaitable<string[]>;
  /** The hashes that no row has. */
  unusedBlobs(hashes: readonly string[]): Awaitable<string[]>;
  forgetLoose(hashes: readonly string[]): Awaitable<void>;
}
