/** The documents of the API and the gateway, checked against live traffic. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import Schema from "typebox/schema";
import { type Account, enter, type Packet, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;

beforeAll(async () => {
  koine = await startKoine();
  ann = await register(koine.url, "ann");
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Operation {
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: object } } };
  readonly responses: Readonly<
    Record<string, { readonly content: { readonly "application/json": { readonly schema: object } } }>
  >;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

async function document<T>(name: string): Promise<T> {
  const response = await fetch(`${koine.url}/api/${name}.json`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** What is wrong with a value, seen with a schema whose references point into `components`. */
function faults(schema: object, components: object, value: unknown): unknown[] {
  const compiled = Schema.Compile({ ...schema, components });
  const [fits, errors] = compiled.Errors(value);
  return fits ? [] : errors;
}

test("what the API answers is what its document says", async () => {
  const { paths, components } = await document<OpenApi>("openapi");
  const room = (await enter(koine.gateway, ann.token)).ready.space.default_room_id;
  // The judge can tell: references are followed.
  expect(faults({ $ref: "#/components/schemas/Message" }, components, { id: "one" })).not.toEqual([]);
  let message = 0;
  const calls: [string, string, Record<string, string | number>, object | null][] = [
    ["post", "/api/v1/rooms/{room_id}/messages", { room_id: room }, { content: "hello", nonce: "n" }],
    ["get", "/api/v1/rooms/{room_id}/messages", { room_id: room }, null],
    [
      "put",
      "/api/v1/messages/{message_id}/reactions/{emoji}",
      { message_id: 0, emoji: "%F0%9F%91%8D" },
      null,
    ],
    ["patch", "/api/v1/messages/{message_id}", { message_id: 0 }, { content: "edited" }],
    ["get", "/api/v1/members", {}, null],
    ["post", "/api/v1/rooms", {}, { name: "second" }],
    ["post", "/api/v1/invites", {}, { max_uses: 3 }],
    ["get", "/api/v1/invites", {}, null],
    ["delete", "/api/v1/messages/{message_id}", { message_id: 0 }, null],
    ["patch", "/api/v1/rooms/{room_id}", { room_id: 1 }, { name: "no such room" }],
  ];
  for (const [method, path, parameters, body] of calls) {
    const operation = paths[path]?.[method];
    if (operation === undefined) throw new Error(`The document has no ${method} ${path}`);
    const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] || message));
    const schema = operation.requestBody?.content["application/json"].schema;
    if (body !== null && schema !== undefined) expect(faults(schema, components, body)).toEqual([]);
    const response = await fetch(`${koine.url}${address}`, {
      method: method.toUpperCase(),
      headers: { Authorization: `Bearer ${ann.token}` },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { message?: { id: number } };
    message = answer.message?.id ?? message;
    const expected = operation.responses[response.ok ? "200" : "default"];
    if (expected === undefined) throw new Error(`No answer ${response.status} of ${method} ${path}`);
    expect({ path, faults: faults(expected.content["application/json"].schema, components, answer) }).toEqual(
      { path, faults: [] },
    );
  }
});

test("what the gateway says is what its document says", async () => {
  interface AsyncApi {
    readonly components: { readonly messages: Readonly<Record<string, { readonly payload: object }>> };
  }
  const { components } = await document<AsyncApi>("asyncapi");
  const { client, ready } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  const sent = (await client.request({ type: "message_send", room_id, content: "hi" })) as unknown as {
    message: { id: number };
  };
  const message_id = sent.message.id;
  for (const event of [
    { type: "reaction_add", message_id, emoji: "👍" },
    { type: "message_edit", message_id, content: "ho" },
    { type: "typing_start", room_id },
    { type: "room_create", name: "third" },
    { type: "room_update", room_id, topic: "t" },
    { type: "message_delete", message_id },
    { type: "history_get", room_id: 1 },
  ]) {
    const asked = components.messages[`ask_${event.type}`]?.payload ?? {};
    expect({ event, faults: faults(asked, components as object, { request_id: 1, event }) }).toEqual({
      event,
      faults: [],
    });
    await client.request(event);
  }
  await client.event("message_delete");
  const heard = client.packets.filter((packet) => packet.event !== undefined);
  expect(heard.length).toBeGreaterThan(10);
  for (const packet of heard as (Packet & { event: { type: string } })[]) {
    const payload = components.messages[`hear_${packet.event.type}`]?.payload;
    if (payload === undefined) throw new Error(`The document has no ${packet.event.type}`);
    expect({ packet, faults: faults(payload, components as object, packet) }).toEqual({ packet, faults: [] });
  }
  await client.close();
});
