/** What every place for blobs must do. Each adapter's test calls this with a way to open an empty one. */

import { expect, test } from "bun:test";
import type { Blobs } from "../../src/core/blobs.ts";

const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function* breaking(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
  throw new Error("the peer went away");
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

export function blobsContract(name: string, open: () => Promise<Blobs>): void {
  test(`${name}: what is staged in pieces is kept under its SHA-256 and read again, in ranges too`, async () => {
    const blobs = await open();
    expect(await blobs.append("a", 0, pieces("he", "l"), 100)).toEqual({ length: 3, end: "whole" });
    expect(await blobs.append("a", 3, pieces("lo"), 100)).toEqual({ length: 5, end: "whole" });
    expect(await (await blobs.staged("a"))?.text()).toBe("hello");
    expect(await blobs.keep("a")).toEqual({ hash: HELLO, size: 5 });
    const kept = await blobs.read(HELLO);
    expect(await kept?.text()).toBe("hello");
    expect(await kept?.slice(1, 3).text()).toBe("el");
    expect(await blobs.staged("a")).toBeNull();
  });

  test(`${name}: the same bytes are one blob, whichever way they came`, async () => {
    const blobs = await open();
    await blobs.append("a", 0, pieces("hello"), 100);
    await blobs.keep("a");
    expect(await blobs.put(new TextEncoder().encode("hello"))).toEqual({ hash: HELLO, size: 5 });
    expect((await collect(blobs.list())).map(({ hash }) => hash)).toEqual([HELLO]);
    expect(await collect(blobs.listStaged())).toEqual([]);
  });

  test(`${name}: an append at an earlier place drops what stood behind it`, async () => {
    const blobs = await open();
    await blobs.append("a", 0, pieces("help!!!"), 100);
    expect(await blobs.append("a", 3, pieces("lo"), 100)).toEqual({ length: 5, end: "whole" });
    expect((await blobs.keep("a")).hash).toBe(HELLO);
  });

  test(`${name}: a source that breaks off leaves what it gave`, async () => {
    const blobs = await open();
    expect(await blobs.append("a", 0, breaking("hel"), 100)).toEqual({ length: 3, end: "broken" });
    expect((await blobs.staged("a"))?.size).toBe(3);
  });

  test(`${name}: more than the limit is not taken`, async () => {
    const blobs = await open();
    await blobs.append("a", 0, pieces("he"), 4);
    expect(await blobs.append("a", 2, pieces("l", "lo"), 4)).toEqual({ length: 2, end: "too_long" });
    expect(await (await blobs.staged("a"))?.text()).toBe("he");
    expect((await collect(blobs.listStaged())).map((one) => one.name)).toEqual(["a"]);
    await blobs.discard("a");
    expect(await collect(blobs.listStaged())).toEqual([]);
  });

  test(`${name}: what is held stays, what is released can be removed`, async () => {
    const blobs = await open();
    await blobs.put(new TextEncoder().encode("hello"));
    await blobs.put(new TextEncoder().encode("hello"));
    blobs.release(HELLO);
    expect(blobs.remove(HELLO)).toBe(false);
    expect(await blobs.read(HELLO)).not.toBeNull();
    blobs.release(HELLO);
    expect(blobs.remove(HELLO)).toBe(true);
    expect(await blobs.read(HELLO)).toBeNull();
    expect(await collect(blobs.list())).toEqual([]);
  });

  test(`${name}: removing and discarding what is not there changes nothing`, async () => {
    const blobs = await open();
    expect(blobs.remove(HELLO)).toBe(true);
    await blobs.discard("nothing");
    expect(await blobs.read(HELLO)).toBeNull();
    expect(await blobs.staged("nothing")).toBeNull();
  });

  test(`${name}: a name that is a path is refused (class 13)`, async () => {
    const blobs = await open();
    for (const bad of ["../a", "a/b", "", ".", "a\0b"]) {
      await expect(blobs.append(bad, 0, pieces("x"), 10)).rejects.toThrow();
      await expect(blobs.staged(bad)).rejects.toThrow();
      await expect(blobs.read(bad)).rejects.toThrow();
      expect(() => blobs.remove(bad)).toThrow();
    }
  });
}
