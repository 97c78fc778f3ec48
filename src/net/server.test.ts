import { afterEach, expect, test } from "bun:test";
import type { Conn } from "../core/dialect.ts";
import { echo, type Fixture, Peer, scripted, serve, until, Wire } from "./fixture.ts";

let server: Fixture | null = null;

afterEach(async () => {
  const stopped = server?.stop();
  server?.pass(60_000);
  await stopped;
  server = null;
});

const start: typeof serve = (dialect, more) => {
  server = serve(dialect, more);
  return server;
};

const text = (answer: string) => async () => new Response(answer);
const url = (path: string) => `http://127.0.0.1:${server?.port}${path}`;

/** Status, the headers that matter, and the body. */
async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(url(path), init);
  const header = (name: string) => response.headers.get(name);
  expect([path, header("Cache-Control")]).toEqual([path, "private, no-store"]);
  expect(header("X-Content-Type-Options")).toBe("nosniff");
  expect(header("Access-Control-Allow-Origin")).toBeNull();
  return { status: response.status, header, body: await response.text() };
}

const notFound = '{"error":{"code":"not_found","message":"There is nothing at this path"}}';

test("HTTP on every kind of path", async () => {
  start(scripted({}, { paths: ["/gateway", "/"], routes: { "POST /login": text("logged in") } }), {
    routes: {
      "GET /": text("the web client"),
      "GET /rooms/:id": text("a room"),
      "POST /gateway": text("posted"),
    },
  });
  const cases: [method: string, path: string, status: number, body: string, allow: string | null][] = [
    ["GET", "/rooms/7?x=1", 200, "a room", null],
    ["HEAD", "/rooms/7", 200, "", null],
    ["GET", "/", 200, "the web client", null],
    ["POST", "/login", 200, "logged in", null],
    ["GET", "/gateway", 426, "This path speaks WebSocket", null],
    ["HEAD", "/gateway", 426, "", null],
    ["POST", "/gateway", 200, "posted", null],
    ["PUT", "/gateway", 405, expect.stringContaining("method_not_allowed"), "GET, HEAD, POST"],
    ["DELETE", "/", 405, expect.stringContaining("method_not_allowed"), "GET, HEAD"],
    ["OPTIONS", "/login", 405, expect.stringContaining("method_not_allowed"), "POST"],
    ["GET", "/login", 405, expect.stringContaining("method_not_allowed"), "POST"],
    ["GET", "/nothing", 404, notFound, null],
    ["POST", "/rooms/7/8", 404, notFound, null],
    ["GET", "/gateway/", 404, notFound, null],
    ["GET", "/%2e%2e/%2e%2e/etc/passwd", 404, notFound, null],
    ["GET", "/healthz", 200, "up", null],
    ["GET", "/readyz", 200, "ready", null],
  ];
  for (const [method, path, status, body, allow] of cases) {
    const answer = await call(path, { method });
    expect<unknown>([method, path, answer.status, answer.body, answer.header("Allow")]).toEqual([
      method,
      path,
      status,
      body,
      allow,
    ]);
  }
  expect((await call("/gateway")).header("Upgrade")).toBe("websocket");
});

test("an answer that says how it may be cached keeps its word", async () => {
  const asset = async () => new Response("", { headers: { "Cache-Control": "public, immutable" } });
  start(echo, { routes: { "GET /asset": asset } });
  expect((await fetch(url("/asset"))).headers.get("Cache-Control")).toBe("public, immutable");
});

test("readyz says what it waits for", async () => {
  let waitsFor: string | null = "the store is being migrated";
  start(echo, { ready: async () => waitsFor });
  expect(await call("/readyz")).toMatchObject({ status: 503, body: "the store is being migrated" });
  expect(await call("/healthz")).toMatchObject({ status: 200 });
  waitsFor = null;
  expect(await call("/readyz")).toMatchObject({ status: 200 });
});

test("a route that throws is answered without details and logged with them", async () => {
  const { errors } = start(echo, {
    routes: {
      "GET /throws": () => {
        throw new Error("secret detail");
      },
      "POST /rejects": async () => {
        throw "secret detail";
      },
    },
  });
  for (const [method, path] of [
    ["GET", "/throws"],
    ["POST", "/rejects"],
  ] as const) {
    const { status, body, header } = await call(path, { method });
    expect(status).toBe(500);
    expect(body).toBe('{"error":{"code":"internal","message":"Something went wrong on the server"}}');
    const stack = expect.stringContaining("secret detail");
    // What a user can quote and an operator find.
    expect(errors.pop()?.fields).toEqual({ method, path, stack, request: header("X-Request-Id") });
    expect(header("X-Request-Id")).toHaveLength(36);
  }
});

