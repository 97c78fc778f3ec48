/** A crowd at a server that sends each text frame it gets to everybody else. */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { connectWebSocket, type WebSocketClient } from "./websocket.ts";

/** What stands around a message's text at Koine's gateway: the plain peers carry as many bytes. */
const ENVELOPE = "e".repeat(240);

/** The same where each has a frame of its own, and acknowledges it. */
export async function acknowledgingCrowd(port: number, listeners: number): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const sender = await connectWebSocket(port, "/", { frame: () => undefined });
  const crowd: Crowd = {
    listeners,
    say: () =>
      sender.send(
        JSON.stringify({ type: "send", payload: { message: next(), more: ENVELOPE.slice(0, 120) } }),
      ),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  await eachOf(listeners, async (listener) => {
    let count = 0;
    const socket: WebSocketClient = await connectWebSocket(port, "/", {
      frame(bytes) {
        count += 1;
        socket.send(acknowledgement(bytes));
      },
      readEnd() {
        if (count === 0) return;
        const now = count;
        count = 0;
        crowd.onDelivered(listener, now);
      },
    });
    pauses[listener] = socket.pause;
  });
  return crowd;
}

const ID = Buffer.from('"id":');

/** Of the event in a frame, by its number. */
export function acknowledgement(bytes: Uint8Array): string {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const at = frame.indexOf(ID) + ID.length;
  return `{"type":"ack","timestamp":${Date.now()},"id":${frame.toString("latin1", at, frame.indexOf(",", at))}}`;
}

export async function plainCrowd(port: number, listeners: number): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const sender = await connectWebSocket(port, "/", { frame: () => undefined });
  const crowd: Crowd = {
    listeners,
    say: () => sender.send(next() + ENVELOPE),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  await eachOf(listeners, async (listener) => {
    let count = 0;
    const socket = await connectWebSocket(port, "/", {
      frame() {
        count += 1;
      },
      readEnd() {
        if (count === 0) return;
        const now = count;
        count = 0;
        crowd.onDelivered(listener, now);
      },
    });
    pauses[listener] = socket.pause;
  });
  return crowd;
}
