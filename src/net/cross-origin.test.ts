/** Calls from pages of other origins: of those that are named alone, and never with credentials. */

import { afterAll, expect, test } from "bun:test";
import { scripted, serve } from "./fixture.ts";

const FRIEND = "https://friend.example";
const dialect = scripted(
  {},
  {
    routes: {
      "POST /api/v1/login": async () => Response.json({ token: "secret" }),
      "GET /elsewhere": async () => new Response("here"),
    },
  },
);
const open = serve(dialect, { allowedOrigins: [FRIEND] });
const shut = serve(dialect);

afterAll(async () => {
  await open.stop();
  await shut.stop();
});

const PREFLIGHT = {
  "Access-Control-Request-Method": "POST",
  "Access-Control-Request-Headers": "content-type",
};

async function ask(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly sharedWith: string | null; readonly headers: Headers }> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers });
  await answer.text();
  const { status, headers: said } = answer;
  return { status, sharedWith: said.get("Access-Control-Allow-Origin"), headers: said };
}

test("a page of a named origin is told that it may call, and may read the answer", async () => {
  const question = await ask(open.port, "OPTIONS", "/api/v1/login", { Origin: FRIEND, ...PREFLIGHT });
  expect(question).toMatchObject({ status: 204, sharedWith: FRIEND });
  expect(question.headers.get("Access-Control-Allow-Methods")).toContain("PATCH");
  expect(question.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
  expect(question.headers.get("Access-Control-Allow-Credentials")).toBeNull();
  const answer = await ask(open.port, "POST", "/api/v1/login", { Origin: FRIEND });
  expect(answer).toMatchObject({ status: 200, sharedWith: FRIEND });
  expect(answer.headers.get("Access-Control-Allow-Credentials")).toBeNull();
  expect(answer.headers.get("Vary")).toContain("Origin");
  const space = await ask(open.port, "POST", "/s/chess/api/v1/login", { Origin: FRIEND });
  expect(space).toMatchObject({ status: 200, sharedWith: FRIEND });
  const refused = await ask(open.port, "POST", "/api/v1/nothing", { Origin: FRIEND });
  expect(refused).toMatchObject({ status: 404, sharedWith: FRIEND });
});

test("pages of all other origins are not, whatever theirs looks like", async () => {
  for (const origin of [
    "https://foe.example",
    "http://friend.example",
    "https://friend.example.foe.example",
    "https://FRIEND.example",
    "null",
    "*",
  ]) {
    const question = await ask(open.port, "OPTIONS", "/api/v1/login", { Origin: origin, ...PREFLIGHT });
    expect(question).toMatchObject({ status: 405, sharedWith: null });
    const answer = await ask(open.port, "POST", "/api/v1/login", { Origin: origin });
    expect(answer.sharedWith).toBeNull();
    expect(answer.headers.get("Vary")).toContain("Origin");
  }
});

test("nothing but the API is shared, and nothing at all where nobody is named", async () => {
  expect((await ask(open.port, "GET", "/elsewhere", { Origin: FRIEND })).sharedWith).toBeNull();
  const question = await ask(shut.port, "OPTIONS", "/api/v1/login", { Origin: FRIEND, ...PREFLIGHT });
  expect(question).toMatchObject({ status: 405, sharedWith: null });
  expect((await ask(shut.port, "POST", "/api/v1/login", { Origin: FRIEND })).sharedWith).toBeNull();
});
