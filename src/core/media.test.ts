import { expect, test } from "bun:test";
import { isInline, sniff } from "./media.ts";

const latin = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

// The bytes, the name that the sender gives, what it is.
const files = [
  ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.html", "image/png"],
  ["\xff\xd8\xff\xe0\0\x10JFIF", "a", "image/jpeg"],
  ["GIF89a\x01\0", "a", "image/gif"],
  ["RIFF\x10\0\0\0WEBPVP8 ", "a", "image/webp"],
  ["RIFF\x10\0\0\0WAVEfmt ", "a", "audio/wav"],
  ["\0\0\0\x18ftypisom\0\0\x02\0", "a", "video/mp4"],
  ["\0\0\0\x18ftypheic\0\0\0\0", "a.heic", "application/octet-stream"],
  ["\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "a", "video/webm"],
  ["OggS\0\x02", "a", "audio/ogg"],
  ["ID3\x03\0", "a", "audio/mpeg"],
  ["\xff\xfb\x90\0", "a", "audio/mpeg"],
  ["fLaC\0\0\0\x22", "a", "audio/flac"],
  ["%PDF-1.7\n", "a", "application/pdf"],
  ["PK\x03\x04\x14\0", "a", "application/zip"],
  ["Dear Bob,\nhow are you?\n", "letter.txt", "text/plain"],
  ["a < b and b > c", "sums", "text/plain"],
  ["caf\xe9", "latin1.txt", "application/octet-stream"],
  ["<!DOCTYPE html><script>alert(1)</script>", "a.txt", "application/octet-stream"],
  ["  <svg onload=alert(1)>", "a.png", "application/octet-stream"],
  ["<?xml version='1.0'?>", "a.txt", "application/octet-stream"],
  ["alert(1)", "a.js", "application/octet-stream"],
  ["alert(1)", "a.MJS", "application/octet-stream"],
  ["nul\0byte", "a.txt", "application/octet-stream"],
  ["", "empty.txt", "application/octet-stream"],
] as const;

for (const [bytes, name, type] of files) {
  test(`sniff: ${JSON.stringify(bytes)} named ${name}`, () => expect(sniff(latin(bytes), name)).toBe(type));
}

test("a text whose last character is cut by the limit is text", () => {
  const text = new TextEncoder().encode(`${"x".repeat(4_095)}é`).slice(0, 4_096);
  expect(sniff(text, "a.txt")).toBe("text/plain");
});

test("nothing that a browser would run is shown in place", () => {
  for (const type of ["text/plain", "text/html", "image/svg+xml", "application/pdf", "application/zip"]) {
    expect(isInline(type)).toBe(false);
  }
});
