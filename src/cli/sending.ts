/** What follows the log and goes out, put together: timers, webhooks, notifications, link previews. */

import { join } from "node:path";

import type { Config } from "../config.ts";
import type { Images } from "../core/images.ts";
import type { Log } from "../core/log.ts";
import type { Node } from "../core/node.ts";
import type { Bus } from "../core/ports.ts";
import { tellAsJson } from "../dialects/bonfire/outbound.ts";
import { createImageProxy, type ImageProxy, PROXY_HEADERS } from "../net/image-proxy.ts";
import type { Outbound } from "../net/outbound.ts";
import { pictureKey } from "../net/picture-addresses.ts";
import { hmac } from "../net/signing.ts";
import { createSeal, newPushKeys } from "../net/web-push.ts";
import { createFollowers } from "../readers/followers.ts";
import { previewSend } from "../readers/previews.ts";
import { pushSend } from "../readers/push.ts";
import { createSender } from "../readers/sender.ts";
import { createTimers } from "../readers/timers.ts";
import { webhookSend } from "../readers/webhooks.ts";

interface Deps {
  readonly config: Config;
  readonly node: Node;
  readonly bus: Bus;
  readonly outbound: Outbound;
  readonly images: Images;
  readonly now: () => number;
  readonly log: Log;
}

export interface Sending {
  /** What a browser needs to take notifications of this server. */
  readonly pushKey: string;
  /** Pictures of other servers, through ours. */
  readonly pictures: ImageProxy;
  start(): void;
  /** Looks for what no doorbell was heard of. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export async function createSending({
  config,
  node,
  bus,
  outbound,
  images,
  now,
  log,
}: Deps): Promise<Sending> {
  // The wheel is too coarse for these.
  const timeout = (millis: number, callback: () => void): (() => void) => {
    const waiting = setTimeout(callback, millis);
    return () => clearTimeout(waiting);
  };
  const timers = createTimers({ node, after: timeout, now, log });
  bus.listen((happenings) => timers.heard(happenings));
  const followers = createFollowers({ node, after: timeout, log });
  bus.listen((happenings) => followers.heard(happenings));
  const pushKeys = await node.ask(null, { type: "push_keys_take", input: newPushKeys() });
  const pictures = createImageProxy({
    outbound,
    images,
    key: pictureKey(pushKeys.privateKey),
    directory: join(config.data, "pictures"),
    maxBytes: config.previews.picture_bytes,
    now,
    log,
  });
  const sender = createSender({
    node,
    send: {
      webhooks: webhookSend({ post: outbound, encode: tellAsJson, hmac, now }),
      push: pushSend({ post: outbound, seal: createSeal(pushKeys, config.push.contact) }),
      previews: previewSend({
        node,
        get: outbound,
        isEnabled: config.previews.enabled,
        proxied: pictures.proxied,
        hash: (url) => hmac(pushKeys.privateKey, url),
        headers: PROXY_HEADERS,
      }),
    },
    after: timeout,
    now,
    chance: Math.random,
    log,
  });
  bus.listen((happenings) => sender.heard(happenings));
  return {
    pushKey: pushKeys.publicKey,
    pictures,
    start() {
      timers.start();
      sender.start();
      void followers.look();
    },
    look: () => followers.look(),
    async stop() {
      await timers.stop();
      await followers.stop();
      await sender.stop();
    },
  };
}
