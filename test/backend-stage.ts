/** For tests of backends: a server with its owner in it, and what programs say and people see. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "./backend-peer.ts";
import { enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { type Koine, startKoine, temporaryDirectory } from "./koine.ts";

export interface Message {
  readonly id: number;
  readonly channel_id: number;
  readonly content: string;
  readonly author: {
    readonly id: number;
    readonly handle: string;
    readonly name: string;
    readonly avatar?: string;
    readonly backend?: string;
  };
  readonly reply_to?: { readonly id: number };
}

export interface Stage {
  readonly koine: Koine;
  /** The owner, "ann". */
  readonly ann: GatewayClient;
  readonly token: string;
  /** The configuration. */
  readonly file: string;
}

/** A server with these tables of backends; they are started, and have not said who they are. */
export async function startStage(
  tables: string,
  options: Parameters<typeof startKoine>[0] = {},
): Promise<Stage> {
  const file = join(temporaryDirectory(), "koine.toml");
  writeFileSync(file, tables);
  const koine = await startKoine({ ...options, options: ["--config", file] });
  const { token } = await register(koine.url, "ann");
  const { client: ann } = await enter(koine.gateway, token);
  return { koine, ann, token, file };
}

export const text = (value: string) => ({ type: "Text", value });

let clock = Date.now() - 60_000;

/** Bob says something there, a little later than what he said before. */
export function saying(id: string, recipient: string, content: object, more: object = {}) {
  clock += 10;
  const value = {
    id,
    sender: "u-bob",
    recipient,
    attachments: [],
    content,
    create_time: clock,
    edit_time: clock,
    extra: null,
  };
  return { type: "MessageUpsert", value: { ...value, ...more } };
}

/** A room there, named as its id. */
export function roomThere(id: string, parent: string | null = null, sendable = true, name = id) {
  return { type: "RoomUpsert", value: { id, parent, name, sendable } };
}

/** What a backend without a history answers. */
export const NO_HISTORY = {
  type: "Error",
  value: { message: "There is nothing before", debug_info: null, retry: false },
};

/** Has the backend tell of a room in which something was said; resolves with our room when that stands in it. */
export async function openPortal(run: Run, client: GatewayClient, id: string, name: string): Promise<number> {
  run.say(roomThere(id, null, true, name), saying(`${id} first`, id, text("first")));
  await run.answer(NO_HISTORY);
  return (await created(client)).channel_id;
}

type Told = Packet["event"];

/** Whom a message is for that nobody else sees. */
export function onlyFor(event: Told): number | undefined {
  return (event?.message as { only_for?: number } | undefined)?.only_for;
}

/** The next message that everybody sees. */
export async function created(client: GatewayClient): Promise<Message> {
  const fits = (event: Told) => event?.type === "message_create" && onlyFor(event) === undefined;
  return ((await client.next(({ event }) => fits(event))).event as { message?: unknown }).message as Message;
}

/** Says something here. */
export async function send(
  client: GatewayClient,
  room: number,
  content: string,
  more: object = {},
): Promise<number> {
  const sent = await client.request({ type: "message_send", room_id: room, content, ...more });
  return (sent.message as Message).id;
}
