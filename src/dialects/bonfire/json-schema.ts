/** The protocol's messages in their JSON form, as JSON Schema, for the OpenAPI and AsyncAPI documents. */

import { fieldComments, messageComments } from "./gen/comments.ts";
import { type Field, messages } from "./gen/fields.ts";

export type Schema = { readonly [key: string]: unknown };

const ENVELOPES = new Set(["GatewayClientEvent", "GatewayServerEvent"]);

/** Fields numbered from here up are written only when they say something (head of gateway.proto). */
const FIRST_SPARING = 10;

/**
 * Every message by its name. `root` is the address of the schemas, e.g. "#/components/schemas".
 *
 * What the server writes has all fields below number 10; requests may leave out what has a default.
 */
export function messageSchemas(root: string): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(messages)
      .filter(([name]) => !ENVELOPES.has(name))
      .map(([name, fields]) => [name, messageSchema(name, fields, root)]),
  );
}

function messageSchema(name: string, fields: readonly Field[], root: string): Schema {
  const required = name.endsWith("Request") ? [] : fields.filter(isAlways).map((field) => field.name);
  return {
    type: "object",
    description: messageComments[name] ?? "",
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(name, field, root)])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function isAlways({ number, mode, kind }: Field): boolean {
  if (number >= FIRST_SPARING) return false;
  return mode === "repeated" || (mode === "plain" && kind !== "message");
}

/** One field of a message. */
export function fieldSchema(message: string, field: Field, root: string): Schema {
  const one = valueSchema(field, root);
  const value = field.mode === "repeated" ? { type: "array", items: one } : one;
  const description = fieldComments[`${message}.${field.name}`];
  // What stands beside a reference is heard in 3.1.
  return description === undefined ? value : { ...value, description };
}

function valueSchema({ kind, of }: Field, root: string): Schema {
  if (kind === "message") return { $ref: `${root}/${of}` };
  if (kind === "string") return { type: "string" };
  if (kind === "bytes") return { type: "string", contentEncoding: "base64" };
  if (kind === "bool") return { type: "boolean" };
  const maximum = kind === "uint32" || kind === "enum" ? 0xff_ff_ff_ff : Number.MAX_SAFE_INTEGER;
  return { type: "integer", minimum: 0, maximum };
}

/** The variants of an envelope: each one's name and the name of its message. */
export function variantsOf(
  envelope: "GatewayClientEvent" | "GatewayServerEvent",
): { name: string; of: string; comment: string }[] {
  return messages[envelope]
    .filter(({ mode }) => mode === "variant")
    .map(({ name, of }) => ({ name, of, comment: fieldComments[`${envelope}.${name}`] ?? "" }));
}
