/** Addresses at which we show pictures of other servers: `/proxy/<signature>/<address>`. */

import { createHmac, timingSafeEqual } from "node:crypto";
import { addressOf, MAX_URL } from "./outbound.ts";
import { hmac } from "./signing.ts";

const SIGNED = /^\/proxy\/[\w-]{32}\/([\w-]+)$/;

/** What these are signed with: of a key that is kept with everything else, so that what was signed once opens for as long. */
export function pictureKey(privateKey: string): string {
  return hmac(privateKey, "image proxy");
}

/** The address at which we show the picture of another; "" when that is none that may be called. */
export function pictureAddress(key: string, url: string): string {
  if (url.length > MAX_URL || !URL.canParse(url)) return "";
  try {
    const { href } = addressOf(url);
    if (href.length > MAX_URL) return ""; // Letters of other scripts are longer in it.
    const encoded = Buffer.from(href).toString("base64url");
    return `/proxy/${signature(key, encoded)}/${encoded}`;
  } catch {
    return "";
  }
}

/** The same picture's address as signed with this key; what is none stays as it is. */
export function resigned(key: string, address: string): string {
  const encoded = SIGNED.exec(address)?.[1];
  if (encoded === undefined) return address;
  return pictureAddress(key, Buffer.from(encoded, "base64url").toString()) || address;
}

/** What stands behind an address of ours, by its two parts; null when we did not sign it. */
export function pictureBehind(key: string, mac: string, encoded: string): string | null {
  const wanted = Buffer.from(signature(key, encoded));
  const given = Buffer.from(mac);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  return Buffer.from(encoded, "base64url").toString();
}

function signature(key: string, encoded: string): string {
  return createHmac("sha256", key).update(encoded).digest("base64url").slice(0, 32);
}
