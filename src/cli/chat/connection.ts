/** The terminal chat's connection: the SDK's client, told in the chat's words. */

import { createClient } from "../../../sdk/src/client.ts";
import { type Packet, Refused, type Request } from "../../../sdk/src/packet.ts";
import type { State } from "../../../sdk/src/state.ts";
import type { Ready, WireEvent } from "./wire.ts";

export interface Watcher {
  /** The state anew, whole; lines from before may be shown again. */
  ready(ready: Ready): void;
  /** What was missed has been told. */
  resumed(): void;
  told(event: WireEvent): void;
  /** Every packet, before anything is made of it. */
  packet(packet: Packet): void;
  /** The connection is gone; the next attempt comes after this many milliseconds. */
  lost(reason: string, wait: number): void;
  /** There is no next attempt. */
  ended(reason: string): void;
}

export interface Connection {
  /**
   * Resolves with the answer's event. A line waits for the connection and arrives once; anything else is
   * refused while there is none.
   */
  request(event: WireEvent): Promise<WireEvent>;
  close(): void;
}

/** `url` is the server's address, without a path. */
export function connect(url: string, token: string, watcher: Watcher): Connection {
  const client = createClient({
    url,
    token,
    agent: "koine chat",
    onPacket(packet, state) {
      watcher.packet(packet);
      const { event, request_id: id = 0 } = packet;
      if (event === undefined || id !== 0) return;
      if (event.type === "resumed") watcher.resumed();
      else if (event.type !== "ready") watcher.told({ ...event });
      else if (event.more !== true) watcher.ready(readyOf(state));
    },
    onStatus(status, reason, wait) {
      if (status === "offline") watcher.lost(reason === "" ? "the connection broke" : reason, wait);
      if (status === "closed") watcher.ended(reason);
    },
  });

  const ask = async (event: WireEvent): Promise<object> => {
    if (event.type !== "message_send") return client.request(event as Request);
    const { room_id, content, reply_to } = event;
    return {
      message: await client.send(Number(room_id), String(content), { reply_to: Number(reply_to ?? 0) }),
    };
  };

  return {
    request: (event) =>
      ask(event).then(
        (ok) => ({ ...ok, type: "ok" }),
        (error: Error) => ({
          type: "error",
          code: error instanceof Refused ? error.code : "offline",
          message: error.message,
        }),
      ),
    close: () => client.close(),
  };
}

function readyOf({ user, space, rooms, presences, commands }: State): Ready {
  return {
    ...(user === null ? {} : { user }),
    ...(space === null ? {} : { space: { id: space.id, default_room_id: space.default_room_id ?? 0 } }),
    rooms: Object.values(rooms),
    presences: Object.values(presences),
    commands: Object.values(commands),
  };
}
