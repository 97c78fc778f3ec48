/**
 * Pictures of other servers, through ours: whoever looks at a message is not seen by the servers of its pictures.
 *
 * An address of the proxy is signed by us, so that nobody has it fetch what we did not name. What comes back is a
 * picture by its bytes or nothing, freed of all that does not show, and kept on the disk for the next reader, up to a
 * bound. It is served as uploads are: nothing of it runs in a browser.
 */

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Route } from "../core/dialect.ts";
import { type Images, isImageType } from "../core/images.ts";
import type { Log } from "../core/log.ts";
import { SNIFFED_BYTES, sniff } from "../core/media.ts";
import type { Millis } from "../core/model/ids.ts";
import { errorResponse } from "./answering.ts";
import { serveFile } from "./files.ts";
import { MAX_URL, type Outbound } from "./outbound.ts";
import { pictureAddress, pictureBehind } from "./picture-addresses.ts";

/** Largest picture that is passed on, in bytes as it comes. */
export const MAX_PROXIED_BYTES = 8 * 1024 * 1024;
/** For one picture, redirects included. */
const PICTURE_MILLIS: Millis = 10_000;
const MAX_REDIRECTS = 5;
/** Most pictures that are fetched at a time; who asks for one more is told to come back. */
const MAX_FETCHING = 16;
/** For how long nothing is asked again that was no picture, and of how many that is remembered. */
const FAILURE_LIFE: Millis = 60_000;
const MAX_FAILURES = 1_000;

/** What our requests say of themselves: a server of ours never answers another's proxy, so that none goes in circles. */
export const PROXY_HEADERS = {
  "User-Agent": "Mozilla/5.0 (compatible; Koine; link preview)",
  Via: "1.1 koine",
} as const;

export interface ImageProxy {
  /** The address at which we show the picture of another; "" when that is none that may be called. */
  proxied(url: string): string;
  /** The picture at the address, as we show it; null when there is none that may be called, or too much to do. */
  fetched(url: string): Promise<Blob | null>;
  readonly routes: Readonly<Record<string, Route>>;
}

interface Deps {
  readonly outbound: Outbound;
  readonly images: Images;
  /** Signs the addresses. */
  readonly key: string;
  /** Where pictures are kept, and most bytes of all of them. */
  readonly directory: string;
  readonly maxBytes: number;
  readonly now: () => Millis;
  readonly log: Log;
}

export function createImageProxy({ outbound, images, key, directory, maxBytes, now, log }: Deps): ImageProxy {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const kept = keptIn(directory);
  let bytes = kept.values().reduce((sum, size) => sum + size, 0);
  const fetching = new Map<string, Promise<boolean>>();
  const failed = new Map<string, Millis>();

  async function keep(name: string, picture: Uint8Array): Promise<void> {
    const path = join(directory, name);
    await writeFile(`${path}.new`, picture, { mode: 0o600 });
    await rename(`${path}.new`, path);
    kept.set(name, picture.length);
    bytes += picture.length;
    for (const [oldest, size] of kept) {
      if (bytes <= maxBytes || oldest === name) break;
      kept.delete(oldest);
      bytes -= size;
      await rm(join(directory, oldest), { force: true });
    }
  }

  /** Gets a picture and keeps it; false when there is none at the address. */
  async function take(name: string, url: string): Promise<boolean> {
    const answer = await outbound({
      url,
      method: "GET",
      headers: { ...PROXY_HEADERS, Accept: "image/webp,image/png,image/jpeg,image/gif" },
      body: null,
      timeout: PICTURE_MILLIS,
      maxBytes: MAX_PROXIED_BYTES,
      redirects: MAX_REDIRECTS,
    }).catch(() => null);
    if (answer === null || answer.status !== 200) return false;
    const type = sniff(answer.body.subarray(0, SNIFFED_BYTES), "");
    if (!isImageType(type)) return false;
    const picture = await images.prepare(new Blob([answer.body as Uint8Array<ArrayBuffer>]), type);
    if (typeof picture === "string" || picture.bytes.length > maxBytes) return false;
    await keep(name, picture.bytes);
    return true;
  }

  async function fetched(name: string, url: string): Promise<boolean> {
    try {
      if (await take(name, url)) return true;
    } catch (error) {
      log.warn("a picture was not kept", { reason: String(error) });
    }
    const [oldest] = failed.keys();
    if (failed.size >= MAX_FAILURES && oldest !== undefined) failed.delete(oldest);
    failed.set(name, now() + FAILURE_LIFE);
    return false;
  }

  async function open(
    url: string,
  ): Promise<"nothing" | "busy" | { readonly name: string; readonly blob: Blob }> {
    const name = createHash("sha256").update(url).digest("hex");
    if (!kept.has(name)) {
      if ((failed.get(name) ?? 0) > now()) return "nothing";
      if (!fetching.has(name) && fetching.size >= MAX_FETCHING) return "busy";
      const work = fetching.get(name) ?? fetched(name, url).finally(() => fetching.delete(name));
      fetching.set(name, work);
      if (!(await work)) return "nothing";
    }
    const size = kept.get(name);
    const file = Bun.file(join(directory, name));
    if (size === undefined || !(await file.exists())) {
      // Somebody emptied the directory, or it was the oldest already.
      kept.delete(name);
      bytes -= size ?? 0;
      return "nothing";
    }
    // To the end: the first of the map is the one that was not asked for longest.
    kept.delete(name);
    kept.set(name, size);
    return { name, blob: file };
  }

  const show: Route = async (request) => {
    const [mac = "", encoded = ""] = new URL(request.url).pathname.split("/").slice(-2);
    const url = pictureBehind(key, mac, encoded);
    if (url === null) return nothing();
    if (/\bkoine\b/i.test(request.headers.get("Via") ?? ""))
      return errorResponse(508, "invalid", "One proxy does not ask another");
    const opened = await open(url);
    if (opened === "nothing") return nothing();
    if (opened === "busy") return errorResponse(503, "unavailable", "Too many pictures at once; try again");
    const { name, blob } = opened;
    const mediaType = sniff(new Uint8Array(await blob.slice(0, SNIFFED_BYTES).arrayBuffer()), "");
    const file = { name: `picture.${mediaType.slice("image/".length)}`, mediaType, at: "proxy" };
    return serveFile(request, name.slice(0, 16), { blob, file });
  };

  return {
    proxied: (url) => pictureAddress(key, url),
    async fetched(url) {
      if (url.length > MAX_URL || !URL.canParse(url)) return null;
      const opened = await open(url);
      return typeof opened === "string" ? null : opened.blob;
    },
    routes: { "GET /proxy/:signature/:address": show },
  };
}

/** The pictures that are there, the oldest first, with their sizes. */
function keptIn(directory: string): Map<string, number> {
  const found = readdirSync(directory)
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .map((name) => ({ name, ...sizeAndAge(join(directory, name)) }));
  return new Map(found.toSorted((a, b) => a.at - b.at).map(({ name, size }) => [name, size]));
}

function sizeAndAge(path: string): { readonly size: number; readonly at: Millis } {
  const { size, mtimeMs } = statSync(path);
  return { size, at: mtimeMs };
}

function nothing(): Response {
  return errorResponse(404, "not_found", "There is no picture at this address");
}
