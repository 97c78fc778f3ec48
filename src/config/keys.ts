/** The keys of the schema as a list: where each stands, and what its variable is called. */

import type { TSchema } from "typebox";
import { schema } from "./schema.ts";
import type { About } from "./values.ts";

export interface Key {
  /** Null for a key at the top of the file. */
  readonly section: string | null;
  readonly name: string;
  /** As people name it: "[limits] bonfire". */
  readonly title: string;
  /** As a variable: "KOINE_LIMITS_BONFIRE". */
  readonly variable: string;
  readonly schema: TSchema;
  /** The value that counts when nobody says anything, as it is written in the file. */
  readonly byDefault: unknown;
  readonly about: About;
}

/** All sections: their names and what they are about. */
export const sections: ReadonlyMap<string, string> = new Map(
  Object.entries(schema.properties).flatMap(([name, part]) =>
    "properties" in part ? [[name, String(Object(part).description ?? "")] as const] : [],
  ),
);

/** All keys, in the order of the schema. */
export const keys: readonly Key[] = Object.entries(schema.properties).flatMap(([name, part]) =>
  "properties" in part
    ? Object.entries(part.properties).map(([inner, each]) => keyOf(name, inner, each))
    : [keyOf(null, name, part)],
);

function keyOf(section: string | null, name: string, part: TSchema): Key {
  const about = part as TSchema & About;
  return {
    section,
    name,
    title: section === null ? name : `[${section}] ${name}`,
    variable: ["KOINE", ...(section === null ? [] : [section]), name].join("_").toUpperCase(),
    schema: part,
    byDefault: about.default,
    about,
  };
}
