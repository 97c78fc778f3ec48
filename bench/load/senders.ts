/** Senders who each keep a number of sends unanswered: how many a second are durable, and after how long. */

import { Histogram } from "../numbers.ts";
import { eachOf, texts } from "./crowd.ts";
import { connectGateway, type GatewayClient } from "./gateway.ts";

export interface SendersInput {
  readonly port: number;
  /** One sender for each: whose token, into which room. */
  readonly senders: readonly { readonly token: string; readonly room: number }[];
}

interface Sender {
  readonly client: GatewayClient;
  readonly room: number;
}

/** How long the last answers may take. */
const PATIENCE_MILLIS = 20_000;

let nonces = 0;

export async function joinSenders({ port, senders }: SendersInput): Promise<Sender[]> {
  const joined: Sender[] = [];
  await eachOf(senders.length, async (i) => {
    const sender = senders[i];
    if (sender === undefined) return;
    joined[i] = { client: await connectGateway(port, "json", sender.token), room: sender.room };
  });
  return joined;
}

export interface SendResult {
  readonly sends: number;
  readonly seconds: number;
  /** Milliseconds from sending to the answer, which says that the message is on the disk. */
  readonly p50: number;
  readonly p99: number;
}

/** Rejects when a send is refused or not answered. */
export function sendAll(
  senders: readonly Sender[],
  { inFlight, millis }: { inFlight: number; millis: number },
): Promise<SendResult> {
  const next = texts();
  const delays = new Histogram();
  const begun = performance.now();
  const end = begun + millis;
  let sends = 0;
  let open = 0;
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(
      () => reject(new Error(`${open} sends were not answered`)),
      millis + PATIENCE_MILLIS,
    );
    const say = ({ client, room }: Sender): void => {
      sends += 1;
      open += 1;
      sentAt.set(sends, performance.now());
      const nonce = `${client.session}-${++nonces}`;
      client.send({
        request_id: sends,
        event: { type: "message_send", room_id: room, content: next(), nonce },
      });
    };
    const sentAt = new Map<number, number>();
    for (const sender of senders) {
      sender.client.onPacket = ({ request_id, event }) => {
        if (request_id === undefined) return; // Somebody's message, where others listen.
        if (event?.type !== "ok") return reject(new Error(`a send was refused: ${JSON.stringify(event)}`));
        const now = performance.now();
        delays.add(now - (sentAt.get(request_id) ?? 0));
        sentAt.delete(request_id);
        open -= 1;
        if (now < end) return say(sender);
        if (open > 0) return;
        clearTimeout(giveUp);
        const seconds = (now - begun) / 1_000;
        resolve({ sends, seconds, p50: delays.quantile(0.5), p99: delays.quantile(0.99) });
      };
    }
    for (const sender of senders) for (let i = 0; i < inFlight; i++) say(sender);
  });
}
