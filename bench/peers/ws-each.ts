/**
 * `ws` on Node with a frame made for each: every listener has its own number for a message, acknowledges it, and what
 * is not acknowledged is kept to be sent again.
 */

import { WebSocket, WebSocketServer } from "ws";

interface Peer {
  next: number;
  readonly unacknowledged: Map<number, string>;
}

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  perMessageDeflate: false,
});
const peers = new Map<WebSocket, Peer>();

server.on("connection", (socket) => {
  peers.set(socket, { next: 1, unacknowledged: new Map() });
  socket.on("close", () => peers.delete(socket));
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as { type: string; id: number; payload: object };
    if (frame.type === "ack") {
      peers.get(socket)?.unacknowledged.delete(frame.id);
      return;
    }
    for (const [client, peer] of peers) {
      if (client === socket || client.readyState !== WebSocket.OPEN) continue;
      const id = peer.next++;
      const event = { type: "event", timestamp: Date.now(), id, eventType: "new", payload: frame.payload };
      const text = JSON.stringify(event);
      peer.unacknowledged.set(id, text);
      client.send(text);
    }
  });
});
