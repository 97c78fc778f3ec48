/** A push service on the loopback, and devices that can read what they are sent (RFC 8291). */

import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";

export interface Delivery {
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface PushService {
  readonly url: string;
  /** All requests so far, also those that were refused. */
  readonly deliveries: readonly Delivery[];
  /** Resolves with the first delivery, come or to come, to the path that fits. */
  next(path: string, fits?: (delivery: Delivery) => boolean): Promise<Delivery>;
  /** From now on a path is answered so; 201 to begin with. */
  answer(path: string, status: number): void;
  stop(): void;
}

/** Milliseconds after which waiting fails. */
const PATIENCE = 30_000;

export function startPushService(): PushService {
  const deliveries: Delivery[] = [];
  const answers = new Map<string, number>();
  const waits = new Set<() => void>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname: path } = new URL(request.url);
      deliveries.push({ path, headers: request.headers, body: Buffer.from(await request.arrayBuffer()) });
      for (const wait of [...waits]) wait();
      return new Response(null, { status: answers.get(path) ?? 201 });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    deliveries,
    next: (path, fits = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waits.delete(look);
          reject(new Error(`nothing came to ${path}; ${deliveries.map((one) => one.path).join(" ")}`));
        }, PATIENCE);
        const look = (): void => {
          const found = deliveries.find((one) => one.path === path && fits(one));
          if (found === undefined) return;
          clearTimeout(timer);
          waits.delete(look);
          resolve(found);
        };
        waits.add(look);
        look();
      }),
    answer: (path, status) => void answers.set(path, status),
    stop: () => void server.stop(true),
  };
}

export interface Device {
  readonly p256dh: string;
  readonly auth: string;
  /** What a delivery says. */
  read(delivery: Delivery): unknown;
}

export function newDevice(): Device {
  const ecdh = createECDH("prime256v1");
  const own = ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    p256dh: own.toString("base64url"),
    auth: auth.toString("base64url"),
    read({ body }) {
      const [salt, sender, sealed] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), own, sender]);
      const key = Buffer.from(hkdfSync("sha256", ecdh.computeSecret(sender), auth, info, 32));
      const derive = (name: string, length: number) =>
        Buffer.from(hkdfSync("sha256", key, salt, `Content-Encoding: ${name}\0`, length));
      const cipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
      cipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString("utf8"));
    },
  };
}
