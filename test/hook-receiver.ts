/** A receiver of outgoing webhooks: keeps what it was sent, and answers as a test wishes. */

import { createHmac } from "node:crypto";

export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly text: string;
  /** The event, as a gateway's client would get it. */
  readonly told: { readonly event?: { readonly type: string } } & Record<string, unknown>;
}

export interface HookReceiver {
  readonly port: number;
  readonly url: string;
  readonly deliveries: Delivery[];
  /** The status of the answers from now on. */
  answerWith(status: number): void;
  /** Resolves with the first delivery, of those that came and will come, that fits. */
  delivery(fits: (delivery: Delivery) => boolean): Promise<Delivery>;
  stop(): void;
}

/** `port` 0 takes any free one. */
export function startHookReceiver(port = 0): HookReceiver {
  const deliveries: Delivery[] = [];
  let status = 204;
  let waiting: (() => void)[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    async fetch(request) {
      const text = await request.text();
      const body = JSON.parse(text) as { event: Delivery["told"] };
      deliveries.push({
        id: request.headers.get("Idempotency-Key") ?? "",
        event: request.headers.get("Koine-Event") ?? "",
        timestamp: request.headers.get("Koine-Timestamp") ?? "",
        signature: request.headers.get("Koine-Signature") ?? "",
        text,
        told: body.event,
      });
      for (const look of waiting.splice(0)) look();
      return new Response(null, { status });
    },
  });
  const taken = server.port ?? 0;
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}/hook`,
    deliveries,
    answerWith(next) {
      status = next;
    },
    async delivery(fits) {
      for (let seen = 0; ; ) {
        const found = deliveries.slice(seen).find(fits);
        if (found !== undefined) return found;
        seen = deliveries.length;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    stop() {
      waiting = [];
      void server.stop(true);
    },
  };
}

/** What the signature has to be, as `docs/integrations.md` says. */
export function signatureOf(secret: string, { timestamp, text }: Delivery): string {
  return `sha256=${createHmac("sha256", secret).update(`${timestamp}.${text}`).digest("hex")}`;
}

/** The text of the message that a delivery tells of. */
export function contentOf({ told }: Delivery): string {
  const { event } = told as { event?: { message?: { content?: string } } };
  return event?.message?.content ?? "";
}
