/**
 * Slash commands on their way, and answers for oneself alone: in this window only, until they are dismissed
 * (docs/protocols/bonfire.md, "Slash commands").
 */

import type { CommandArgument, Message } from "../../../sdk/src/gen/protocol.ts";
import type { Packet } from "../../../sdk/src/packet.ts";
import { talk } from "../texts/talk.ts";
import { explain, type Store } from "./store.ts";

export interface Use {
  /** Also the nonce: asked again it is the same use. */
  readonly key: string;
  readonly room: number;
  /** As it was typed; "" for an answer to what another window asked. */
  readonly text: string;
  readonly name: string;
  readonly command: number;
  readonly arguments: readonly CommandArgument[];
  /** Names the use while the bot is waited for; 0 = not known yet. */
  readonly call: number;
  /** Why it came to nothing; "" = it has not. */
  readonly failed: string;
  /** The answer, which nobody else sees. */
  readonly answer: Message | null;
}

/** So long a bot is waited for: its deadline of a minute, and what the way takes. */
const WAIT_MILLIS = 65_000;

/** Kept at once, of all rooms. */
const MAX_USES = 50;

export class Uses {
  readonly #store: Store;
  readonly #hearers = new Set<() => void>();
  /** Calls that were answered for all before the answer to the use itself was here. */
  readonly #answered = new Set<number>();
  #list: readonly Use[] = [];

  constructor(store: Store) {
    this.#store = store;
    store.onPacket((packet) => this.#heard(packet));
  }

  get list(): readonly Use[] {
    return this.#list;
  }

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** Use a command, and show what becomes of it. */
  use(wish: Pick<Use, "room" | "text" | "name" | "command" | "arguments">): void {
    const use: Use = { ...wish, key: crypto.randomUUID(), call: 0, failed: "", answer: null };
    this.#set([...this.#list, use]);
    void this.#ask(use);
  }

  retry(key: string): void {
    const found = this.#list.find((use) => use.key === key);
    if (found === undefined) return;
    // A use that lapsed is over: the next is another one.
    const again = { ...found, key: crypto.randomUUID(), call: 0, failed: "" };
    this.#set(this.#list.map((use) => (use === found ? again : use)));
    void this.#ask(again);
  }

  dismiss(key: string): void {
    this.#set(this.#list.filter((use) => use.key !== key));
  }

  async #ask(use: Use): Promise<void> {
    try {
      const { call_id = 0, message } = await this.#store.request({
        type: "command_call",
        room_id: use.room,
        name: use.name,
        command_id: use.command,
        arguments: [...use.arguments],
        nonce: use.key,
      });
      if (call_id !== 0 && !this.#answered.has(call_id)) {
        this.#change(use.key, { call: call_id });
        setTimeout(() => this.#lapsed(call_id), WAIT_MILLIS);
      } else if (message !== undefined && (message.n ?? 0) === 0) this.#change(use.key, { answer: message });
      else this.dismiss(use.key);
    } catch (error) {
      this.#change(use.key, { failed: explain(error) });
    }
  }

  #heard({ event }: Packet): void {
    if (event?.type === "command_end") this.#lapsed(event.call_id);
    if (event?.type !== "message_create") return;
    const { message } = event;
    const { command_call_id: call = 0 } = message;
    const waiting = this.#list.find((use) => use.call !== 0 && use.call === call);
    if (message.only_for === undefined || message.only_for === 0) {
      if (call !== 0) this.#answered.add(call);
      if (waiting !== undefined) this.dismiss(waiting.key);
    } else if (waiting !== undefined) this.#change(waiting.key, { answer: message, call: 0 });
    else
      this.#set([
        ...this.#list,
        {
          key: String(message.id),
          room: message.channel_id,
          text: "",
          name: message.command_name ?? "",
          command: 0,
          arguments: [],
          call: 0,
          failed: "",
          answer: message,
        },
      ]);
  }

  #lapsed(call: number): void {
    const waiting = this.#list.find((use) => use.call === call);
    if (waiting !== undefined) this.#change(waiting.key, { call: 0, failed: talk.noAnswer });
  }

  #change(key: string, by: Partial<Use>): void {
    this.#set(this.#list.map((use) => (use.key === key ? { ...use, ...by } : use)));
  }

  #set(list: readonly Use[]): void {
    this.#list = list.slice(-MAX_USES);
    for (const hear of this.#hearers) hear();
  }
}
