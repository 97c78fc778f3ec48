import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Attachment, eventually, isOnDisk, post, upload } from "./files-client.ts";
import { register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { jpeg, png, pngBomb } from "./pictures.ts";

const TEXT = "A letter to nobody.\n";

let koine: Koine;
let ann: string;
let bob: string;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_UPLOADS_MAX_BYTES: "3MiB", KOINE_UPLOADS_USER_BYTES: "4MiB" },
  });
  ann = (await register(koine.url, "ann")).token;
  bob = (await register(koine.url, "bob")).token;
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

describe("in one go", () => {
  test("a file is given an address that opens without a login", async () => {
    const file = await upload(koine.url, ann, TEXT, {
      name: "letter.txt",
      description: "for nobody",
      spoiler: "true",
    });
    expect(file).toMatchObject({
      name: "letter.txt",
      media_type: "text/plain",
      size: TEXT.length,
      description: "for nobody",
      spoiler: true,
    });
    expect(file.url).toMatch(/^\/files\/[\w-]{22,}\/letter\.txt$/);
    expect(file.url).not.toContain(String(file.id));
    const response = await fetch(koine.url + file.url);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(TEXT);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="letter.txt"; filename*=UTF-8''letter.txt`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "content-length": String(TEXT.length),
      "accept-ranges": "bytes",
    });
  });

  test("a picture is measured, cleaned, made small and shown in place", async () => {
    const file = await upload(koine.url, ann, await jpeg(500, 100, 6, "Berlin, at home"), { name: "me.jpg" });
    expect(file).toMatchObject({ media_type: "image/jpeg", width: 100, height: 500 });
    const response = await fetch(koine.url + file.url);
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("content-disposition")).toStartWith("inline;");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBe(file.size);
    expect(bytes.includes("Berlin")).toBe(false);
    expect(isOnDisk(koine.directory, "Berlin, at home")).toBe(false);
    const small = await fetch(koine.url + String(file.thumbnail_url));
    expect(small.headers.get("content-type")).toBe("image/webp");
    expect(await new Bun.Image(await small.arrayBuffer()).metadata()).toMatchObject({
      width: 80,
      height: 400,
    });
  });

  test("a broken picture is a plain file", async () => {
    const file = await upload(koine.url, ann, png(30, 30).slice(0, 60), { name: "half.png" });
    expect(file.media_type).toBe("application/octet-stream");
    expect(file.width ?? 0).toBe(0);
    const response = await fetch(koine.url + file.url);
    expect(response.headers.get("content-disposition")).toStartWith("attachment;");
  });

  test("without a token, nothing is taken", async () => {
    const response = await fetch(`${koine.url}/api/v1/attachments`, { method: "POST", body: TEXT });
    expect(response.status).toBe(401);
    expect((await post(koine.url, "x".repeat(43), TEXT)).status).toBe(401);
  });

  test("class 15: a file over the limit is refused, and so is one of unstated length", async () => {
    const response = await post(koine.url, ann, new Uint8Array(3 * 2 ** 20 + 1));
    expect(response.status).toBe(413);
    async function* endless() {
      for (let i = 0; i < 10; i++) yield new Uint8Array(1_000);
    }
    const streamed = await fetch(`${koine.url}/api/v1/attachments`, {
      method: "POST",
      headers: { Authorization: `Bearer ${ann}` },
      body: endless(),
    });
    expect(streamed.status).toBe(411);
  });

  test("class 15: a picture of a billion pixels is refused", async () => {
    const response = await post(koine.url, ann, pngBomb(40_000, 40_000), { name: "bomb.png" });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: "too_large" } });
  });

  test("a user's files together have a limit, and others are not held up by it", async () => {
    const cyd = (await register(koine.url, "cyd")).token;
    const large = new Uint8Array(3 * 2 ** 20);
    expect((await post(koine.url, cyd, large)).status).toBe(200);
    const second = await post(koine.url, cyd, large);
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ error: { code: "limit_reached" } });
    expect((await post(koine.url, bob, large)).status).toBe(200);
  });
});

describe("at its address", () => {
  let file: Attachment;
  const digits = "0123456789";

  beforeAll(async () => {
    file = await upload(koine.url, ann, digits, { name: "digits.txt" });
  });

  const get = (headers: Record<string, string>, method = "GET") =>
    fetch(koine.url + file.url, { headers, method });

  const ranges = [
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-30", 206, digits, "bytes 0-9/10"],
    ["bytes=8-100", 206, "89", "bytes 8-9/10"],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=-0", 416, "", "bytes */10"],
    ["bytes=4-2", 200, digits, null],
    ["bytes=0-1,4-5", 200, digits, null],
    ["lines=1-2", 200, digits, null],
  ] as const;
  for (const [range, status, text, contentRange] of ranges) {
    test(`a part is given: ${range}`, async () => {
      const response = await get({ Range: range });
      expect(response.status).toBe(status);
      expect(await response.text()).toBe(text);
      expect(response.headers.get("content-range")).toBe(contentRange);
    });
  }

  test("whoever has it already is told so", async () => {
    const etag = (await get({})).headers.get("etag") ?? "";
    const again = await get({ "If-None-Match": etag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    const part = await get({ Range: "bytes=2-4", "If-Range": etag });
    expect(part.status).toBe(206);
    await part.body?.cancel();
    const other = await get({ Range: "bytes=2-4", "If-Range": '"another"' });
    expect(await other.text()).toBe(digits);
  });

  test("HEAD tells the length and gives nothing", async () => {
    const response = await get({}, "HEAD");
    expect(response.headers.get("content-length")).toBe("10");
    expect(await response.text()).toBe("");
  });

  test("another name, another key and other paths open nothing", async () => {
    const [, , key = ""] = file.url.split("/");
    for (const path of [
      `/files/${key}/other.txt`,
      `/files/${key}/`,
      `/files/${key}x/digits.txt`,
      `/files/${file.id}/digits.txt`,
      `/emojis/${key}`,
      `/files/${key}/digits.txt/x`,
      `/files/%2e%2e/koine.db`,
      `/files/..%2f..%2fkoine.db/koine.db`,
    ]) {
      expect((await fetch(koine.url + path)).status).toBe(404);
    }
  });

  test("class 30: only this browser may keep it; every answered call may be kept by nobody", async () => {
    expect((await get({})).headers.get("cache-control")).toBe("private, max-age=86400, immutable");
    const answers = [
      await post(koine.url, ann, "more", { name: "more.txt" }),
      await post(koine.url, "nobody", "more"),
      await fetch(`${koine.url}/files/nothing/here`),
      await fetch(`${koine.url}/api/v1/members`, { headers: { Authorization: `Bearer ${ann}` } }),
    ];
    for (const { headers } of answers) expect(headers.get("cache-control")).toBe("private, no-store");
  });

  test("class 13: a name is never a path and never a header", async () => {
    const evil = '../../x/"; filename=a.html\r\nSet-Cookie: a=b; é.txt';
    const { name, url } = await upload(koine.url, ann, "text", { name: evil });
    expect(name).toBe('"; filename=a.htmlSet-Cookie: a=b; é.txt');
    const response = await fetch(koine.url + url);
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="_; filename=a.htmlSet-Cookie: a=b; _.txt"; ` +
        "filename*=UTF-8''%22%3B%20filename%3Da.htmlSet-Cookie%3A%20a%3Db%3B%20%C3%A9.txt",
    );
  });

  test("class 14: what a browser would run is downloaded as octets, whatever it is called", async () => {
    for (const [text, name] of [
      ["<!doctype html><script>alert(1)</script>", "page.png"],
      ["<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"],
      ["alert(1)", "a.js"],
      ["<?xml version='1.0'?><a/>", "a.xml"],
      ["%PDF-1.7", "a.pdf"],
    ] as const) {
      const response = await fetch(koine.url + (await upload(koine.url, ann, text, { name })).url);
      expect(response.headers.get("content-type")).toBe("application/octet-stream");
      expect(response.headers.get("content-disposition")).toStartWith("attachment;");
      expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("in parts", () => {
  const call = (token: string, method: string, path: string, init: RequestInit = {}) =>
    fetch(`${koine.url}/api/v1/uploads${path}`, {
      ...init,
      method,
      headers: { Authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });
  const begin = async (token: string, announced: object) => {
    const response = await call(token, "POST", "", { body: JSON.stringify(announced) });
    return (await response.json()) as { id: number; offset: number; error?: { code: string } };
  };
  const patch = (token: string, id: number, offset: number, body: string) =>
    call(token, "PATCH", `/${id}`, { body, headers: { "Upload-Offset": String(offset) } });
  const offsetOf = async (id: number) => {
    const response = await call(ann, "HEAD", `/${id}`);
    return response.status === 200 ? Number(response.headers.get("upload-offset")) : response.status;
  };

  test("a file that comes in parts is a file when the last has come", async () => {
    const { id, offset } = await begin(ann, { size: 10, name: "parts.txt", description: "two" });
    expect(offset).toBe(0);
    const first = await patch(ann, id, 0, "01234");
    expect(await first.json()).toEqual({ id, offset: 5, size: 10 });
    expect(await offsetOf(id)).toBe(5);
    const last = (await (await patch(ann, id, 5, "56789")).json()) as { attachment: Attachment };
    expect(last.attachment).toMatchObject({ name: "parts.txt", size: 10, description: "two" });
    expect(await (await fetch(koine.url + last.attachment.url)).text()).toBe("0123456789");
    // The answer may have been lost: asking again gives the same file.
    const again = (await (await patch(ann, id, 10, "")).json()) as { attachment: Attachment };
    expect(again.attachment).toEqual(last.attachment);
  });

  test("an interrupted part counts as far as it came", async () => {
    const { id } = await begin(ann, { size: 100_000, name: "long.txt" });
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(koine.url).port),
      socket: { data: () => undefined },
    });
    socket.write(
      `PATCH /api/v1/uploads/${id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ann}\r\n` +
        `Upload-Offset: 0\r\nContent-Length: 100000\r\n\r\n${"a".repeat(1_000)}`,
    );
    socket.flush();
    await eventually(() => isOnDisk(join(koine.directory, "blobs", "staged"), "a".repeat(1_000)));
    socket.terminate();
    await eventually(async () => (await offsetOf(id)) === 1_000);
    const rest = await patch(ann, id, 1_000, "b".repeat(99_000));
    expect(((await rest.json()) as { attachment: Attachment }).attachment.size).toBe(100_000);
  });

  test("a part at another place than the next is refused", async () => {
    const { id } = await begin(ann, { size: 10 });
    await patch(ann, id, 0, "012");
    for (const offset of [0, 2, 4]) {
      const response = await patch(ann, id, offset, "34");
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ error: { code: "wrong_offset" } });
    }
    expect(await offsetOf(id)).toBe(3);
  });

  test("class 15: more than was announced is refused, and so is announcing too much", async () => {
    const { id } = await begin(ann, { size: 4 });
    expect((await patch(ann, id, 0, "012345")).status).toBe(413);
    expect(await offsetOf(id)).toBe(0);
    expect((await begin(ann, { size: 2 ** 40 })).error?.code).toBe("too_large");
    expect((await begin(ann, { size: -1 })).error?.code).toBe("invalid");
  });

  test("what is announced counts to one's files until it is given up", async () => {
    const dan = (await register(koine.url, "dan")).token;
    const { id } = await begin(dan, { size: 3 * 2 ** 20 });
    expect((await begin(dan, { size: 2 ** 21 })).error?.code).toBe("limit_reached");
    expect((await call(dan, "DELETE", `/${id}`)).status).toBe(200);
    expect((await begin(dan, { size: 2 ** 21 })).error).toBeUndefined();
  });

  test("class 3: another's upload is not there", async () => {
    const { id } = await begin(ann, { size: 10 });
    expect((await call(bob, "HEAD", `/${id}`)).status).toBe(404);
    expect((await patch(bob, id, 0, "evil")).status).toBe(404);
    expect((await call(bob, "DELETE", `/${id}`)).status).toBe(404);
    expect(await offsetOf(id)).toBe(0);
    expect(await offsetOf(id + 1)).toBe(404);
  });
});

test("the same bytes are on the disk once", async () => {
  const files = () =>
    readdirSync(join(koine.directory, "blobs"), { recursive: true, withFileTypes: true }).filter((e) =>
      e.isFile(),
    ).length;
  const first = await upload(koine.url, ann, "twice the same", { name: "one.txt" });
  const before = files();
  const second = await upload(koine.url, bob, "twice the same", { name: "two.txt" });
  expect(files()).toBe(before);
  expect(second.url).not.toBe(first.url);
});
