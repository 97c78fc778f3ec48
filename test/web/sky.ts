/** Pictures for the demonstration, painted point by point: a night sky, and a badge in two colours. */

import { deflateSync } from "node:zlib";

type Colour = readonly [number, number, number];

/** A sky with northern lights over hills. */
export function sky(width: number, height: number): Blob {
  return png(width, height, (x, y) => {
    const [u, v] = [x / width, y / height];
    const hill = 0.8 + 0.06 * Math.sin(u * 7) + 0.03 * Math.sin(u * 23 + 1);
    if (v > hill) return [10, 16, 24];
    const curtain = 0.32 + 0.1 * Math.sin(u * 5 + 0.7) + 0.05 * Math.sin(u * 17);
    const glow = Math.exp(-(((v - curtain) / (v < curtain ? 0.1 : 0.3)) ** 2));
    const ray = 0.65 + 0.35 * Math.sin(u * 90 + Math.sin(u * 31) * 3);
    const star = ((x * 73856093) ^ (y * 19349663)) % 997 === 0 ? 170 : 0;
    return [
      12 + 40 * v + 60 * glow * ray * v + star,
      18 + 34 * v + 190 * glow * ray + star,
      44 + 40 * v + 110 * glow * ray + star,
    ];
  });
}

/** A disc on a ground. */
export function badge(ground: Colour, ink: Colour): Blob {
  const side = 128;
  return png(side, side, (x, y) => {
    const [u, v] = [x / side - 0.5, y / side - 0.5];
    const isMoon = Math.hypot(u, v) < 0.3 && Math.hypot(u - 0.13, v + 0.08) > 0.26;
    return isMoon ? ink : [ground[0] + 50 * v, ground[1] + 50 * v, ground[2] + 50 * v];
  });
}

function png(width: number, height: number, paint: (x: number, y: number) => Colour): Blob {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      paint(x, y).forEach((value, i) => {
        rows[at + i] = Math.max(0, Math.min(255, Math.round(value)));
      });
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Blob([Buffer.concat(parts)], { type: "image/png" });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(Bun.hash.crc32(body));
  return Buffer.concat([length, body, sum]);
}
