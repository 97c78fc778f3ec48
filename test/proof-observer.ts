/** Two ways to know the same: a state kept by packets, and one asked for anew. */

import { apply } from "../sdk/src/apply.ts";
import type { Message, Receipt, Requests, Room } from "../sdk/src/gen/protocol.ts";
import type { Packet } from "../sdk/src/packet.ts";
import { withMessage } from "../sdk/src/reducers.ts";
import { nothing, type State } from "../sdk/src/state.ts";
import { connect, type GatewayClient } from "./gateway-client.ts";

export interface Observer {
  readonly client: GatewayClient;
  /** What the packets so far make of the state. */
  state(): State;
  /** Rooms that came into sight meanwhile: what they held before is asked for, not told. */
  readonly arrived: Set<number>;
  request(request: { type: keyof Requests; [field: string]: unknown }): Promise<{ [field: string]: unknown }>;
}

/** A session whose state knows all messages of all its rooms. */
export async function observe(gateway: string, token: string): Promise<Observer> {
  const client = await connect(gateway);
  await client.next((packet) => packet.version !== undefined);
  client.send({ token, client_type: 2, client_agent: "proof" });
  await client.next(({ event }) => event?.type === "ready" && event.more !== true);
  let base = nothing;
  let taken = 0;
  const arrived = new Set<number>();
  const state = (): State => {
    for (; taken < client.packets.length; taken++) {
      const packet = client.packets[taken];
      if (packet !== undefined && packet.version === undefined && packet.request_id === undefined) {
        base = apply(base, packet as unknown as Packet);
        const { type, room } = (packet.event ?? {}) as { type?: string; room?: { id: number } };
        if (type === "room_create" && packet.seq === undefined && room !== undefined) arrived.add(room.id);
      }
    }
    return base;
  };
  for (const room of Object.keys(state().rooms)) {
    const answer = await client.request({ type: "history_get", room_id: Number(room), limit: 200 });
    for (const message of (answer.messages ?? []) as Message[]) base = withMessage(state(), message);
  }
  return {
    client,
    state,
    arrived,
    request: (request) => client.request(request) as Promise<{ [field: string]: unknown }>,
  };
}

/**
 * The state, as far as two ways of knowing must agree: what a default says is left out, and so is what
 * belongs to one session.
 */
export function comparable(state: State, arrived: ReadonlySet<number>): unknown {
  const { roles, emojis, commands, receipts, positions, settings, space, user, members, messages } = state;
  const rooms = Object.fromEntries(Object.entries(state.rooms).filter(([, room]) => isShown(room)));
  const own = user === null ? {} : { [user.id]: members[user.id] };
  const isKnown = ([room]: [string, unknown]): boolean =>
    rooms[Number(room)] !== undefined && !arrived.has(Number(room));
  const shown = Object.fromEntries(Object.entries(messages).filter(isKnown));
  const marks = Object.entries(receipts)
    .filter(isKnown)
    .map(([room, all]) => [room, Object.fromEntries(Object.entries(all).filter(isSaid))]);
  return bare({
    rooms,
    roles,
    emojis,
    commands,
    receipts: Object.fromEntries(marks),
    positions,
    settings,
    space,
    user,
    members: own,
    messages: shown,
  });
}

/** Of threads a session begins with those that it follows and that are not archived. */
function isShown({ kind, following, archived }: Room): boolean {
  return kind !== "thread" || (following === true && archived !== true);
}

/** A receipt that says nothing is none. */
function isSaid([, { read_id, delivered_id = 0, unread = 0 }]: [string, Receipt]): boolean {
  return read_id !== 0 || delivered_id !== 0 || unread !== 0;
}

/** Without fields that have their default, and without empty lists and objects. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, bare(inner)] as const)
    .filter(([, inner]) => !isDefault(inner));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === null || value === 0 || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
