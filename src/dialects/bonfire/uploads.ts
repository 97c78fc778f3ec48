/** Uploading files over HTTP, in one go or in parts (`docs/protocols/bonfire.md` section 3, "Files"). */

import { Type } from "typebox";
import type { Route } from "../../core/dialect.ts";
import { Fault, notFound } from "../../core/faults.ts";
import type { Attachment } from "../../core/model/messages.ts";
import { schemaCheck } from "../../core/schema-check.ts";
import type { SignIn } from "../../core/sign-in.ts";
import type { Upload } from "../../core/tx/attachments.ts";
import type { FileWish, Uploads } from "../../core/uploads.ts";
import { bearer, jsonRoute } from "./answers.ts";
import { writeOk } from "./gen/writers.ts";
import { make } from "./make.ts";
import { toAttachment } from "./nouns/messages.ts";

/** Longest name and description that are looked at, in UTF-16 code units. */
const MAX_SAID = 4_096;

const said = Type.String({ maxLength: MAX_SAID });

const announcement = schemaCheck(
  Type.Object({
    size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    name: Type.Optional(said),
    description: Type.Optional(said),
    spoiler: Type.Optional(Type.Boolean()),
  }),
);

/** `parts` are the calls whose bodies are files or parts of files. */
export function uploadRoutes(
  signIn: SignIn,
  uploads: Uploads,
): {
  readonly announced: Readonly<Record<string, Route>>;
  readonly parts: Readonly<Record<string, Route>>;
} {
  const actorOf = async (request: Request) => (await signIn.actorOf(bearer(request))).actor;
  return {
    announced: {
      "POST /api/v1/uploads": jsonRoute(async (request) => {
        const actor = await actorOf(request);
        const body: unknown = await request.json().catch(() => null);
        if (!announcement.fits(body)) throw new Fault("invalid", "The body is not the JSON object asked for");
        const { size, name = "", description = "", spoiler = false } = body;
        return progressText(await uploads.begin(actor, { name, description, spoiler }, size), null);
      }),
      "GET /api/v1/uploads/:upload_id": withOffset(async (request) => ({
        upload: await uploads.get(await actorOf(request), uploadId(request)),
        attachment: null,
      })),
      "DELETE /api/v1/uploads/:upload_id": jsonRoute(async (request) => {
        await uploads.cancel(await actorOf(request), uploadId(request));
        return "{}";
      }),
    },
    parts: {
      "POST /api/v1/attachments": jsonRoute(async (request) => {
        const actor = await actorOf(request);
        const size = Number(request.headers.get("Content-Length"));
        const attachment = await uploads.receive(actor, wishOf(request), size, bodyOf(request));
        return `{${attachmentText(attachment)}}`;
      }),
      "PATCH /api/v1/uploads/:upload_id": withOffset(async (request) => {
        const actor = await actorOf(request);
        const offset = request.headers.get("Upload-Offset") ?? "";
        if (!/^\d{1,16}$/.test(offset))
          throw new Fault("invalid", "Say where the part begins: Upload-Offset");
        return uploads.append(actor, uploadId(request), Number(offset), bodyOf(request));
      }),
    },
  };
}

/** A route that tells how far an upload is, in the header Upload-Offset as well, for HEAD. */
function withOffset(
  run: (request: Request) => Promise<{ upload: Upload; attachment: Attachment | null }>,
): Route {
  return async (request, address, space) => {
    let offset = 0;
    const response = await jsonRoute(async (asked) => {
      const { upload, attachment } = await run(asked);
      offset = upload.offset;
      return progressText(upload, attachment);
    })(request, address, space);
    if (response.ok) response.headers.set("Upload-Offset", String(offset));
    return response;
  };
}

function progressText({ id, offset, size }: Upload, attachment: Attachment | null): string {
  const whole = attachment === null ? "" : `,${attachmentText(attachment)}`;
  return `{"id":${id},"offset":${offset},"size":${size}${whole}}`;
}

function attachmentText(attachment: Attachment): string {
  // The text of a field stands behind a comma.
  return writeOk(make("Ok", { attachment: toAttachment(attachment) })).slice(1);
}

/** What the query says of the file. */
function wishOf(request: Request): FileWish {
  const query = new URL(request.url).searchParams;
  const [name, description] = [query.get("name") ?? "", query.get("description") ?? ""];
  if (name.length > MAX_SAID || description.length > MAX_SAID) {
    throw new Fault("invalid", "The name or the description is too long");
  }
  return { name, description, spoiler: query.get("spoiler") === "true" };
}

async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body !== null) yield* request.body;
}

/** Faults: `not_found`. */
function uploadId(request: Request): number {
  const text = new URL(request.url).pathname.split("/").at(-1) ?? "";
  if (!/^[1-9]\d{0,15}$/.test(text)) throw notFound();
  return Number(text);
}
