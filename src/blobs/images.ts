/** Pictures with the runtime's own decoders, each reached by the bytes of its own format only. */

import {
  type Images,
  type ImageType,
  MAX_IMAGE_BYTES,
  MAX_PIXELS,
  type Picture,
  THUMBNAIL_SIDE,
} from "../core/images.ts";
import type { Cleaned } from "./cleaned.ts";
import { cleanGif } from "./gif.ts";
import { cleanJpeg } from "./jpeg.ts";
import { cleanPng } from "./png.ts";
import { cleanWebp } from "./webp.ts";

/** Pictures in memory at a time: one of 100 megapixels takes 400 MB. */
const MAX_AT_ONCE = 2;

/** Beyond these, a picture is not decoded just to make a thumbnail of it. */
const MAX_THUMBNAIL_PIXELS = 50_000_000;

const THUMBNAIL_QUALITY = 80;
const TURNED_QUALITY = 90;

const cleaners: { readonly [T in ImageType]: (bytes: Uint8Array) => Cleaned | null } = {
  "image/png": cleanPng,
  "image/jpeg": cleanJpeg,
  "image/gif": cleanGif,
  "image/webp": cleanWebp,
};

export function createImages(): Images {
  let running = 0;
  const waiting: (() => void)[] = [];

  return {
    async prepare(source, type) {
      if (source.size > MAX_IMAGE_BYTES) return "broken";
      if (running < MAX_AT_ONCE) running += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await prepareNow(new Uint8Array(await source.arrayBuffer()), type);
      } finally {
        // The place passes on to who waits longest.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

async function prepareNow(original: Uint8Array, type: ImageType): Promise<Picture | "broken" | "too_large"> {
  const clean = cleaners[type];
  const found = clean(original);
  if (found === null) return "broken";
  if (found.width * found.height > MAX_PIXELS) return "too_large";
  const turned = found.orientation === 1 ? null : await turn(original);
  const upright = turned === null ? found : clean(turned);
  if (upright === null) return "broken";
  const { bytes, width, height, animated } = upright;
  if (width * height > MAX_THUMBNAIL_PIXELS) return { bytes, width, height, animated, thumbnail: null };
  const small = await shrink(bytes);
  if (small === null && !animated) return "broken";
  const isSmall = Math.max(width, height) <= THUMBNAIL_SIDE;
  const thumbnail = small === null || isSmall ? null : { bytes: small, mediaType: "image/webp" };
  return { bytes, width, height, animated, thumbnail };
}

/** Decoded and encoded upright; null when it cannot be decoded. */
function turn(bytes: Uint8Array): Promise<Uint8Array | null> {
  return decoded(() =>
    new Bun.Image(bytes, { maxPixels: MAX_PIXELS, autoOrient: true })
      .jpeg({ quality: TURNED_QUALITY })
      .bytes(),
  );
}

/** Small ones are encoded as well: that is how a broken one shows. */
function shrink(bytes: Uint8Array): Promise<Uint8Array | null> {
  return decoded(() =>
    new Bun.Image(bytes, { maxPixels: MAX_PIXELS })
      .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: THUMBNAIL_QUALITY })
      .bytes(),
  );
}

/** Whatever a decoder refuses is no picture. */
async function decoded(run: () => Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_IMAGE_")) return null;
    throw error;
  }
}
