/** Uploading files in parts, with progress, going on after interruptions. */

import { delay } from "./backoff.ts";
import type { Attachment } from "./gen/protocol.ts";
import { call } from "./http.ts";
import { Refused } from "./packet.ts";

/** Bytes of one part: small enough that progress moves and an interruption costs little. */
const PART_BYTES = 1024 * 1024;

/** Attempts at one part, or at asking how far it came, before giving up. */
const MAX_ATTEMPTS = 6;

export interface UploadOptions {
  readonly url: string;
  readonly token: string;
  readonly file: Blob;
  readonly name: string;
  /** For those who cannot see it. */
  readonly description?: string;
  readonly spoiler?: boolean;
  /** Bytes that the server has, of all. */
  readonly onProgress?: (sent: number, all: number) => void;
}

/**
 * Upload a file; its id goes into `attachment_ids`. Rejects with `Refused` when the server refuses (e.g.
 * `too_large`), with the platform's error when it cannot be reached for a while.
 */
export async function upload({ url, token, file, name, ...more }: UploadOptions): Promise<Attachment> {
  const { description = "", spoiler = false, onProgress } = more;
  const wish = { size: file.size, name, description, spoiler };
  const { id } = (await call(url, "POST", "/api/v1/uploads", wish, token)) as { id: string | number };
  const address = `${url}/api/v1/uploads/${id}`;
  let offset = 0;
  for (let attempt = 0; ; ) {
    try {
      const part = file.slice(offset, offset + PART_BYTES);
      const answer = await sendPart(address, token, part, offset);
      attempt = 0;
      offset = answer.offset;
      onProgress?.(offset, file.size);
      if (answer.attachment !== undefined) return answer.attachment;
    } catch (error) {
      attempt += 1;
      if (attempt >= MAX_ATTEMPTS || (error instanceof Refused && error.code !== "wrong_offset")) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay(attempt, Math.random())));
      offset = (await offsetOf(address, token)) ?? offset;
    }
  }
}

async function sendPart(
  address: string,
  token: string,
  part: Blob,
  offset: number,
): Promise<{ offset: number; attachment?: Attachment }> {
  const response = await fetch(address, {
    method: "PATCH",
    headers: { Authorization: `Bearer ${token}`, "Upload-Offset": String(offset) },
    body: part,
  });
  const answer = (await response.json()) as {
    offset: number;
    attachment?: Attachment;
    error?: { code: string; message: string };
  };
  if (response.ok) return answer;
  throw new Refused(
    answer.error?.code ?? "unknown",
    answer.error?.message ?? `The server answered ${response.status}`,
  );
}

/** How far the server came; null when it cannot be asked now. */
async function offsetOf(address: string, token: string): Promise<number | null> {
  try {
    const response = await fetch(address, { method: "HEAD", headers: { Authorization: `Bearer ${token}` } });
    const offset = response.headers.get("Upload-Offset");
    return response.ok && offset !== null ? Number(offset) : null;
  } catch {
    return null; // Not reached: the next attempt asks again.
  }
}
