/** What a session hears besides what its lane is told, and says in packets of its own, or remembers. */

import type { MemberUpdated } from "../../core/events/spaces.ts";
import type { Event, EventOf } from "../../core/events.ts";
import { Fault } from "../../core/faults.ts";
import type { Hears } from "../../core/listener.ts";
import type { Id } from "../../core/model/ids.ts";
import type { SlashCall } from "../../core/model/slash.ts";
import type { Node } from "../../core/node.ts";
import { channelsPacket } from "./channels.ts";
import { usernameOf } from "./ids.ts";
import type { Names } from "./names.ts";
import { themselves } from "./outbound.ts";
import type { Here } from "./row.ts";
import { TEXTS } from "./texts.ts";
import { type Peers, voicePacket } from "./voice.ts";
import type { Packet } from "./wire.ts";

/** Most uses of an account's slash commands that are known to wait; the oldest go. */
const MAX_WAITING = 1_000;

/** The events after which the channels are told anew (rooms, and what decides who may what in them), and members. */
const HEARD = new Set<Event["type"]>([
  ...themselves,
  "role_create",
  "role_update",
  "role_delete",
  "member_update",
  "command_call",
]);

interface Needs {
  readonly node: Node;
  readonly names: Names;
  readonly peers: Peers;
  readonly now: () => number;
}

/** The session, as far as it is heard for. */
interface Hearer {
  say(packet: Packet): void;
  /** A bug of ours. */
  report(bug: unknown): void;
  /** Null before the sign-in, and after the end. */
  where(): Here | null;
}

export interface Hearing {
  readonly hears: Hears;
  /** The voice room that this connection takes part in. */
  readonly voice: { readonly room: Id | null };
  /** Uses of the user's slash commands that wait for an answer, the oldest first. */
  readonly waiting: readonly SlashCall[];
  answered(call: Id): void;
  /** Until when the user may not write, in milliseconds since the Unix epoch; 0 for not at all. */
  readonly timeoutUntil: number;
  timedOut(until: number): void;
}

export function createHearing({ node, names, peers, now }: Needs, { say, report, where }: Hearer): Hearing {
  let refreshing = false;
  let refreshAgain = false;
  let waiting: SlashCall[] = [];
  let timeoutUntil = 0;
  const voice: { room: Id | null } = { room: null };

  function hear(event: Event): void {
    if (event.type === "member_update") return hearOfMember(event);
    if (event.type === "voice_state") return hearOfVoice(event);
    if (event.type === "command_call") {
      waiting = [...waiting.filter(({ deadline }) => deadline > now()), event.call].slice(-MAX_WAITING);
      return;
    }
    refreshAgain = true;
    if (!refreshing) void refresh();
  }

  function hearOfVoice(event: EventOf<"voice_state">): void {
    const session = where()?.session;
    if (session === undefined) return;
    if (event.user.id === session.user.id)
      voice.room = event.voice?.session === session.id ? event.stream : null;
    const packet = voicePacket(event, voice.room === event.stream, peers, names);
    if (packet !== null) say(packet);
  }

  function hearOfMember({ member, changed }: MemberUpdated): void {
    if (changed === "nickname") {
      const { nickname } = member;
      const username = usernameOf(member.user);
      say({ cmd: "user_updated", user_id: username, username, nickname: nickname === "" ? null : nickname });
    }
    if (member.user.id !== where()?.session.user.id) return;
    if (changed === "timeout") {
      timeoutUntil = member.timeoutUntil;
      const length = timeoutUntil - now();
      if (length > 0) say({ cmd: "rate_limit", reason: TEXTS.timeoutSet, length });
    }
  }

  /** Tells the channels as they are now, once for all that changes meanwhile (section 14.4). */
  async function refresh(): Promise<void> {
    refreshing = true;
    for (let here = where(); refreshAgain && here !== null; here = where()) {
      refreshAgain = false;
      const { actor } = here.session;
      const ask: Here["ask"] = (command) => node.ask(actor, command);
      try {
        const packet = await channelsPacket({ ...here, ask });
        if (where() !== null) say(packet);
      } catch (error) {
        if (!(error instanceof Fault)) report(error); // Else they are gone, and their session ends.
      }
    }
    refreshing = false;
  }

  return {
    hears: { types: HEARD, hear },
    voice,
    get waiting() {
      return waiting;
    },
    answered(call) {
      waiting = waiting.filter(({ id }) => id !== call);
    },
    get timeoutUntil() {
      return timeoutUntil;
    },
    timedOut(until) {
      timeoutUntil = until;
    },
  };
}
