/**
 * Who takes part in voice rooms and calls is watched: whose connection ends, or who may be there no longer, is taken
 * out, and the others hear of it.
 */

import type { Conn } from "./dialect.ts";
import type { Happening } from "./events.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Node } from "./node.ts";
import type { Bus } from "./ports.ts";
import type { Session, Sessions } from "./session.ts";

/** How long somebody whose connection was cut has for coming back. */
export const RETURN_MILLIS: Millis = 2_000;

interface Deps {
  readonly node: Node;
  readonly bus: Bus;
  /** Calls back after a time. */
  readonly after: (millis: Millis, callback: () => void) => void;
  readonly onError: (error: unknown) => void;
}

/** Sessions whose end is the end of their part. What was left by a process before this one is taken out first. */
export async function attended(sessions: Sessions, { node, bus, after, onError }: Deps): Promise<Sessions> {
  const connected = new Map<Id, Conn>();
  /** By "voice" and user, or by call and user: the session that takes part. */
  const parts = new Map<string, Id>();
  /** By user: the voice room that was told last. */
  const rooms = new Map<Id, Id>();
  let gone: Id[] = [];
  let tidying = false;
  let again = false;

  const takesPart = (session: Id): boolean => [...parts.values()].includes(session);

  const tidy = async (): Promise<void> => {
    if (tidying) {
      again = true;
      return;
    }
    tidying = true;
    const ended = gone;
    gone = [];
    await node.ask(null, { type: "voice_tidy", input: { gone: ended } }).catch((error: unknown) => {
      gone.push(...ended);
      onError(error);
    });
    tidying = false;
    if (!again) return;
    again = false;
    void tidy();
  };

  const watch = (session: Id): void => connected.get(session)?.watch(takesPart(session));

  const assign = (key: string, session: Id | null): void => {
    const before = parts.get(key);
    if (session === null) parts.delete(key);
    else parts.set(key, session);
    for (const one of new Set([before, session])) if (one !== undefined && one !== null) watch(one);
  };

  const hear = (happening: Happening): void => {
    if (happening.type === "voice_state") {
      const { user, voice, stream } = happening;
      if (voice !== null) assign(`voice ${user.id}`, voice.session);
      else if (rooms.get(user.id) === stream) assign(`voice ${user.id}`, null);
      if (voice !== null) rooms.set(user.id, stream);
      else if (rooms.get(user.id) === stream) rooms.delete(user.id);
    } else if (happening.type === "call_update") {
      const { call, present } = happening;
      const prefix = `call ${call.id} `;
      for (const key of [...parts.keys()])
        if (key.startsWith(prefix) && !present.some(({ user }) => key === `${prefix}${user}`))
          assign(key, null);
      for (const { user, session } of present) assign(`${prefix}${user}`, session);
    } else if (LOSSES.has(happening.type) && parts.size > 0) void tidy();
  };
  bus.listen((happenings) => {
    for (const happening of happenings) hear(happening);
  });
  await node.ask(null, { type: "voice_tidy", input: { gone: null } });

  return {
    ...sessions,
    async begin(beginner, credentials) {
      const session = await sessions.begin(beginner, credentials);
      if (session !== null) {
        connected.set(session.id, beginner.conn);
        watch(session.id);
      }
      return session;
    },
    closed(session: Session) {
      sessions.closed(session);
      const conn = connected.get(session.id);
      if (conn?.open === true) return; // Resumed by another connection already.
      connected.delete(session.id);
      if (!takesPart(session.id)) return;
      after(RETURN_MILLIS, () => {
        if (connected.has(session.id)) return;
        gone.push(session.id);
        void tidy();
      });
    },
  };
}

/** After these somebody may be where they may be no longer. */
const LOSSES: ReadonlySet<Happening["type"]> = new Set([
  "membership_end",
  "room_end",
  "room_delete",
  "sight_change",
]);
