/** One signed-in account: the SDK's client, and what only this window knows of (messages on their way, notices). */

import { type Client, createClient, type Status } from "../../../sdk/src/client.ts";
import type { Message, Ok } from "../../../sdk/src/gen/protocol.ts";
import { call } from "../../../sdk/src/http.ts";
import { type Packet, Refused, type Request } from "../../../sdk/src/packet.ts";
import type { State } from "../../../sdk/src/state.ts";
import { t } from "../texts/texts.ts";
import { type Account, addressOfSpace } from "./account.ts";
import { forgetOutgoing, keepOutgoing, type Outgoing, readOutbox } from "./outbox.ts";
import { Uses } from "./uses.ts";
import { joined, type Span, type Spans, spanAt } from "./windows.ts";

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: "error" | "info";
}

/** What is shown follows from this. A new object whenever something changed. */
export interface View {
  /** The SDK's state. */
  readonly known: State;
  readonly status: Status;
  /** When the next attempt to connect is made; milliseconds since the Unix epoch, 0 = no attempt is planned. */
  readonly retryAt: number;
  /** Why the connection is gone, as far as the server said. */
  readonly reason: string;
  /** The first `ready` was complete. */
  readonly arrived: boolean;
  readonly outbox: readonly Outgoing[];
  readonly notices: readonly Notice[];
  /** By room. */
  readonly spans: Readonly<Record<number, Spans>>;
}

/** Messages asked for at once. */
export const PAGE = 80;

/** How long a notice stays. */
const NOTICE_MILLIS = 6_000;

/** Who types is forgotten after this long without a further sign. */
const TYPING_MILLIS = 8_000;

export class Store {
  readonly account: Account;
  readonly client: Client;
  /** Slash commands on their way. */
  readonly uses: Uses;
  #view: View;
  readonly #hearers = new Set<() => void>();
  readonly #packetHearers = new Set<(packet: Packet, before: State) => void>();
  readonly #typing = new Map<string, ReturnType<typeof setTimeout>>();
  #noticeId = 0;

  constructor(account: Account) {
    this.account = account;
    this.client = createClient({
      url: addressOfSpace(account),
      token: account.token,
      agent: "Koine web",
      onPacket: (packet) => this.#heard(packet),
      onStatus: (status, reason, wait) => this.#statusChanged(status, reason, wait),
    });
    this.#view = {
      known: this.client.state,
      status: "connecting",
      retryAt: 0,
      reason: "",
      arrived: false,
      outbox: readOutbox(account),
      notices: [],
      spans: {},
    };
    this.uses = new Uses(this);
    for (const event of ["online", "offline"]) addEventListener(event, this.client.look);
    for (const outgoing of this.#view.outbox) if (outgoing.failed === "") this.#dispatch(outgoing);
  }

  get view(): View {
    return this.#view;
  }

  /** Hear of every change; the result ends it. */
  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** Hear every packet, with the state before it; the result ends it. */
  onPacket(hear: (packet: Packet, before: State) => void): () => void {
    this.#packetHearers.add(hear);
    return () => this.#packetHearers.delete(hear);
  }

  /** Ask; rejects with what the server refuses. */
  request(request: Request): Promise<Ok> {
    return this.client.request(request);
  }

  /** Ask, and tell the person when it does not work; null then. */
  async act(request: Request): Promise<Ok | null> {
    try {
      return await this.client.request(request);
    } catch (error) {
      this.notify(explain(error), "error");
      return null;
    }
  }

  /** A call of the HTTP API, signed in. */
  call(method: string, path: string, body?: object): Promise<unknown> {
    return call(addressOfSpace(this.account), method, path, body, this.account.token);
  }

  notify(text: string, kind: Notice["kind"] = "info"): void {
    this.#noticeId += 1;
    const id = this.#noticeId;
    this.#change({ notices: [...this.#view.notices.slice(-3), { id, text, kind }] });
    setTimeout(() => this.dismiss(id), NOTICE_MILLIS);
  }

  dismiss(id: number): void {
    this.#change({ notices: this.#view.notices.filter((notice) => notice.id !== id) });
  }

  /** Show a message at once and send it; it is kept until the server has it. */
  send(wish: Omit<Outgoing, "nonce" | "created" | "failed">): void {
    const outgoing: Outgoing = { ...wish, nonce: crypto.randomUUID(), created: Date.now(), failed: "" };
    this.#change({ outbox: [...this.#view.outbox, outgoing] });
    keepOutgoing(this.account, outgoing);
    this.#dispatch(outgoing);
  }

  /** Send one that was refused again. */
  retry(nonce: string): void {
    const found = this.#view.outbox.find((one) => one.nonce === nonce);
    if (found === undefined) return;
    const again = { ...found, failed: "" };
    this.#replace(again);
    this.#dispatch(again);
  }

