import { expect, test } from "bun:test";
import { gif, jpeg, png, pngBomb, webp } from "../../test/pictures.ts";
import type { ImageType, Picture } from "../core/images.ts";
import { createImages } from "./images.ts";

const SECRET = "Camera of Ann at 52.5200N 13.4050E";

async function prepare(bytes: Uint8Array<ArrayBuffer>, type: ImageType) {
  return await createImages().prepare(new Blob([bytes]), type);
}

async function prepared(bytes: Uint8Array<ArrayBuffer>, type: ImageType): Promise<Picture> {
  expect(Buffer.from(bytes).includes(SECRET)).toBe(true);
  const picture = await prepare(bytes, type);
  if (picture === "broken" || picture === "too_large") throw new Error(`The picture is ${picture}`);
  expect(Buffer.from(picture.bytes).includes(SECRET)).toBe(false);
  // What comes out is a picture of the told size to somebody who reads it anew.
  const { width, height } = await new Bun.Image(picture.bytes).metadata();
  expect({ width, height }).toEqual({ width: picture.width, height: picture.height });
  return picture;
}

test("a PNG loses its texts, times and Exif, and nothing that shows", async () => {
  const plain = png(20, 10, { gAMA: "\0\0\xb1\x8f" });
  const hidden = {
    gAMA: "\0\0\xb1\x8f",
    tEXt: `Author\0${SECRET}`,
    eXIf: SECRET,
    iTXt: SECRET,
    tIME: SECRET,
  };
  const picture = await prepared(png(20, 10, hidden), "image/png");
  expect(Buffer.from(picture.bytes).equals(Buffer.from(plain))).toBe(true);
  expect(picture).toMatchObject({ width: 20, height: 10, animated: false, thumbnail: null });
});

test("a JPEG that stands upright loses Exif, XMP, comment and trailer, and is not coded anew", async () => {
  const picture = await prepared(await jpeg(24, 8, 1, SECRET), "image/jpeg");
  const plain = await new Bun.Image(png(24, 8)).jpeg().bytes();
  expect(Buffer.from(picture.bytes).equals(Buffer.from(plain))).toBe(true);
  expect(picture).toMatchObject({ width: 24, height: 8 });
});

test("a JPEG that lies on its side is turned upright", async () => {
  expect(await prepared(await jpeg(24, 8, 6, SECRET), "image/jpeg")).toMatchObject({ width: 8, height: 24 });
});

test("a WebP loses Exif and XMP", async () => {
  const picture = await prepared(await webp(16, 12, SECRET), "image/webp");
  expect(picture).toMatchObject({ width: 16, height: 12, animated: false });
  expect(picture.bytes[20]).toBe(0); // It no longer says that it has any.
});

test("a GIF loses its comment and goes on moving", async () => {
  const picture = await prepared(gif(SECRET), "image/gif");
  expect(picture).toMatchObject({ width: 1, height: 1, animated: true });
  expect(Buffer.from(picture.bytes).includes("NETSCAPE2.0")).toBe(true);
});

test("a picture over 400 pixels gets a thumbnail in which it fits", async () => {
  const picture = await prepare(png(900, 300), "image/png");
  const thumbnail = typeof picture === "string" ? null : picture.thumbnail;
  if (thumbnail === null) throw new Error("There is no thumbnail");
  const { width, height, format } = await new Bun.Image(thumbnail.bytes).metadata();
  expect({ width, height, format }).toMatchObject({ width: 400, height: 133, format: "webp" });
});

test("a picture of more than 100 megapixels is refused before it is decoded (class 15)", async () => {
  expect(await prepare(pngBomb(20_000, 20_000), "image/png")).toBe("too_large");
});

test("the decoder of one format never sees the bytes of another (class 14)", async () => {
  expect(await prepare(png(20, 10), "image/jpeg")).toBe("broken");
  expect(await prepare(png(20, 10), "image/webp")).toBe("broken");
  expect(await prepare(await jpeg(8, 8, 1, "x"), "image/png")).toBe("broken");
});

test("what only begins like a picture is none", async () => {
  expect(await prepare(pngBomb(20, 20), "image/png")).toBe("broken");
  const whole = png(20, 10);
  for (let length = 0; length < whole.length; length += 7) {
    expect(await prepare(whole.slice(0, length), "image/png")).toBe("broken");
  }
});
