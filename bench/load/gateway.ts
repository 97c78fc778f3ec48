/** A session at Koine's gateway, in either encoding (`docs/protocols/bonfire.md`); it speaks JSON. */

import { connectWebSocket } from "./websocket.ts";

export interface GatewayPacket {
  readonly request_id?: number;
  readonly stream?: number;
  readonly seq?: number;
  readonly event?: { readonly type: string; readonly [field: string]: unknown };
}

export interface Position {
  stream: number;
  seq: number;
}

export interface GatewayClient {
  /** The beginning of a JSON session; empty in Protobuf. */
  readonly session: string;
  readonly resumeToken: string;
  readonly defaultRoom: number;
  readonly positions: Position[];
  send(event: object): void;
  pause(): void;
  resume(): void;
  cut(): void;
  /** How many frames came in one read. */
  onFrames: (count: number) => void;
  /** When set, every JSON frame is parsed for it. */
  onPacket: ((packet: GatewayPacket) => void) | null;
  /** The server closed the connection. */
  onClosed: (code: number) => void;
}

export interface Resume {
  readonly resume_token: string;
  readonly positions: readonly Position[];
}

const decoder = new TextDecoder();

/** The third character of `{"stream":`. */
const STREAM = "s".charCodeAt(0);

/**
 * Connect and identify; resolves when the session has begun.
 *
 * With `resume` it resolves at the `resumed` event, after `onPacket` has had what was missed, and rejects when
 * the server loads the state anew.
 */
export async function connectGateway(
  port: number,
  encoding: "json" | "protobuf",
  token: string,
  resume?: Resume,
  onPacket: ((packet: GatewayPacket) => void) | null = null,
): Promise<GatewayClient> {
  const welcome = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  let greeted = false;
  let live = false;
  let session = "";
  let defaultRoom = 0;
  let resumeToken = resume?.resume_token ?? "";
  const positions: Position[] = [];
  let count = 0;

  const socket = await connectWebSocket(port, `/gateway?encoding=${encoding}`, {
    frame(bytes, binary) {
      if (live) {
        // In JSON what stands in a stream begins with its position: the rest (presence, answers) is no message.
        if (binary || bytes[2] === STREAM) count += 1;
        if (client.onPacket !== null) client.onPacket(JSON.parse(decoder.decode(bytes)) as GatewayPacket);
        return;
      }
      if (!greeted) {
        greeted = true;
        welcome.resolve();
        return;
      }
      if (binary)
        begin(); // Nothing of it is needed, and here it is one frame.
      else first(JSON.parse(decoder.decode(bytes)) as GatewayPacket);
    },
    readEnd() {
      if (count === 0) return;
      const now = count;
      count = 0;
      client.onFrames(now);
    },
    closed(code) {
      begun.reject(new Error(`the gateway closed with ${code}`));
      client.onClosed(code);
    },
  });
  const client: GatewayClient = {
    get session() {
      return session;
    },
    get defaultRoom() {
      return defaultRoom;
    },
    get resumeToken() {
      return resumeToken;
    },
    positions,
    send: (event) => socket.send(JSON.stringify(event)),
    pause: socket.pause,
    resume: socket.resume,
    cut: socket.cut,
    onFrames: () => undefined,
    onPacket,
    onClosed: () => undefined,
  };

  function begin(): void {
    live = true;
    begun.resolve();
  }

  function first(packet: GatewayPacket): void {
    const { event } = packet;
    if (event?.type === "resumed") begin();
    else if (event?.type === "ready" && resume !== undefined)
      begun.reject(new Error("ready instead of resumed"));
    else if (event?.type === "ready") {
      session = String(event.session_id ?? session);
      resumeToken = String(event.resume_token ?? resumeToken);
      defaultRoom = (event.space as { default_room_id?: number } | undefined)?.default_room_id ?? defaultRoom;
      positions.push(...((event.positions ?? []) as Position[]));
      if (event.more !== true) begin();
    } else onPacket?.(packet);
  }

  await welcome.promise;
  client.send({
    token,
    client_type: 2,
    client_agent: "bench",
    ...(resume === undefined ? {} : { resume }),
  });
  await begun.promise;
  return client;
}
