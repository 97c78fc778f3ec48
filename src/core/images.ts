/** What becomes of a picture that somebody uploads: measured, freed of what the camera wrote into it, made small. */

/** Longest side of a thumbnail, in pixels. */
export const THUMBNAIL_SIDE = 400;

/** Most pixels of a picture that is taken. */
export const MAX_PIXELS = 100_000_000;

/** Largest file that is treated as a picture, in bytes; a larger one is a plain file. */
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

export interface Picture {
  /** Without position, device, comments and whatever else does not show; turned upright. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** Null when the picture is small enough itself, or cannot be made smaller here. */
  readonly thumbnail: { readonly bytes: Uint8Array; readonly mediaType: string } | null;
}

export interface Images {
  /**
   * Prepare a picture of the type that its first bytes have. A few are prepared at a time; others wait.
   * "broken": it is none after all. "too_large": over `MAX_PIXELS`; it was not decoded.
   */
  prepare(source: Blob, type: ImageType): Promise<Picture | "broken" | "too_large">;
}

export function isImageType(type: string): type is ImageType {
  return type === "image/png" || type === "image/jpeg" || type === "image/gif" || type === "image/webp";
}
