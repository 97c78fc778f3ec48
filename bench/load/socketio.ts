/** A crowd at a Socket.IO server, over its WebSocket transport (Engine.IO 4, Socket.IO protocol 5). */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { connectWebSocket, type WebSocketClient } from "./websocket.ts";

const PATH = "/socket.io/?EIO=4&transport=websocket";

const OPEN = "0".charCodeAt(0);
const PING = "2".charCodeAt(0);
const MESSAGE = "4".charCodeAt(0);
const EVENT = "2".charCodeAt(0);

export async function socketIoCrowd(port: number, listeners: number): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const sender = await connectSocketIo(port, () => undefined);
  const crowd: Crowd = {
    listeners,
    say: () => sender.send(`42${JSON.stringify(["say", next()])}`),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  await eachOf(listeners, async (listener) => {
    const socket = await connectSocketIo(port, (count) => crowd.onDelivered(listener, count));
    pauses[listener] = socket.pause;
  });
  return crowd;
}

async function connectSocketIo(port: number, delivered: (count: number) => void): Promise<WebSocketClient> {
  const opened = Promise.withResolvers<void>();
  const connected = Promise.withResolvers<void>();
  let count = 0;
  const socket = await connectWebSocket(port, PATH, {
    frame(bytes) {
      if (bytes[0] === PING) socket.send("3");
      else if (bytes[0] === OPEN) opened.resolve();
      else if (bytes[0] === MESSAGE && bytes[1] === EVENT) count += 1;
      else if (bytes[0] === MESSAGE) connected.resolve(); // "40": connected to the namespace.
    },
    readEnd() {
      if (count === 0) return;
      const now = count;
      count = 0;
      delivered(now);
    },
  });
  await opened.promise;
  socket.send("40");
  await connected.promise;
  return socket;
}
