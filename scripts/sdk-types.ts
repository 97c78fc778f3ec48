/** The SDK's types: every message of the gateway in its JSON form. */

import type { Comments } from "./proto-comments.ts";

export interface SdkField {
  readonly name: string;
  readonly number: number;
  readonly kind: string;
  readonly mode: "plain" | "optional" | "repeated" | "variant";
  readonly of: string;
}

const EVENTS = ["GatewayClientEvent", "GatewayServerEvent"];

/** Fields numbered from here up are written only when they say something (head of gateway.proto). */
const FIRST_SPARING = 10;

/** The text of sdk/src/gen/protocol.ts. */
export function sdkTypes(messages: ReadonlyMap<string, readonly SdkField[]>, comments: Comments): string {
  const lines = ["// Generated from gateway.proto by scripts/generate.ts. Do not edit.", ""];
  for (const [name, fields] of messages) {
    if (EVENTS.includes(name)) continue;
    lines.push(`/** ${comments.messages.get(name) ?? ""} */`);
    lines.push(`export interface ${typeName(name)} {`);
    for (const field of fields) {
      const comment = comments.fields.get(`${name}.${field.name}`);
      if (comment !== undefined) lines.push(`  /** ${comment} */`);
      lines.push(`  readonly ${field.name}${isAlways(field) ? "" : "?"}: ${typeOf(field)};`);
    }
    lines.push("}", "");
  }
  lines.push("/** What a client asks, by the name of the variant. */", "export interface Requests {");
  lines.push(...variants(messages.get("GatewayClientEvent") ?? []), "}", "");
  lines.push("/** What the server tells, by the name of the variant. */", "export interface ServerEvents {");
  lines.push(...variants(messages.get("GatewayServerEvent") ?? []), "}");
  return `${lines.join("\n")}\n`;
}

function variants(fields: readonly SdkField[]): string[] {
  return fields
    .filter(({ mode }) => mode === "variant")
    .map(
      ({ name, kind, of }) =>
        `  readonly ${name}: ${kind === "message" ? typeName(of) : `{ readonly ${name}: string }`};`,
    );
}

function isAlways({ number, mode, kind }: SdkField): boolean {
  if (number >= FIRST_SPARING || mode === "optional") return false;
  return mode === "repeated" || kind !== "message" || number < FIRST_SPARING;
}

function typeOf({ kind, mode, of }: SdkField): string {
  const one = kind === "message" ? typeName(of) : scalar(kind);
  return mode === "repeated" ? `readonly ${one}[]` : one;
}

function scalar(kind: string): string {
  if (kind === "string" || kind === "bytes") return "string";
  return kind === "bool" ? "boolean" : "number";
}

/** "Error" is a class of the language's own. */
function typeName(name: string): string {
  return name === "Error" ? "Refusal" : name;
}
