/**
 * Delivered marks that the server makes itself: a message of a dialog or group was handed to a live session of
 * a member, in whatever dialect, live, in a resume or in answer to a question for history.
 *
 * They are gathered on the node and stored together, at most once in `GATHER_MILLIS`, or when somebody is about
 * to read receipts. Marks of the invisible are held back, for they would give them away.
 */

import type { Command, CommandType, Reply } from "./commands.ts";
import type { Event } from "./events.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { Node } from "./node.ts";
import { MAX_DELIVERIES } from "./receipts.ts";

/** How long marks are gathered before they are stored. */
export const GATHER_MILLIS = 100;

/** Marks that wait to be stored; at more, they are stored before their time. */
const MAX_GATHERED = 10_000;

/** Commands whose answers show receipts: what was gathered is stored before them. */
const SHOW_RECEIPTS: ReadonlySet<CommandType> = new Set([
  "receipt_mark",
  "receipt_reach",
  "snapshot_get",
  "chats_get",
  "chat_get",
  "conversation_get",
]);

interface Gathered {
  readonly room: Id;
  readonly user: Id;
  readonly message: Id;
  readonly n: number;
  readonly at: Millis;
}

export interface Deliveries {
  /** A session of the user is live in a dialog, a group or notes. */
  attend(user: Id, room: StreamId): void;
  /** It is so no more. */
  depart(user: Id, room: StreamId): void;
  /** An event was delivered to all who attend its stream. */
  told(event: Event): void;
  /** An event was sent to one session. */
  toldTo(user: Id, event: Event): void;
  /** The user became visible to others: what was held back may be stored. */
  appeared(user: Id): void;
  /** Store what was gathered. */
  store(): void;
  /** The node, for those whose commands hand out messages or show receipts. */
  over(node: Node): Node;
}

interface Deps {
  readonly node: Node;
  /** False for who is invisible. */
  readonly isShown: (user: Id) => boolean;
  readonly after: (millis: Millis, callback: () => void) => void;
  readonly now: () => Millis;
  readonly onError: (error: unknown) => void;
}

export function createDeliveries({ node, isShown, after, now, onError }: Deps): Deliveries {
  /** Who attends which room, with how many sessions. */
  const attending = new Map<StreamId, Map<Id, number>>();
  let gathered = new Map<string, Gathered>();
  let waiting = false;

  function note(user: Id, { room, id, n, author, deleted }: Message): void {
    if (author.id === user || deleted !== null) return;
    const key = `${user}/${room}`;
    const known = gathered.get(key);
    if (known !== undefined && known.n >= n) return;
    gathered.set(key, { room, user, message: id, n, at: now() });
    schedule();
    if (gathered.size >= MAX_GATHERED) store();
  }

  function schedule(): void {
    if (waiting) return;
    waiting = true;
    after(GATHER_MILLIS, () => {
      waiting = false;
      store();
    });
  }

  function store(): void {
    if (gathered.size === 0) return;
    const held = new Map<string, Gathered>();
    const marks: Command<"receipts_delivered">["input"]["marks"] = [];
    for (const [key, mark] of gathered) {
      const { n, ...rest } = mark;
      if (isShown(mark.user)) marks.push(rest);
      else if (attending.get(mark.room)?.has(mark.user) && held.size < MAX_GATHERED / 2) held.set(key, mark);
    }
    gathered = held;
    for (let i = 0; i < marks.length; i += MAX_DELIVERIES) {
      const input = { marks: marks.slice(i, i + MAX_DELIVERIES) };
      node.ask(null, { type: "receipts_delivered", input }).catch(onError);
    }
  }

  function toldTo(user: Id, event: Event): void {
    if (event.type === "message_create") note(user, event.message);
  }

  return {
    attend(user, room) {
      const users = attending.get(room) ?? new Map<Id, number>();
      attending.set(room, users.set(user, (users.get(user) ?? 0) + 1));
    },
    depart(user, room) {
      const users = attending.get(room);
      const left = (users?.get(user) ?? 0) - 1;
      if (left > 0) users?.set(user, left);
      else users?.delete(user);
      if (users?.size === 0) attending.delete(room);
    },
    told(event) {
      if (event.type !== "message_create") return;
      const users = attending.get(event.message.room);
      if (users !== undefined) for (const user of users.keys()) note(user, event.message);
    },
    toldTo,
    store,
    appeared(user) {
      if ([...gathered.values()].some((mark) => mark.user === user)) schedule();
    },
    over: (inner) => ({
      submit(actor, profile, command, done) {
        if (SHOW_RECEIPTS.has(command.type)) store();
        if (command.type !== "history_get") return inner.submit(actor, profile, command, done);
        inner.submit(actor, profile, command, (answer) => {
          done(answer);
          if (!answer.ok || !attending.get(command.input.room)?.has(actor.user)) return;
          for (const message of answer.reply as Reply<"history_get">) note(actor.user, message);
        });
      },
      ask(actor, command) {
        if (SHOW_RECEIPTS.has(command.type)) store();
        return inner.ask(actor, command);
      },
    }),
  };
}
