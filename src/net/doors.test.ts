import { expect, test } from "bun:test";
import { scripted, serve } from "./fixture.ts";
import type { Door } from "./server.ts";

test("a port that another server has is not shared with it", async () => {
  const first = serve(scripted({}));
  expect(() => serve(scripted({}), { port: first.port })).toThrow(String(first.port));
  expect(() => serve(scripted({}), { doors: [door(first.port)] })).toThrow(String(first.port));
  await first.stop();
});

test("on a port of its own a dialect's rule holds for every call that nothing else answers", async () => {
  const otherwise = async (request: Request) => new Response(request.method, { status: 401 });
  const listener = serve(scripted({}), { doors: [{ ...door(0), otherwise }] });
  const url = `http://127.0.0.1:${listener.doors[0]}`;
  for (const [method, path] of [
    ["OPTIONS", "/"],
    ["GET", "/"],
    ["PUT", "/nothing"],
    ["GET", "/healthz"],
  ] as const) {
    const response = await fetch(`${url}${path}`, { method });
    expect([response.status, await response.text()]).toEqual([401, method]);
  }
  expect((await fetch(`http://127.0.0.1:${listener.port}/nothing`)).status).toBe(404);
  await listener.stop();
});

function door(port: number): Door {
  return {
    hostname: "127.0.0.1",
    port,
    dialects: [scripted({}, { paths: ["/"] })],
    routes: {},
    uploads: {},
    otherwise: null,
  };
}
