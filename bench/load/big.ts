/** A crowd at the BIG gateway: one account listens with all its sockets and acknowledges each event, another speaks. */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { acknowledgement } from "./plain.ts";
import { connectWebSocket, type WebSocketClient } from "./websocket.ts";

/** Who is silent for 20 s is presumed dead. */
const PING_MILLIS = 5_000;

interface Chat {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

const CHATS = "chats";
const NEW = Buffer.from('"eventType":"new"');

export async function bigCrowd(
  port: number,
  listeners: number,
  { sender, listener: reader }: { sender: string; listener: string },
): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const { socket: speaker, chatId } = await enter(port, await tokenOf(port, sender), () => undefined);
  let nonce = 0;
  const crowd: Crowd = {
    listeners,
    say: () => {
      nonce += 1;
      request(speaker, `s${nonce}`, "new", { chatId, message: next(), clientMessageId: crypto.randomUUID() });
    },
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  const token = await tokenOf(port, reader);
  await eachOf(listeners, async (listener) => {
    let count = 0;
    const { socket } = await enter(
      port,
      token,
      (frame, socket) => {
        if (!frame.includes(NEW)) return;
        count += 1;
        socket.send(acknowledgement(frame));
      },
      () => {
        if (count === 0) return;
        const now = count;
        count = 0;
        crowd.onDelivered(listener, now);
      },
    );
    pauses[listener] = socket.pause;
  });
  return crowd;
}

/** Connects and asks for the chats: when they come, events come. Gives the chat of the default room. */
async function enter(
  port: number,
  token: string,
  take: (frame: Buffer, socket: WebSocketClient) => void,
  readEnd: () => void = () => undefined,
): Promise<{ socket: WebSocketClient; chatId: string }> {
  const { promise: found, resolve, reject } = Promise.withResolvers<string>();
  let chatId = "";
  const socket: WebSocketClient = await connectWebSocket(port, `/websocket?token=${token}`, {
    frame(bytes) {
      const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      if (chatId !== "") return take(frame, socket);
      const { id, payload } = JSON.parse(frame.toString()) as { id?: unknown; payload?: Chat[] };
      if (id !== CHATS) return;
      chatId = payload?.find(({ type, name }) => type === "group" && name === "general")?.id ?? "";
      if (chatId === "") reject(new Error("there is no chat of the default room"));
      else resolve(chatId);
    },
    readEnd,
    closed: (code) => reject(new Error(`BIG closed with ${code}`)),
  });
  setInterval(() => socket.send("ping"), PING_MILLIS).unref();
  request(socket, CHATS, "chats", {});
  return { socket, chatId: await found };
}

function request(socket: WebSocketClient, id: string, payloadType: string, payload: object): void {
  socket.send(JSON.stringify({ type: "request", timestamp: Date.now(), id, payloadType, payload }));
}

async function tokenOf(port: number, token: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/tokens`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ dialect: "big" }),
  });
  if (!response.ok) throw new Error(`tokens: ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}
