/** Many who listen in one room and one who speaks there: what every wire gives to the closed loop. */

import { bigCrowd } from "./big.ts";
import { connectGateway } from "./gateway.ts";
import { i386chatCrowd } from "./i386chat.ts";
import { ircCrowd } from "./irc.ts";
import { originchatsCrowd } from "./originchats.ts";
import { acknowledgingCrowd, plainCrowd } from "./plain.ts";
import { socketIoCrowd } from "./socketio.ts";
import { xmppCrowd } from "./xmpp.ts";

export interface Crowd {
  readonly listeners: number;
  /** Say one message of 200 bytes in the room. */
  say(): void;
  /** Listener and how many messages came to it in one read. */
  onDelivered: (listener: number, count: number) => void;
  /** The connection of a listener, to stop reading from it. */
  readonly pause: (listener: number) => void;
}

export type CrowdInput =
  | {
      readonly wire: "gateway";
      readonly encoding: "json" | "protobuf";
      readonly token: string;
      readonly room: number;
    }
  | { readonly wire: "i386chat"; readonly token: string }
  | { readonly wire: "big"; readonly sender: string; readonly listener: string }
  | { readonly wire: "originchats" | "plain" | "acknowledged" | "socketio" | "irc" | "xmpp" };

/** The 200 bytes that are said, each different from the ones before. */
export function texts(): () => string {
  let count = 0;
  return () => `${String(count++).padStart(12, "0")} ${"what one says in a room ".repeat(8)}`.slice(0, 200);
}

/** Connect a crowd; resolves when all listen. */
export function joinCrowd(port: number, listeners: number, input: CrowdInput): Promise<Crowd> {
  switch (input.wire) {
    case "gateway":
      return gatewayCrowd(port, listeners, input);
    case "i386chat":
      return i386chatCrowd(port, listeners, input.token);
    case "originchats":
      return originchatsCrowd(port, listeners);
    case "big":
      return bigCrowd(port, listeners, input);
    case "plain":
      return plainCrowd(port, listeners);
    case "acknowledged":
      return acknowledgingCrowd(port, listeners);
    case "socketio":
      return socketIoCrowd(port, listeners);
    case "irc":
      return ircCrowd(port, listeners);
    case "xmpp":
      return xmppCrowd(port, listeners);
  }
}

async function gatewayCrowd(
  port: number,
  listeners: number,
  { encoding, token, room }: Extract<CrowdInput, { wire: "gateway" }>,
): Promise<Crowd> {
  const next = texts();
  const sender = await connectGateway(port, "json", token);
  const pauses: (() => void)[] = [];
  let nonce = 0;
  const crowd: Crowd = {
    listeners,
    say: () =>
      sender.send({
        request_id: ++nonce,
        event: { type: "message_send", room_id: room, content: next(), nonce: `${sender.session}-${nonce}` },
      }),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  await eachOf(listeners, async (listener) => {
    const client = await connectGateway(port, encoding, token);
    client.onFrames = (count) => crowd.onDelivered(listener, count);
    pauses[listener] = client.pause;
  });
  return crowd;
}

/** Runs the work for 0 to count - 1, some at a time. */
export async function eachOf(count: number, work: (i: number) => Promise<void>, atOnce = 32): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}
