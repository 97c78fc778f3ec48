/**
 * The way of a file: it arrives in a staged file, is looked at, kept under its hash, and entered by a command;
 * later it is served at its address, and when no row has it any more its bytes are removed.
 *
 * An address holds a random key of its own, never an id or a hash: whoever has it needs no login.
 */

import type { Blobs, Kept } from "./blobs.ts";
import { isProxied } from "./embeds.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { safeFileName } from "./file-names.ts";
import { type Images, isImageType, type Picture } from "./images.ts";
import type { Limiter } from "./limits.ts";
import type { Log } from "./log.ts";
import { SNIFFED_BYTES, sniff } from "./media.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Attachment } from "./model/messages.ts";
import type { Emoji } from "./model/spaces.ts";
import type { Actor } from "./model/users.ts";
import type { Node } from "./node.ts";
import { createTidying } from "./tidying.ts";
import { createTurns } from "./turns.ts";
import type { ServedFile, Upload } from "./tx/attachments.ts";

/** Files of a user that may arrive at a time, and of all users. */
const MAX_ARRIVING_OF_USER = 8;
const MAX_ARRIVING = 64;

/** Events after which files may have no owner; what is missing here is found by the next tidying. */
const LETTING_GO: ReadonlySet<Happening["type"]> = new Set([
  "message_delete",
  "message_preview",
  "room_delete",
  "thread_delete",
  "emoji_delete",
  "user_update",
  "server_update",
]);

export interface UploadLimits {
  /** Bytes of one file. */
  readonly fileBytes: number;
  /** Bytes of all files of a user, and of the instance. */
  readonly userBytes: number;
  readonly instanceBytes: number;
}

/** What an uploader says of a file. */
export interface FileWish {
  readonly name: string;
  readonly description: string;
  readonly spoiler: boolean;
  /** When it ends; absent = with what it serves. */
  readonly expires?: Millis;
}

export interface Progress {
  readonly upload: Upload;
  /** Not null when the file is whole. */
  readonly attachment: Attachment | null;
}

export interface Uploads {
  /** Take a file in one go. Faults: `too_large`, `limit_reached`, `rate_limited`, `invalid`, `unauthenticated`. */
  receive(actor: Actor, wish: FileWish, size: number, source: AsyncIterable<Uint8Array>): Promise<Attachment>;
  /** Announce a file of that size. Faults: as above. */
  begin(actor: Actor, wish: FileWish, size: number): Promise<Upload>;
  /** Faults: `not_found`. */
  get(actor: Actor, upload: Id): Promise<Upload>;
  /**
   * Take what follows the first `offset` bytes. Faults: `not_found`, `wrong_offset` (also while another part
   * arrives), `too_large`, and those of `receive`.
   */
  append(actor: Actor, upload: Id, offset: number, source: AsyncIterable<Uint8Array>): Promise<Progress>;
  /** Faults: `not_found`. */
  cancel(actor: Actor, upload: Id): Promise<void>;
  /** What an address opens; null when nothing. */
  open(key: string): Promise<{ readonly file: ServedFile; readonly blob: Blob } | null>;
  /** What happened: some of it lets go of files, whose bytes are removed soon. */
  heard(happenings: readonly Happening[]): void;
  /** Remove the bytes that rows let go of. */
  tidy(): Promise<void>;
  /** Forget what was never used, and remove what crashes left behind. */
  sweep(): Promise<void>;
}

interface Deps {
  readonly node: Pick<Node, "ask">;
  readonly blobs: Blobs;
  readonly images: Images;
  /** At least 128 random bits, fit for an address. */
  readonly newKey: () => string;
  readonly limits: UploadLimits;
  readonly limit: Limiter;
  readonly now: () => Millis;
  readonly log: Log;
}

/** Where a file is served: an address relative to the instance. */
export function addressOf({ key, name }: Pick<Attachment, "key" | "name">): string {
  return `/files/${key}/${encodeURIComponent(name)}`;
}

export function thumbnailAddressOf({ thumbnail }: Pick<Attachment, "thumbnail">): string | null {
  return thumbnail === null ? null : addressOf({ key: thumbnail, name: "thumbnail.webp" });
}

/** Where a server emoji's picture is served. */
export function emojiAddressOf({ key }: Pick<Emoji, "key">): string {
  return `/emojis/${key}`;
}

/** Where an avatar, a banner or an icon is served; "" for none. One of another server has its address already. */
export function pictureAddressOf(key: string): string {
  return key === "" || isProxied(key) ? key : `/pictures/${key}`;
}

