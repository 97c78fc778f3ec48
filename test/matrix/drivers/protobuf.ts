/**
 * The gateway's Protobuf encoding, read from the schema itself when the tests run: nothing that was generated for
 * the server is used.
 */

import { dirname, join } from "node:path";
import {
  createFileRegistry,
  type DescMessage,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { Encoding, Packet } from "./bonfire.ts";

const ROOT = join(import.meta.dir, "../../..");

type Json = { readonly [key: string]: unknown };

/** The encoding, for one connection after another of one client. */
export async function protobuf(): Promise<Encoding> {
  const schema = await messages();
  // What is said first in each direction travels bare.
  let expected = "GatewayHandshake";
  let next = "GatewayIdentify";
  return {
    query: "?encoding=protobuf",
    begin() {
      expected = "GatewayHandshake";
      next = "GatewayIdentify";
    },
    write(packet) {
      const desc = schema(next);
      next = "GatewayClientEvent";
      const json = flatten(packet as Json) as Parameters<typeof fromJson>[1];
      return new Uint8Array(toBinary(desc, fromJson(desc, json)));
    },
    read(data) {
      const desc = schema(expected);
      expected = "GatewayServerEvent";
      const message = fromBinary(desc, new Uint8Array(data as ArrayBuffer));
      return tagged(numbers(toJson(desc, message, { useProtoFieldName: true })) as Json);
    },
  };
}

/** The messages of the schema, by name. */
async function messages(): Promise<(name: string) => DescMessage> {
  const buf = join(ROOT, "node_modules/@bufbuild/buf/bin/buf");
  const child = Bun.spawn([process.execPath, buf, "build", "-o", "-"], {
    cwd: join(ROOT, "src/dialects/bonfire"),
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}` },
  });
  const bytes = new Uint8Array(await new Response(child.stdout).arrayBuffer());
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes));
  return (name) => {
    const found = registry.getMessage(`v0.gateway.${name}`);
    if (found === undefined) throw new Error(`The schema has no message ${name}`);
    return found;
  };
}

/** `{event: {type: "x", …}}` as Protobuf's own JSON has it: `{x: {…}}`. */
function flatten({ event, ...packet }: Json): Json {
  if (event === undefined) return packet;
  const { type, ...fields } = event as Json & { type: string };
  return { ...packet, [type]: fields };
}

function tagged(json: Json): Packet {
  const { request_id, stream, seq, version, ...rest } = json;
  const envelope = Object.fromEntries(
    Object.entries({ request_id, stream, seq, version }).filter(([, value]) => value !== undefined),
  );
  const [[type, fields] = [undefined, undefined]] = Object.entries(rest).filter(
    ([, value]) => typeof value === "object" && !Array.isArray(value),
  );
  return type === undefined || version !== undefined
    ? envelope
    : { ...envelope, event: { type, ...(fields as Json) } };
}

/** 64-bit numbers come as text; ours fit a number. */
function numbers(value: unknown): unknown {
  if (typeof value === "string") return /^\d+$/.test(value) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(numbers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, numbers(inner)]));
}
