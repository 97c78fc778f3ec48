/** Uploaded pictures that serve as an emoji, an avatar or an icon. */

import { Type } from "typebox";
import { Fault, notFound } from "./faults.ts";
import { isImageType } from "./images.ts";
import type { Id } from "./model/ids.ts";
import type { Attachment } from "./model/messages.ts";
import type { FileUse } from "./tx/attachments.ts";
import type { Tx } from "./tx/tx.ts";

/** Which upload shall be a picture; 0 = none shall be. */
export const PictureSchema = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** What a picture may be at most. */
export interface ImageBounds {
  readonly bytes: number;
  /** Of the longer side, in pixels. */
  readonly side: number;
}

/**
 * Let one of the user's unused uploads serve as the picture of somebody or something, in place of the one that
 * did before. It gets another address, so that nobody who saw the upload's knows what became of it.
 *
 * Faults: `not_found` (also another's, or used already), `invalid`.
 */
export async function useImage(
  tx: Tx,
  owner: Id,
  upload: Id,
  use: Exclude<FileUse, "message">,
  by: Id,
  bounds: ImageBounds,
): Promise<Attachment> {
  const [image] = await tx.unusedAttachments(owner, [upload]);
  if (image === undefined) throw notFound();
  const { width, height } = image;
  if (!isImageType(image.mediaType) || width === 0) {
    throw new Fault("invalid", "The picture must be a PNG, GIF, WebP or JPEG");
  }
  if (image.size > bounds.bytes || Math.max(width, height) > bounds.side) {
    throw new Fault(
      "invalid",
      `The picture may have ${bounds.bytes} bytes and ${bounds.side} × ${bounds.side} pixels`,
    );
  }
  await tx.dropUses(use, by);
  const key = tx.newKey();
  await tx.rekeyAttachment(upload, key);
  await tx.useAttachment(upload, use, by, 0);
  return { ...image, key, thumbnail: null };
}

/**
 * The same where 0 stands for no picture; gives the random part of its address, "" for none.
 *
 * Faults: as above.
 */
export async function usePicture(
  tx: Tx,
  owner: Id,
  upload: Id,
  use: Exclude<FileUse, "message" | "emoji">,
  by: Id,
  bounds: ImageBounds,
): Promise<string> {
  if (upload !== 0) return (await useImage(tx, owner, upload, use, by, bounds)).key;
  await tx.dropUses(use, by);
  return "";
}