export function createUploads({ node, blobs, images, newKey, limits, limit, now, log }: Deps): Uploads {
  const { fileBytes, userBytes, instanceBytes } = limits;
  const shares = { userBytes, instanceBytes };
  const tidying = createTidying({ node, blobs, now, log });
  // Nobody takes all of the memory and the disk's time.
  const inTurn = createTurns<Id>(
    MAX_ARRIVING_OF_USER,
    MAX_ARRIVING,
    () => new Fault("rate_limited", "Too many files arrive at the same time; wait a little", 1_000),
  );
  const appending = new Set<Id>();

  function passLimit({ user }: Actor): void {
    const wait = limit("uploads", user, now());
    if (wait > 0) throw new Fault("rate_limited", "Too many files; wait a little", wait);
  }

  function requireSize(size: number): void {
    if (size > fileBytes) throw tooLarge(fileBytes);
  }

  async function prepare(staged: string, mediaType: string): Promise<Picture | null> {
    const source = isImageType(mediaType) ? await blobs.staged(staged) : null;
    if (source === null || !isImageType(mediaType)) return null;
    const picture = await images.prepare(source, mediaType);
    if (picture === "too_large") throw new Fault("too_large", "A picture has at most 100 megapixels");
    return picture === "broken" ? null : picture;
  }

  /** Looks at a whole staged file, keeps it and enters it. */
  async function enter(actor: Actor, staged: string, wish: FileWish, upload: Id | null): Promise<Attachment> {
    const whole = await blobs.staged(staged);
    if (whole === null) throw new Fault("storage", "The file is gone; send it again", 1_000);
    const name = safeFileName(wish.name);
    const head = new Uint8Array(await whole.slice(0, SNIFFED_BYTES).arrayBuffer());
    const sniffed = sniff(head, name);
    const picture = await prepare(staged, sniffed);
    const mediaType = isImageType(sniffed) && picture === null ? "application/octet-stream" : sniffed;
    const held: Kept[] = [];
    try {
      const file = picture === null ? await tidying.keep(staged) : await tidying.put(picture.bytes);
      held.push(file);
      const thumbnail = picture?.thumbnail ?? null;
      const small = thumbnail === null ? null : await tidying.put(thumbnail.bytes);
      if (small !== null) held.push(small);
      const attachment = await node.ask(actor, {
        type: "attachment_create",
        input: {
          name,
          description: wish.description,
          spoiler: wish.spoiler,
          upload,
          key: newKey(),
          hash: file.hash,
          size: file.size,
          mediaType,
          width: picture?.width ?? 0,
          height: picture?.height ?? 0,
          animated: picture?.animated ?? false,
          thumbnail: small === null ? null : { key: newKey(), hash: small.hash },
          limits: shares,
          ...(wish.expires === undefined ? {} : { expires: wish.expires }),
        },
      });
      await blobs.discard(staged);
      return attachment;
    } finally {
      for (const { hash } of held) blobs.release(hash);
    }
  }

  async function take(
    actor: Actor,
    upload: Upload,
    offset: number,
    source: AsyncIterable<Uint8Array>,
  ): Promise<Progress> {
    const { id, size } = upload;
    if (offset !== upload.offset) throw wrongOffset(upload.offset);
    if (upload.attachment !== null) return { upload, attachment: await resultOf(actor, id) };
    const appended = await blobs.append(stagedName(id), offset, source, size);
    if (appended.end === "too_long") throw tooLarge(size);
    await node.ask(actor, { type: "upload_progress", input: { upload: id, offset: appended.length } });
    const progress = { ...upload, offset: appended.length };
    if (appended.length < size) return { upload: progress, attachment: null };
    return { upload: progress, attachment: await enter(actor, stagedName(id), upload, id) };
  }

  const resultOf = (actor: Actor, upload: Id): Promise<Attachment> =>
    node.ask(actor, { type: "upload_result", input: { upload } });

  return {
    async receive(actor, wish, size, source) {
      passLimit(actor);
      requireSize(size);
      await node.ask(actor, { type: "upload_check", input: { size, limits: shares } });
      return inTurn(actor.user, async () => {
        const staged = crypto.randomUUID();
        try {
          const { end } = await blobs.append(staged, 0, source, size);
          if (end === "too_long") throw tooLarge(size);
          if (end === "broken") throw new Fault("invalid", "The file did not arrive whole");
          return await enter(actor, staged, wish, null);
        } finally {
          await blobs.discard(staged);
        }
      });
    },

    async begin(actor, { name, description, spoiler }, size) {
      passLimit(actor);
      requireSize(size);
      const input = { name: safeFileName(name), description, spoiler, size, limits: shares };
      return node.ask(actor, { type: "upload_begin", input });
    },

    get: (actor, upload) => node.ask(actor, { type: "upload_get", input: { upload } }),

    async append(actor, id, offset, source) {
      passLimit(actor);
      const upload = await node.ask(actor, { type: "upload_get", input: { upload: id } });
      if (appending.has(id)) throw wrongOffset(upload.offset);
      appending.add(id);
      try {
        return await inTurn(actor.user, async () => {
          // Anew: another part may have arrived while the first question was answered.
          const current = await node.ask(actor, { type: "upload_get", input: { upload: id } });
          return take(actor, current, offset, source);
        });
      } finally {
        appending.delete(id);
      }
    },

    async cancel(actor, upload) {
      await node.ask(actor, { type: "upload_cancel", input: { upload } });
      if (!appending.has(upload)) await blobs.discard(stagedName(upload));
    },

    async open(key) {
      const file = await node.ask(null, { type: "file_find", input: { key } });
      const blob = file === null ? null : await blobs.read(file.hash);
      return file === null || blob === null ? null : { file, blob };
    },

    heard(happenings) {
      if (happenings.some(({ type }) => LETTING_GO.has(type))) void tidying.tidy();
    },
    tidy: () => tidying.tidy(),
    sweep: () => tidying.sweep(),
  };
}

function stagedName(upload: Id): string {
  return String(upload);
}

function tooLarge(limit: number): Fault {
  return new Fault("too_large", `This file may have at most ${limit} bytes`);
}

function wrongOffset(offset: number): Fault {
  return new Fault("wrong_offset", `The next part begins at ${offset}`);
}
