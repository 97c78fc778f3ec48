import { expect, test } from "bun:test";
import { routeFinder } from "./routes.ts";

const find = routeFinder({
  "GET /": "root",
  "GET /rooms": "rooms",
  "POST /rooms": "create",
  "GET /rooms/:id": "room",
  "DELETE /rooms/:id": "delete",
  "GET /rooms/mine": "mine",
  "POST /rooms/:room/messages": "send",
  "GET /:any/:thing": "any",
  "OPTIONS /rooms": "options",
});

const cases = [
  ["fixed", "GET", "/rooms", { target: "rooms" }],
  ["by method", "POST", "/rooms", { target: "create" }],
  ["root", "GET", "/", { target: "root" }],
  ["a parameter", "GET", "/rooms/7", { target: "room" }],
  ["a literal goes before a parameter", "GET", "/rooms/mine", { target: "mine" }],
  ["the method decides between the two", "DELETE", "/rooms/mine", { target: "delete" }],
  ["an inner parameter", "POST", "/rooms/7/messages", { target: "send" }],
  ["percent signs stay", "GET", "/rooms/a%2Fb", { target: "room" }],
  ["a general pattern", "GET", "/x/y", { target: "any" }],
  ["HEAD is GET", "HEAD", "/rooms/7", { target: "room" }],
  ["no method of its own", "PUT", "/rooms", { allow: ["GET", "HEAD", "OPTIONS", "POST"] }],
  ["methods of every pattern", "PATCH", "/rooms/mine", { allow: ["DELETE", "GET", "HEAD"] }],
  ["without GET there is no HEAD", "HEAD", "/rooms/7/messages", { allow: ["POST"] }],
  ["an empty segment is no text", "GET", "/rooms/", null],
  ["too long", "GET", "/rooms/7/messages/8", null],
  ["unknown", "GET", "/nothing", null],
  ["a name of Object's", "GET", "/constructor", null],
  ["a colon is only text", "GET", "/:id", null],
  ["lower case", "get", "/rooms", { allow: ["GET", "HEAD", "OPTIONS", "POST"] }],
] as const;

for (const [name, method, path, expected] of cases) {
  test(`find: ${name}`, () => expect<unknown>(find(method, path)).toEqual(expected));
}

for (const key of ["/rooms", "GET rooms", "get /rooms", "GET  /rooms", "GET /a b"]) {
  test(`refuse the key ${JSON.stringify(key)}`, () =>
    expect(() => routeFinder({ [key]: 1 })).toThrow("Not a route"));
}

test("refuse one route under two names", () => {
  expect(() => routeFinder({ "GET /a/:b": 1, "GET /a/:c": 2 })).toThrow("Two routes are one");
});