/** Status and rest of the answer to a body in chunks of 100 bytes, whose length is stated nowhere. */
async function chunked(path: string, bytes: number): Promise<[status: string, body: string]> {
  const wire = new Wire(server?.port ?? 0);
  wire.socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`);
  for (let left = bytes; left > 0; left -= 100) {
    const size = Math.min(left, 100);
    wire.socket.write(`${size.toString(16)}\r\n${"x".repeat(size)}\r\n`);
  }
  wire.socket.write("0\r\n\r\n");
  const head = await wire.head();
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  await until(() => wire.bytes.length >= length, "the body of an answer");
  return [head.slice(9, 12), wire.bytes.toString()];
}

const stated = (bytes: number) => ({ method: "POST", body: new Uint8Array(bytes) });

test("bodies have a limit, stated or not", async () => {
  const size = async (request: Request) => new Response(`${(await request.bytes()).length}`);
  start(scripted({}, { uploads: { "POST /file": size } }), {
    routes: { "POST /call": size },
    uploads: { "POST /upload": size },
    limits: { bodyBytes: 1_000, uploadBytes: 100_000 },
  });
  const tooLarge = '{"error":{"code":"too_large","message":"The body of this call has at most 1000 bytes"}}';
  expect(await call("/call", stated(1_000))).toMatchObject({ status: 200, body: "1000" });
  expect(await call("/call", stated(1_001))).toMatchObject({ status: 413, body: tooLarge });
  expect(await chunked("/call", 1_000)).toEqual(["200", "1000"]);
  expect(await chunked("/call", 1_001)).toEqual(["413", tooLarge]);
  expect(await call("/call", { method: "POST" })).toMatchObject({ status: 200, body: "0" });
  expect(await call("/upload", stated(100_000))).toMatchObject({ status: 200, body: "100000" });
  expect(await call("/file", stated(100_000))).toMatchObject({ status: 200, body: "100000" });
  for (const path of ["/upload", "/file"])
    expect(await chunked(path, 1_000)).toEqual(["411", expect.stringContaining("length_required")]);
  // Above the largest limit the runtime itself refuses.
  expect((await fetch(url("/upload"), stated(100_001))).status).toBe(413);
});

test("a dialect refuses an upgrade in HTTP", async () => {
  const asked: unknown[] = [];
  const { port } = start(
    scripted(
      {},
      {
        accept({ path, query, address }) {
          asked.push([path, query.get("v"), address]);
          return query.get("v") === "1" ? { variant: "1" } : { status: 400, text: "Unknown version" };
        },
      },
    ),
  );
  const refused = await Peer.connect(port, "/gateway?v=2");
  expect(refused.head).toStartWith("HTTP/1.1 400 ");
  expect(refused.head).toMatch(/content-type: text\/plain/i);
  expect(refused.head).toMatch(/cache-control: private, no-store/i);
  await until(() => refused.wire.bytes.toString() === "Unknown version", "the refusal's text");
  expect((await Peer.connect(port, "/gateway?v=1")).head).toStartWith("HTTP/1.1 101 ");
  expect(asked).toEqual([
    ["/gateway", "2", "127.0.0.1"],
    ["/gateway", "1", "127.0.0.1"],
  ]);
  expect((await Peer.connect(port, "/nothing")).head).toStartWith("HTTP/1.1 404 ");
});

test("an accept that throws is answered with 500 and logged", async () => {
  const { port, errors } = start(
    scripted(
      {},
      {
        accept() {
          throw new Error("bug in accept");
        },
      },
    ),
  );
  expect((await Peer.connect(port)).head).toStartWith("HTTP/1.1 500 ");
  expect(errors.length).toBe(1);
});

test("connections are limited by address and in all, and a closed one makes room", async () => {
  const fixture = start(echo, {
    isTrusted: (address) => address === "127.0.0.1",
    limits: { connections: 3, connectionsPerAddress: 2 },
  });
  const from = (address: string) => Peer.connect(fixture.port, "/gateway", `X-Forwarded-For: ${address}\r\n`);
  const status = async (address: string) => (await from(address)).head.slice(9, 12);
  const first = await from("2001:db8::1");
  expect(await status("2001:db8::2")).toBe("101");
  expect(await status("2001:db8::3")).toBe("429");
  first.wire.socket.destroy();
  await until(() => fixture.connections === 1, "the first gone");
  expect(await status("2001:db8::3")).toBe("101");
  expect(await status("192.0.2.1")).toBe("101");
  expect(await status("192.0.2.2")).toBe("503");
});

test("a foreign Origin, many headers and an offered compression do nothing special", async () => {
  const { port } = start(echo);
  const headers = Array.from({ length: 100 }, (_, i) => `X-${i}: y\r\n`).join("");
  const peer = await Peer.connect(
    port,
    "/gateway",
    `Origin: https://evil.example\r\n${headers}Sec-WebSocket-Extensions: permessage-deflate\r\n`,
  );
  expect(peer.head).toStartWith("HTTP/1.1 101 ");
  expect(peer.head).not.toMatch(/extensions/i);
  peer.send("hello");
  expect(await peer.next()).toBe("hello");
  peer.sendRaw(0xc1, Buffer.from("compressed after all"));
  expect(await peer.next()).toMatch(/^<close 100[27] /);
});