  /** Give up one that was refused. */
  discard(nonce: string): void {
    this.#change({ outbox: this.#view.outbox.filter((one) => one.nonce !== nonce) });
    forgetOutgoing(this.account, nonce);
  }

  /**
   * Learn a page of a room's history: the newest, what is around a message, or what follows a span at one of
   * its ends. Resolves with whether it worked.
   */
  async load(room: number, where: "newest" | { around: number } | { span: Span; end: "older" | "newer" }) {
    try {
      const page = await this.client.history(room, this.#cut(room, where));
      const span = this.#spanOf(page, where);
      const spans = this.#view.spans[room] ?? [];
      if (span !== null) this.#change({ spans: { ...this.#view.spans, [room]: joined(spans, span) } });
      this.#changed();
      return page;
    } catch (error) {
      if (error instanceof Refused) this.notify(explain(error), "error");
      return null; // Interrupted: whoever shows the room asks again when the connection is back.
    }
  }

  /** Take in what the client learned by an answer. */
  touch(): void {
    this.#changed();
  }

  close(): void {
    for (const event of ["online", "offline"]) removeEventListener(event, this.client.look);
    this.client.close();
  }

  #cut(room: number, where: Parameters<Store["load"]>[1]): Parameters<Client["history"]>[1] {
    if (where === "newest") return { limit: PAGE };
    if ("around" in where) return { around: where.around, limit: PAGE };
    const inside = (this.client.state.messages[room] ?? []).filter(
      ({ n = 0 }) => n >= where.span.from && n <= where.span.to,
    );
    if (where.end === "older") return { before: inside[0]?.id ?? 0, limit: PAGE };
    return { after: inside.at(-1)?.id ?? 0, limit: PAGE };
  }

  #spanOf(page: readonly Message[], where: Parameters<Store["load"]>[1]): Span | null {
    const [first, last] = [page[0]?.n ?? 0, page.at(-1)?.n ?? 0];
    const isWhole = page.length < PAGE;
    if (where === "newest") return { from: isWhole ? 0 : first, to: Number.POSITIVE_INFINITY };
    if ("around" in where) return page.length === 0 ? null : { from: first, to: last };
    if (where.end === "older") return { from: isWhole ? 0 : first, to: where.span.from };
    return { from: where.span.to, to: isWhole ? Number.POSITIVE_INFINITY : last };
  }

  #dispatch(outgoing: Outgoing): void {
    const { room, content, nonce, replyTo, replyPing, attachmentIds } = outgoing;
    const more = {
      nonce,
      ...(replyTo === 0 ? {} : { reply_to: replyTo, reply_ping: replyPing }),
      ...(attachmentIds.length === 0 ? {} : { attachment_ids: [...attachmentIds] }),
    };
    this.client.send(room, content, more).then(
      () => this.discard(nonce),
      (error: unknown) => {
        if (this.#view.status === "closed") return; // Kept for the next time.
        this.#replace({ ...outgoing, failed: explain(error) });
      },
    );
  }

  #replace(outgoing: Outgoing): void {
    const { nonce } = outgoing;
    this.#change({ outbox: this.#view.outbox.map((one) => (one.nonce === nonce ? outgoing : one)) });
    keepOutgoing(this.account, outgoing);
  }

  #heard(packet: Packet): void {
    const before = this.#view.known;
    const { event } = packet;
    if (event?.type === "ready" && event.user !== undefined) this.#change({ spans: {} });
    if (event?.type === "ready" && event.more !== true) this.#change({ arrived: true });
    if (event?.type === "typing_start") this.#forgetLater(event.room_id, event.user.id);
    this.#changed();
    for (const hear of this.#packetHearers) hear(packet, before);
  }

  #forgetLater(room: number, user: number): void {
    const key = `${room} ${user}`;
    clearTimeout(this.#typing.get(key));
    const forget = (): void => {
      this.#typing.delete(key);
      this.#changed();
    };
    this.#typing.set(key, setTimeout(forget, TYPING_MILLIS));
  }

  /** Whether somebody who began to type still does. */
  isTyping(room: number, user: number): boolean {
    return this.#typing.has(`${room} ${user}`);
  }

  #statusChanged(status: Status, reason: string, wait: number): void {
    this.#change({ status, reason, retryAt: wait === 0 ? 0 : Date.now() + wait });
  }

  #changed(): void {
    this.#change({ known: this.client.state });
  }

  #change(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    for (const hear of this.#hearers) hear();
  }
}

/** What went wrong, for a person. */
export function explain(error: unknown): string {
  if (!(error instanceof Refused)) return t.notReached;
  const known = t.refusals[error.code as keyof typeof t.refusals];
  return known === undefined ? error.message : known(error.message);
}

/** The span that a room's view shows: the one around a number, or the newest. */
export function shownSpan(view: View, room: number, n: number | null): Span | undefined {
  return spanAt(view.spans[room] ?? [], n);
}
