/** A client of the calls for files, written from their specification (`docs/protocols/bonfire.md`, "Files"). */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Attachment {
  readonly id: number;
  readonly name: string;
  readonly media_type: string;
  readonly size: number;
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
  readonly thumbnail_url?: string;
  readonly description?: string;
  readonly spoiler?: boolean;
}

/** Upload a file in one go. */
export function post(
  url: string,
  token: string,
  body: Uint8Array<ArrayBuffer> | string,
  query: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}/api/v1/attachments?${new URLSearchParams(query)}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body,
  });
}

/** Upload a file in one go that is taken. */
export async function upload(
  url: string,
  token: string,
  body: Uint8Array<ArrayBuffer> | string,
  query: Readonly<Record<string, string>> = {},
): Promise<Attachment> {
  const response = await post(url, token, body, query);
  if (response.status !== 200) throw new Error(`upload: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { attachment: Attachment }).attachment;
}

/** Whether any file below a server's directory holds these bytes. */
export function isOnDisk(directory: string, bytes: Uint8Array | string): boolean {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).some((entry) => {
    if (!entry.isFile()) return false;
    try {
      return readFileSync(join(entry.parentPath, entry.name)).includes(bytes);
    } catch {
      return false; // Gone meanwhile.
    }
  });
}

/** Resolves when it is true; fails when it does not become so. */
export async function eventually(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + 20_000;
  while (!(await isTrue())) {
    if (performance.now() > until) throw new Error(`did not become true: ${isTrue.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
