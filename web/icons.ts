/** The icons of the installed app: one drawing, and pictures of it for systems that take no drawing. */

import { deflateSync } from "node:zlib";

const BACKGROUND = [11, 110, 105] as const;
const INK = [255, 255, 255] as const;

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="15" fill="#0b6e69"/><circle cx="25" cy="32" r="13" fill="none" stroke="#fff" stroke-width="5"/><circle cx="39" cy="32" r="13" fill="none" stroke="#fff" stroke-width="5"/></svg>
`;

/** Two rings that overlap: what is in common. */
export async function iconFiles(): Promise<{ path: string; body: Uint8Array }[]> {
  return [
    { path: "/icons/icon.svg", body: Buffer.from(SVG) },
    { path: "/icons/icon-192.png", body: picture(192) },
    { path: "/icons/icon-512.png", body: picture(512) },
  ];
}

/** The drawing as a PNG (true colour, no filter), four samples for each point and side. */
function picture(side: number): Uint8Array {
  const rows = Buffer.alloc(side * (side * 3 + 1));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const share = coverage(x, y, side);
      for (let channel = 0; channel < 3; channel += 1) {
        const [from, to] = [BACKGROUND[channel] ?? 0, INK[channel] ?? 0];
        rows[y * (side * 3 + 1) + 1 + x * 3 + channel] = Math.round(from + (to - from) * share);
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function coverage(x: number, y: number, side: number): number {
  let hits = 0;
  for (let sample = 0; sample < 16; sample += 1) {
    const [px, py] = [x + ((sample % 4) + 0.5) / 4, y + (Math.floor(sample / 4) + 0.5) / 4];
    const [u, v] = [(px / side) * 64, (py / side) * 64];
    const onRing = [25, 39].some((center) => Math.abs(Math.hypot(u - center, v - 32) - 13) <= 2.5);
    if (onRing) hits += 1;
  }
  return hits / 16;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(Bun.hash.crc32(body));
  return Buffer.concat([length, body, sum]);
}
