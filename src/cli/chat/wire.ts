/** What the terminal chat reads of the gateway's JSON (`docs/protocols/bonfire.md` section 3). Fields may be absent. */

import type { SlashCommand } from "../../../sdk/src/gen/protocol.ts";

export interface WireEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface WireUser {
  readonly id: number;
  readonly handle: string;
  readonly name: string;
}

export interface WireRoom {
  readonly id: number;
  readonly name: string;
  readonly kind?: string;
}

export interface WireMessage {
  readonly id: number;
  readonly channel_id: number;
  readonly content: string;
  readonly n: number;
  readonly author: WireUser;
  readonly reply_to?: { readonly author?: WireUser; readonly text?: string; readonly deleted?: boolean };
  readonly reactions?: readonly { readonly emoji: string; readonly count: number }[];
  readonly nonce?: string;
  readonly created: number;
  readonly edited?: number;
  /** Shown to this user alone, and kept nowhere. */
  readonly only_for?: number;
}

export interface Ready {
  readonly user?: WireUser;
  readonly space?: { readonly id: number; readonly default_room_id: number };
  readonly rooms?: readonly WireRoom[];
  readonly presences?: readonly { readonly user_id: number; readonly status: string }[];
  readonly commands?: readonly SlashCommand[];
}
