/** Where the chat shows itself: a terminal, or lines of JSON for a script. */

import type { Packet } from "../../../sdk/src/packet.ts";
import type { WireMessage, WireRoom } from "./wire.ts";

/** A line of one's own that the server has not answered yet. */
export interface Pending {
  readonly text: string;
}

export interface View {
  packet(packet: Packet): void;
  room(room: WireRoom): void;
  message(message: WireMessage): void;
  /** What happened to a message, in a sentence. */
  note(text: string): void;
  /** News of the connection, or an answer to a command. */
  notice(text: string): void;
  pending(lines: readonly Pending[]): void;
  typing(names: readonly string[]): void;
  /** The person has written a line: it goes, for what becomes of it is shown. */
  entered(line: string): void;
  close(): void;
}
