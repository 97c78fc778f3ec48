/** What a backup says of itself (docs/operating.md, "Backups"). */

import { Type } from "typebox";
import { schemaCheck } from "../core/schema-check.ts";

/** The newest form of backups that this program knows, and the one that it writes. */
export const FORMAT = 1;

const hash = Type.String({ pattern: "^[0-9a-f]{64}$" });
const size = Type.Integer({ minimum: 0 });
const part = Type.Object({ size, sha256: hash });

const schema = schemaCheck(
  Type.Object({
    format: Type.Integer({ minimum: 1 }),
    software: Type.String(),
    schema: Type.Integer({ minimum: 1 }),
    epoch: Type.String(),
    taken: Type.String(),
    counts: Type.Record(Type.String(), size),
    database: part,
    keys: Type.Union([part, Type.Null()]),
    blobs: Type.Array(Type.Object({ hash, size })),
    missing: Type.Array(hash),
  }),
);

export interface Part {
  readonly size: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly format: number;
  readonly software: string;
  /** Version of the database's schema. */
  readonly schema: number;
  readonly epoch: string;
  /** When the database was copied, in ISO 8601. */
  readonly taken: string;
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>;
  readonly database: Part;
  /** The file that tokens are signed with; null when the server had none yet. */
  readonly keys: Part | null;
  readonly blobs: readonly { readonly hash: string; readonly size: number }[];
  /** Files that the database speaks of and that were gone or damaged on the disk already. */
  readonly missing: readonly string[];
}

/** The manifest as text, with a checksum of itself. */
export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, checksum: checksumOf(manifest) })}\n`;
}

/** Throws a sentence for the operator when it is of a newer form or damaged. */
export function readManifest(text: string): Manifest {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    throw new Error("The backup is damaged: its manifest is no JSON");
  }
  if (typeof said !== "object" || said === null)
    throw new Error("The backup is damaged: its manifest is empty");
  if ("format" in said && typeof said.format === "number" && said.format > FORMAT) {
    throw new Error(
      `The backup has the form ${said.format}, this program knows ${FORMAT}: restore it with the newer program that made it`,
    );
  }
  const { checksum, ...manifest } = said as { checksum?: unknown };
  if (!schema.fits(manifest) || checksum !== checksumOf(manifest)) {
    throw new Error("The backup is damaged: its manifest does not fit its checksum");
  }
  return manifest;
}

function checksumOf(manifest: object): string {
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(manifest)).digest("hex");
}
