/** The table of what clients ask for (`docs/protocols/big.md` sections 4 and 5). */

import type { Reply } from "../../core/commands.ts";
import type { Id } from "../../core/model/ids.ts";
import { closeCall, newCall } from "./calling.ts";
import { type Payload, requirePayload, type schemas } from "./payloads.ts";
import { type Asking, chat, chats, edit, mark, messages, remove, send, typing } from "./requests.ts";
import type { RequestType } from "./wire.ts";

/** A request's payload, and what the session's count has to follow. */
export interface Answered {
  readonly payload: unknown;
  readonly reached?: { readonly room: Id; readonly reach: Reply<"receipt_reach"> };
}

type Row<T extends keyof typeof schemas> = (asking: Asking, payload: Payload<T>) => Promise<Answered>;

const plain =
  <T extends keyof typeof schemas>(ask: (asking: Asking, payload: Payload<T>) => Promise<unknown>): Row<T> =>
  async (asking, payload) => ({ payload: await ask(asking, payload) });

const marking =
  (kind: "dlvrd" | "read"): Row<"read"> =>
  async (asking, said) => {
    const { payload, room, reach } = await mark(asking, kind, said);
    return room === null || reach === null ? { payload } : { payload, reached: { room, reach } };
  };

const table: { readonly [T in RequestType]: Row<T> } = {
  new: plain(send),
  edit: plain(edit),
  delete: plain(remove),
  dlvrd: marking("dlvrd"),
  read: marking("read"),
  messages: plain(messages),
  chat: plain(chat),
  chats: plain(chats),
  newCall: plain(newCall),
  closeCall: plain(closeCall),
};

const clientEvents = ["typing", "offline"] as const;

/** What a client can ask for, for the documentation. */
export const takes: readonly string[] = [...Object.keys(table), ...clientEvents];

export function isRequest(payloadType: string): payloadType is RequestType {
  return Object.hasOwn(table, payloadType);
}

export function isClientEvent(payloadType: string): payloadType is (typeof clientEvents)[number] {
  return clientEvents.some((name) => name === payloadType);
}

/** Carries out a request. Throws errors of the wire and faults. */
export async function answer(asking: Asking, name: RequestType, payload: unknown): Promise<Answered> {
  const row = table[name] as Row<RequestType>;
  return await row(asking, requirePayload(name, payload));
}

/** Section 11.2: told at most so often by the session, and never answered. */
export async function type(asking: Asking, payload: Payload<"typing">): Promise<void> {
  await typing(asking, payload);
}
