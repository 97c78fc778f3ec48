/**
 * One client of the gateway in a crowd: keeps its place in every log, resumes, and sends again what was not
 * answered. Written from `docs/protocols/bonfire.md` alone, in JSON.
 */

import type { Account, Packet, Ready } from "../gateway-client.ts";
import type { Ledger, LedgerEvent, Said, Told } from "./ledger.ts";

/** Something a person wants done, until it is answered. */
export type Wish =
  | { readonly kind: "send"; readonly said: Said }
  | { readonly kind: "edit"; readonly said: Said; readonly content: string }
  | { readonly kind: "delete"; readonly said: Said }
  | { readonly kind: "react"; readonly said: Said; readonly emoji: string };

export interface Person {
  readonly account: Account;
  /** Wishes that are not answered. */
  readonly pending: number;
  /** How often it resumed, and how often it had to send a wish again. */
  readonly counts: { resumed: number; resent: number };
  /** Connect, identify and, except for the first time, resume. Rejects when the connection ends before that is done. */
  enter(gateway: string): Promise<void>;
  /** Ask for it now, or after the next `enter`. `done` is called when it is answered. */
  wish(wish: Wish, done: () => void): void;
  /** Cut the connection without a word. */
  cut(): void;
  /** Resolves when the connection is gone. */
  gone(): Promise<void>;
  /** Resolves to false when it takes too long until nothing is pending and the logs are seen up to there. */
  settled(heads: ReadonlyMap<number, number>): Promise<boolean>;
}

/** Milliseconds after which waiting fails: long, for these machines are slow and shared. */
const PATIENCE = 20_000;

interface Open {
  readonly wish: Wish;
  readonly done: () => void;
  tries: number;
}

let lastRequest = 0;

export function createPerson(account: Account, ledger: Ledger): Person {
  const who = account.user.handle;
  const open = new Map<number, Open>();
  const positions = new Map<number, number>();
  const counts = { resumed: 0, resent: 0 };
  let resumeToken: string | null = null;
  let socket: WebSocket | null = null;
  let live = false;
  let gone: Promise<void> = Promise.resolve();
  let check: (() => void) | null = null;

  function enter(gateway: string): Promise<void> {
    const mine = new WebSocket(gateway);
    socket = mine;
    live = false;
    let greeted = false;
    let goingDown = false;
    const ended = Promise.withResolvers<void>();
    gone = ended.promise;
    return new Promise((resolve, reject) => {
      mine.onmessage = ({ data }) => {
        if (socket !== mine) return;
        const packet = JSON.parse(String(data)) as Packet;
        if (!greeted) {
          greeted = true;
          mine.send(JSON.stringify(identify()));
          return;
        }
        if (packet.event?.type === "going_down") goingDown = true;
        if (take(packet)) {
          live = true;
          for (const [id, one] of open) send(id, one);
          resolve();
        }
        check?.();
      };
      mine.onclose = ({ code, reason }) => {
        ended.resolve();
        reject(new Error(`closed with ${code}`));
        if (socket !== mine) return;
        if (code === 1001 && live && !goingDown) ledger.violate(`${who}: 1001 without going_down`);
        live = false;
        socket = null;
        // 1006 is a connection that broke off.
        if (code !== 1001 && code !== 1006) ledger.violate(`${who}: closed with ${code} ${reason}`);
      };
    });
  }

  function identify(): object {
    const resume =
      resumeToken === null
        ? {}
        : {
            resume: {
              resume_token: resumeToken,
              positions: [...positions].map(([stream, seq]) => ({ stream, seq })),
            },
          };
    return { token: account.token, client_type: 2, client_agent: "chaos", ...resume };
  }

  /** Whether the packet is the last of the beginning. */
  function take({ request_id, event, stream, seq }: Packet): boolean {
    if (event?.type === "ready") {
      if (resumeToken !== null) ledger.violate(`${who} resumed and was given a new beginning`);
      const ready = event as unknown as Ready;
      resumeToken = ready.resume_token;
      positions.clear();
      for (const position of ready.positions) positions.set(position.stream, position.seq);
      return true;
    }
    if (event?.type === "resumed") {
      counts.resumed += 1;
      return true;
    }
    if ((request_id ?? 0) !== 0) answered(request_id ?? 0, event);
    else if ((stream ?? 0) !== 0 && seq !== undefined) follow(stream ?? 0, seq, event);
    return false;
  }

  function follow(stream: number, seq: number, event: LedgerEvent | undefined): void {
    const position = positions.get(stream);
    if (position !== undefined && seq !== position + 1) {
      violateOrder(stream, position, seq);
    }
    positions.set(stream, Math.max(seq, position ?? 0));
    ledger.saw(who, stream, seq, event);
  }

  function violateOrder(stream: number, position: number, seq: number): void {
    const what = seq <= position ? "again" : "with a gap";
    ledger.violate(`${who} sees ${seq} of log ${stream} ${what}, after ${position}`);
  }

  function answered(id: number, event: LedgerEvent | undefined): void {
    const one = open.get(id);
    if (one === undefined) return ledger.violate(`${who}: an answer to ${id}, which is answered already`);
    open.delete(id);
    const { wish, tries } = one;
    if (event?.type === "ok") {
      if (wish.kind === "send") ledger.answered(wish.said, event.message as Told);
      if (wish.kind === "react") {
        const { reactions } = wish.said;
        reactions.set(wish.emoji, (reactions.get(wish.emoji) ?? new Set()).add(account.user.id));
      }
    } else {
      // Somebody else's deletion, or one's own that was done and not answered, comes in between.
      const isGone = event?.code === "not_found" && wish.said.deleting;
      const may = wish.kind === "react" || (tries > 1 && wish.kind !== "send");
      if (!isGone || !may) {
        ledger.violate(`${who}: ${wish.kind} of ${wish.said.nonce} was answered ${JSON.stringify(event)}`);
      }
    }
    one.done();
  }

  function send(id: number, one: Open): void {
    one.tries += 1;
    if (one.tries > 1) counts.resent += 1;
    socket?.send(JSON.stringify({ request_id: id, event: toEvent(one.wish) }));
  }

  return {
    account,
    get pending() {
      return open.size;
    },
    counts,
    enter,
    wish(wish, done) {
      lastRequest += 1;
      const one = { wish, done, tries: 0 };
      open.set(lastRequest, one);
      if (live) send(lastRequest, one);
    },
    cut() {
      const mine = socket;
      socket = null;
      live = false;
      mine?.terminate();
    },
    gone: () => gone,
    settled(heads) {
      const isSettled = () =>
        open.size === 0 && [...heads].every(([stream, head]) => (positions.get(stream) ?? head) >= head);
      if (isSettled()) return Promise.resolve(true);
      return new Promise((resolve) => {
        const finish = (settled: boolean): void => {
          clearTimeout(timer);
          check = null;
          resolve(settled);
        };
        const timer = setTimeout(() => finish(false), PATIENCE);
        check = () => {
          if (isSettled()) finish(true);
        };
      });
    },
  };
}

function toEvent(wish: Wish): object {
  const { said } = wish;
  switch (wish.kind) {
    case "send":
      return { type: "message_send", room_id: said.room, content: firstText(said), nonce: said.nonce };
    case "edit":
      return { type: "message_edit", message_id: said.id, content: wish.content };
    case "delete":
      return { type: "message_delete", message_id: said.id };
    case "react":
      return { type: "reaction_add", message_id: said.id, emoji: wish.emoji };
  }
}

/** The text with which a message is sent, also when it is sent again after an edit. */
export function firstText({ nonce }: Pick<Said, "nonce">): string {
  return `text of ${nonce}`;
}
