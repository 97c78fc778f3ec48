/** Versions of the protocol (`docs/protocols/bonfire.md` section 1, "version"). */

import type { Encoding } from "./codec.ts";

/** The newest version of the protocol. */
export const NEWEST = "0.1.0";

/** What a connection chose in its address. */
export interface Variant {
  readonly encoding: Encoding;
  /** "0.0.0" is the public schema alone: text in, text out. */
  readonly version: "0.0.0" | "0.1.0";
}

/** Reads `encoding` and `version`; a string is the sentence to refuse with. */
export function chooseVariant(query: URLSearchParams): Variant | string {
  const encoding = (query.get("encoding") ?? "json").toLowerCase();
  if (encoding !== "json" && encoding !== "protobuf") return "The encodings are json and protobuf\n";
  const wished = query.get("version") ?? NEWEST;
  const version = serve(wished);
  if (version === null) return `The versions served here are 0.0 and 0.1; the newest is ${NEWEST}\n`;
  return { encoding, version };
}

/** The newest version compatible with the wish: before 1.0 a minor number must match, a patch need not. */
function serve(wish: string): Variant["version"] | null {
  const match = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?$/.exec(wish);
  if (match === null) return null;
  const [, major, minor, patch] = match;
  if (major !== "0") return null;
  if (minor === undefined) return NEWEST;
  if (minor === "0") return "0.0.0";
  return minor === "1" && Number(patch ?? 0) === 0 ? "0.1.0" : null;
}

/** The hub knows a variant by this name. */
export function variantName({ encoding, version }: Variant): string {
  return version === "0.0.0" ? `${encoding}-0.0` : encoding;
}

/** One of each, for all that have it. */
const variants: readonly Variant[] = [
  { encoding: "json", version: "0.1.0" },
  { encoding: "json", version: "0.0.0" },
  { encoding: "protobuf", version: "0.1.0" },
  { encoding: "protobuf", version: "0.0.0" },
];
const named: ReadonlyMap<string, Variant> = new Map(variants.map((one) => [variantName(one), one]));

/** Throws for a name that `variantName` does not give. */
export function variantOf(name: string): Variant {
  const variant = named.get(name);
  if (variant === undefined) throw new Error(`No variant is called ${name}`);
  return variant;
}
