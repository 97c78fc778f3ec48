/** The AsyncAPI document of the gateway in its JSON form (`/api/asyncapi.json`). */

import { messageSchemas, type Schema, variantsOf } from "./json-schema.ts";
import { NEWEST } from "./version.ts";

const SCHEMAS = "#/components/schemas";

export function asyncApi(): Schema {
  const says = variantsOf("GatewayClientEvent");
  const hears = variantsOf("GatewayServerEvent");
  return {
    asyncapi: "3.0.0",
    info: { title: "Koine gateway", version: NEWEST, description: "One JSON object a text frame." },
    channels: {
      gateway: {
        address: "/gateway",
        messages: {
          handshake: { payload: { $ref: `${SCHEMAS}/GatewayHandshake` } },
          identify: { payload: { $ref: `${SCHEMAS}/GatewayIdentify` } },
          ...Object.fromEntries(
            says.map(({ name }) => [`ask_${name}`, { $ref: `#/components/messages/ask_${name}` }]),
          ),
          ...Object.fromEntries(
            hears.map(({ name }) => [`hear_${name}`, { $ref: `#/components/messages/hear_${name}` }]),
          ),
        },
      },
    },
    operations: {
      ask: {
        action: "receive",
        channel: { $ref: "#/channels/gateway" },
        messages: says.map(({ name }) => ({ $ref: `#/channels/gateway/messages/ask_${name}` })),
      },
      tell: {
        action: "send",
        channel: { $ref: "#/channels/gateway" },
        messages: hears.map(({ name }) => ({ $ref: `#/channels/gateway/messages/hear_${name}` })),
      },
    },
    components: {
      messages: {
        ...Object.fromEntries(
          says.map((variant) => [`ask_${variant.name}`, message(variant, { request_id: integer })]),
        ),
        ...Object.fromEntries(
          hears.map((variant) => [
            `hear_${variant.name}`,
            message(variant, { request_id: integer, stream: integer, seq: integer }),
          ]),
        ),
      },
      schemas: messageSchemas(SCHEMAS),
    },
  };
}

const integer = { type: "integer", minimum: 0 };

function message(
  { name, of, comment }: { name: string; of: string; comment: string },
  envelope: Schema,
): Schema {
  return {
    summary: comment,
    payload: { type: "object", properties: { ...envelope, event: eventSchema(name, of) } },
  };
}

/** The tagged object of a variant. */
export function eventSchema(name: string, of: string, root = SCHEMAS): Schema {
  const tag = { type: "object", required: ["type"], properties: { type: { const: name } } };
  if (of !== "") return { allOf: [tag, { $ref: `${root}/${of}` }] };
  return { ...tag, properties: { ...tag.properties, [name]: { type: "string" } } };
}
