/** Files and avatars over HTTP (`docs/protocols/big.md` section 16.5). */

import { Fault } from "../../../core/faults.ts";
import type { ServedFile } from "../../../core/tx/attachments.ts";
import type { Uploads } from "../../../core/uploads.ts";
import { fileAddress, fromPublicId } from "../files.ts";
import { fromUserId } from "../ids.ts";
import { BigError } from "../wire.ts";
import { askingOf, type Call, open, originOf } from "./calling.ts";
import { boundaryOf, filePart } from "./multipart.ts";

/** A file as it is served. */
export interface Shown {
  readonly blob: Blob;
  readonly file: ServedFile;
}

export interface FileServices {
  readonly uploads: Pick<Uploads, "receive" | "open">;
  /** The answer that gives a file; the tag names its content, for caches. */
  readonly serveFile: (request: Request, tag: string, shown: Shown) => Response;
}

/** Calls that take a file; their bodies are large. */
export function uploadCalls({ uploads }: FileServices): Readonly<Record<string, Call>> {
  const upload = open({ about: "Upload a file: a multipart form with the field file." }, async (came) => {
    const { services, request, url } = came;
    // Files belong to somebody, who answers for them: a token it must be.
    const { actor } = await askingOf(came);
    const boundary = boundaryOf(request.headers.get("Content-Type") ?? "");
    const length = Number(request.headers.get("Content-Length"));
    const part =
      boundary === null || request.body === null
        ? null
        : await filePart(request.body, boundary, "file", length).catch(() => null);
    if (part === null) throw new BigError(400, "No file uploaded");
    const wish = { name: part.name, description: "", spoiler: false };
    const file = await uploads.receive(actor, wish, part.most, part.bytes).catch((error: unknown) => {
      if (error instanceof Fault && error.code === "too_large") throw new BigError(413, error.message);
      throw error;
    });
    return { url: fileAddress(file, originOf(services, url)) };
  });
  return { "POST /public/upload": upload };
}

/** Calls that give a file. Addresses hold a secret of their own; avatars are for everybody (section 16.5). */
export function fileCalls({ uploads, serveFile }: FileServices): Readonly<Record<string, Call>> {
  const file = open({ about: "Download a file." }, async ({ request, url }) => {
    const id = url.pathname.split("/")[2] ?? "";
    const key = fromPublicId(id);
    const shown = key === null ? null : await uploads.open(key);
    if (shown === null || shown.file.at !== "files") throw new BigError(404, "File not found");
    const response = serveFile(request, id, shown);
    response.headers.set("id", id);
    response.headers.set("file-name", encodeURIComponent(shown.file.name));
    return response;
  });
  return {
    "GET /public/:id": file,
    "GET /public/:id/": file,
    "GET /avatar/:user": open(
      { about: "Somebody's avatar." },
      async ({ services: { node }, request, url }) => {
        const user = fromUserId((url.pathname.split("/").at(-1) ?? "").replace(/\.[^.]*$/, ""));
        const key = user === null ? "" : await node.ask(null, { type: "avatar_find", input: { user } });
        const shown = key === "" ? null : await uploads.open(key);
        if (shown === null) throw new BigError(404, "Avatar not found");
        const response = serveFile(request, key.slice(0, 16), shown);
        // Another one may come to stand at this address.
        response.headers.set("Cache-Control", "private, no-cache");
        return response;
      },
    ),
  };
}
