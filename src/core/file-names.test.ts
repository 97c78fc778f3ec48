import { expect, test } from "bun:test";
import { safeFileName } from "./file-names.ts";

const names = [
  ["photo.jpg", "photo.jpg"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\ann\\a.txt", "a.txt"],
  ["..", "file"],
  ["", "file"],
  ["a/", "file"],
  [" .hidden", "hidden"],
  ["a\0b\n.txt", "ab.txt"],
  ["cafe\u0301.txt", "caf\u00e9.txt"],
  ["evil\u202egpj.exe", "evilgpj.exe"],
  ["lone \ud800 half", "lone \ufffd half"],
  ["日本語.png", "日本語.png"],
] as const;

for (const [said, kept] of names) {
  test(`class 13: the name ${JSON.stringify(said)}`, () => expect(safeFileName(said)).toBe(kept));
}

test("a name of more than 255 bytes is cut before its ending, at a whole character", () => {
  const name = safeFileName(`${"é".repeat(300)}.tar`);
  expect(new TextEncoder().encode(name).length).toBe(254);
  expect(name).toBe(`${"é".repeat(125)}.tar`);
});
