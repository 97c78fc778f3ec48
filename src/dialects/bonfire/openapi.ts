/** The OpenAPI document of the HTTP API (`/api/openapi.json`), from the tables that the API itself runs on. */

import { httpCalls } from "./calls.ts";
import { type Field, messages } from "./gen/fields.ts";
import { capabilities } from "./inbound.ts";
import { fieldSchema, messageSchemas, type Schema, variantsOf } from "./json-schema.ts";
import type { MessageName } from "./make.ts";
import { NEWEST } from "./version.ts";

const SCHEMAS = "#/components/schemas";
const ERROR = { $ref: `${SCHEMAS}/Failure` };

/** The calls that exist now. */
export function openApi(): Schema {
  const variants = new Map(variantsOf("GatewayClientEvent").map((variant) => [variant.name, variant]));
  const paths: Record<string, Record<string, Schema>> = {};
  for (const { variant, method, path } of httpCalls) {
    const found = variants.get(variant);
    if (found === undefined || !capabilities.includes(variant)) continue;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(found, method, path) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Koine", version: NEWEST, description: "Every command of the gateway as an HTTP call." },
    security: [{ token: [] }],
    paths: { ...paths, ...accountPaths() },
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { ...messageSchemas(SCHEMAS), Failure: failure, SignedIn: signedIn },
    },
  };
}

const failure: Schema = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message"],
      properties: {
        code: { type: "string", description: "A stable word, e.g. forbidden." },
        message: { type: "string", description: "A sentence for people." },
      },
    },
  },
};

const signedIn: Schema = {
  type: "object",
  required: ["token", "user"],
  properties: { token: { type: "string" }, user: { $ref: `${SCHEMAS}/User` } },
};

function operation(
  { name, of, comment }: { name: string; of: string; comment: string },
  method: string,
  path: string,
): Schema {
  const fields = messages[of as MessageName];
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
  const others = fields.filter((field) => !inPath.includes(field.name));
  const inQuery = method === "GET" || method === "DELETE";
  const parameter = (where: "path" | "query") => (field: Field) => ({
    name: field.name,
    in: where,
    required: where === "path",
    schema: fieldSchema(of, field, SCHEMAS),
  });
  return {
    operationId: name,
    summary: comment,
    parameters: [
      ...fields.filter((field) => inPath.includes(field.name)).map(parameter("path")),
      ...(inQuery ? others.map(parameter("query")) : []),
    ],
    ...(inQuery || others.length === 0 ? {} : { requestBody: body(of, others) }),
    responses: { "200": answer({ $ref: `${SCHEMAS}/Ok` }), default: answer(ERROR) },
  };
}

function body(of: string, fields: readonly Field[]): Schema {
  const properties = Object.fromEntries(fields.map((field) => [field.name, fieldSchema(of, field, SCHEMAS)]));
  return { content: { "application/json": { schema: { type: "object", properties } } } };
}

function answer(schema: Schema): Schema {
  return { description: "", content: { "application/json": { schema } } };
}

/** The calls about accounts that anybody may make: they are no commands of the gateway. */
function accountPaths(): Record<string, Schema> {
  const text = { type: "string" };
  const post = (
    summary: string,
    properties: Schema,
    required: readonly string[],
    result: Schema,
  ): Schema => ({
    post: {
      summary,
      security: [],
      requestBody: { content: { "application/json": { schema: { type: "object", properties, required } } } },
      responses: { "200": answer(result), default: answer(ERROR) },
    },
  });
  const token = { $ref: `${SCHEMAS}/SignedIn` };
  const nothing = { type: "object" };
  return {
    "/api/v1/register": post(
      "Make an account and a token for it.",
      { handle: text, password: text, name: text, invite: text, client: text },
      ["handle", "password"],
      token,
    ),
    "/api/v1/login": post(
      "A token for an account.",
      { handle: text, password: text, client: text },
      ["handle", "password"],
      token,
    ),
    "/api/v1/password/reset": post(
      "Choose a password by a code that was handed over.",
      { code: text, password: text },
      ["code", "password"],
      nothing,
    ),
  };
}
