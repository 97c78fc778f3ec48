/** A crowd at the OriginChats gateway: everybody in #general, by one account that the bench's validator vouches for. */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { connectWebSocket, type WebSocketClient } from "./websocket.ts";

const CHANNEL = "general";
/** A connection's commands are carried out one after another: what is in flight together comes from several. */
const SENDERS = 64;
const MESSAGE = Buffer.from('"cmd":"message_new"');

export async function originchatsCrowd(port: number, listeners: number): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const senders: WebSocketClient[] = [];
  await eachOf(SENDERS, async () => void senders.push(await enter(port, () => undefined)));
  let turn = 0;
  const crowd: Crowd = {
    listeners,
    say: () =>
      senders[turn++ % SENDERS]?.send(
        JSON.stringify({ cmd: "message_new", channel: CHANNEL, content: next() }),
      ),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  await eachOf(listeners, async (listener) => {
    const socket = await enter(port, (count) => crowd.onDelivered(listener, count));
    pauses[listener] = socket.pause;
  });
  return crowd;
}

/** Connects and signs in; resolves when it is told that it may begin. From then on messages are counted. */
async function enter(port: number, delivered: (count: number) => void): Promise<WebSocketClient> {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  let isReady = false;
  let count = 0;
  const socket = await connectWebSocket(port, "/originchats", {
    frame(bytes) {
      const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      if (isReady) {
        if (frame.includes(MESSAGE)) count += 1;
        return;
      }
      const { cmd, val } = JSON.parse(frame.toString()) as { cmd: string; val?: string };
      if (cmd === "auth_error") reject(new Error(val));
      if (cmd !== "ready") return;
      isReady = true;
      resolve();
    },
    readEnd() {
      if (count === 0) return;
      const now = count;
      count = 0;
      delivered(now);
    },
    closed: (code) => reject(new Error(`OriginChats closed with ${code}`)),
  });
  socket.send(JSON.stringify({ cmd: "auth", validator: "bench" }));
  await ready;
  return socket;
}

/** The service that knows the crowd's account: argon2id for each listener would be most of the time. */
export function startValidator(): { readonly url: string; readonly stop: () => void } {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => Response.json({ valid: true, id: "USR:bench", username: "bench" }),
  });
  return { url: `${server.url}validate`, stop: () => void server.stop(true) };
}
