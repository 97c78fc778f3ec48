/** A crowd at the i386chat gateway: everybody in the default channel, by one account. */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { connectWebSocket, type WebSocketClient } from "./websocket.ts";

/** Half of what the gateway asks for. */
const HEARTBEAT_MILLIS = 10_000;

const MESSAGE = Buffer.from('"MESSAGE_CREATE"');

export async function i386chatCrowd(port: number, listeners: number, token: string): Promise<Crowd> {
  const chatToken = await tokenOf(port, token);
  const next = texts();
  const pauses: (() => void)[] = [];
  const sender = await enter(port, chatToken, () => undefined);
  let nonce = 0;
  const crowd: Crowd = {
    listeners,
    say: () => say(sender, { f: 130, t: "MESSAGE_CREATE", cnf: { content: next(), nonce: ++nonce } }),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  await eachOf(listeners, async (listener) => {
    const socket = await enter(port, chatToken, (count) => crowd.onDelivered(listener, count));
    pauses[listener] = socket.pause;
  });
  return crowd;
}

/** Connects, presents and heartbeats; resolves when it is in its channel. From then on messages are counted. */
async function enter(
  port: number,
  token: string,
  delivered: (count: number) => void,
): Promise<WebSocketClient> {
  const { promise: moved, resolve, reject } = Promise.withResolvers<void>();
  let inChannel = false;
  let count = 0;
  const socket = await connectWebSocket(port, "/i386chat", {
    frame(bytes) {
      if (inChannel) {
        if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(MESSAGE)) count += 1;
        return;
      }
      const { t } = JSON.parse(Buffer.from(bytes).toString()) as { t?: string };
      if (t !== "CHANNEL_MOVE") return;
      inChannel = true;
      resolve();
    },
    readEnd() {
      if (count === 0) return;
      const now = count;
      count = 0;
      delivered(now);
    },
    closed: (code) => reject(new Error(`i386chat closed with ${code}`)),
  });
  say(socket, { f: 110, cnf: { token } });
  setInterval(() => say(socket, { f: 120 }), HEARTBEAT_MILLIS).unref();
  await moved;
  return socket;
}

async function tokenOf(port: number, token: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/tokens`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ dialect: "i386chat" }),
  });
  if (!response.ok) throw new Error(`tokens: ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}

function say(socket: WebSocketClient, frame: object): void {
  socket.send(JSON.stringify(frame));
}