const HOSTILE = [
  ["thousands of headers", `GET / HTTP/1.1\r\nHost: a\r\n${"x: y\r\n".repeat(5_000)}\r\n`],
  ["a header of a megabyte", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"y".repeat(1_000_000)}\r\n\r\n`],
  ["a Host that is none", "GET / HTTP/1.1\r\nHost: [ x\r\n\r\n"],
  ["no Host", "GET / HTTP/1.1\r\n\r\n"],
  ["another protocol", "USER guest 0 * :Guest\r\nNICK guest\r\n"],
  ["bytes", "\0\x01\x02\xff\r\n\r\n"],
  [
    "an upgrade without a key",
    "GET /gateway HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  ],
] as const;

for (const [name, bytes] of HOSTILE) {
  test(`hostile: ${name}`, async () => {
    const { port, errors } = start(echo);
    const wire = new Wire(port);
    wire.socket.write(bytes);
    const head = await wire.head();
    if (head !== "") expect(head).toMatch(/^HTTP\/1.1 4\d\d /);
    const peer = await Peer.connect(port);
    peer.send("still here");
    expect(await peer.next()).toBe("still here");
    expect(errors).toEqual([]);
  });
}

test("a frame over the limit, or of bad UTF-8, closes its connection only", async () => {
  const { port } = start(echo, { limits: { frameBytes: 1_000 } });
  const [large, broken, other] = [
    await Peer.connect(port),
    await Peer.connect(port),
    await Peer.connect(port),
  ];
  large.send("x".repeat(1_001));
  expect(await large.next()).toMatch(/^<close 1009 /);
  broken.sendRaw(0x81, Buffer.from([0xff]));
  expect(await broken.next()).toMatch(/^<close 1007 /);
  other.send("x".repeat(1_000));
  expect(await other.next()).toBe("x".repeat(1_000));
});

test("stopping ends every connection as going down, refuses new ones, and waits for calls", async () => {
  const answered = Promise.withResolvers<void>();
  const slow = async () => {
    await answered.promise;
    return new Response("answered");
  };
  let called = false;
  const fixture = start(echo, {
    routes: {
      "GET /slow": () => {
        called = true;
        return slow();
      },
    },
  });
  const peers = [await Peer.connect(fixture.port), await Peer.connect(fixture.port)];
  const call = fetch(url("/slow"));
  await until(() => called, "the call begun");
  let stopped = false;
  const stopping = fixture.stop().then(() => {
    stopped = true;
  });
  for (const peer of peers) expect(await peer.take(2)).toEqual(["<close 4000 going-down>", null]);
  expect((await Peer.connect(fixture.port)).head).toBe("");
  expect(stopped).toBe(false);
  answered.resolve();
  expect(await (await call).text()).toBe("answered");
  await stopping;
});

test("stopping cuts off what does not end in time", async () => {
  const fixture = start(scripted({ end: (_, conn: Conn) => conn.send("not yet") }), {
    routes: { "GET /never": () => new Promise(() => undefined) },
  });
  const peer = await Peer.connect(fixture.port);
  const call = fetch(url("/never")).catch(() => "cut off");
  const stopping = fixture.stop();
  expect(await peer.next()).toBe("not yet");
  fixture.pass(5_250);
  await stopping;
  expect(await peer.next()).toMatch(/^<close 1001 /);
  expect(await call).toBe("cut off");
});

test("two things at one path do not start", () => {
  const other = scripted({}, { name: "other" });
  expect(() => start(echo, { dialects: [echo, other] })).toThrow("Two dialects at /gateway");
  expect(() => start(echo, { routes: { "GET /healthz": text("") } })).toThrow("Two routes are one");
});

test("a stop waits for the answers to what was taken in, then says goodbye", async () => {
  const places: ((frame: string) => void)[] = [];
  const dialect = scripted({
    receive(_frame, conn) {
      places.push(conn.reserve());
      return undefined;
    },
  });
  const { port, stop } = start(dialect);
  const peer = await Peer.connect(port);
  peer.send("a question", "another");
  await until(() => places.length === 2, "the questions to arrive");
  const stopped = stop();
  places[1]?.("the other's answer");
  places[0]?.("its answer");
  expect([await peer.next(), await peer.next(), await peer.next()]).toEqual([
    "its answer",
    "the other's answer",
    "<close 4000 going-down>",
  ]);
  await stopped;
});

test("a body that breaks off is the caller's doing: no error in the log", async () => {
  let calls = 0;
  const { port, errors } = start(echo, {
    routes: {
      "POST /call": async (request) => {
        calls += 1;
        return new Response(await request.text());
      },
    },
  });
  const heads = ["Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"];
  for (const head of [...heads, "Content-Length: 5\r\n\r\nab"]) {
    const wire = new Wire(port);
    wire.socket.write(`POST /call HTTP/1.1\r\nHost: a\r\n${head}`);
    wire.socket.end();
    await until(() => wire.ended, "the end of the connection");
  }
  await until(() => calls > 0, "the call with a stated length");
  expect((await call("/call", { method: "POST", body: "whole" })).body).toBe("whole");
  expect(errors).toEqual([]);
});
