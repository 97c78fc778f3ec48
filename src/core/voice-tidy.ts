/** Taking out of voice rooms and calls who is not there any more, or may not be. */

import { Type } from "typebox";
import { may, standingIn } from "./authorize.ts";
import { hangUp } from "./call-end.ts";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import type { Id } from "./model/ids.ts";
import type { Tx } from "./tx/tx.ts";
import { dropVoice } from "./voice.ts";

/**
 * End the part of these sessions in voice rooms and calls (null: of all, for they were another process's), and of
 * everybody who may be where they are no longer.
 */
export const voiceTidy = serverCommand(
  "change",
  fields({ gone: Type.Union([Type.Array(IdSchema), Type.Null()]) }),
  async (tx, _actor, { gone }) => {
    // Who is in a call that runs elsewhere has no connection to it here.
    const isGone = (session: Id): boolean => session !== 0 && (gone === null || gone.includes(session));
    const events: Happening[] = [];
    for (const state of await tx.allVoice()) {
      if (isGone(state.session) || !(await mayBe(tx, state.user.id, state.room)))
        events.push(...(await dropVoice(tx, null, state)));
    }
    for (const { id } of await tx.openCalls()) {
      for (const { user, session } of await tx.presentIn(id)) {
        const call = await tx.callById(id);
        if (call === null || call.ended !== null) break;
        if (isGone(session) || !(await mayBe(tx, user, call.room)))
          events.push(...(await hangUp(tx, null, call, user)).events);
      }
    }
    return { reply: null, events };
  },
);

async function mayBe(tx: Tx, user: Id, room: Id): Promise<boolean> {
  const { caller, place } = await tx.loadRoom({ user, token: 0, session: 0 }, room);
  if (caller === null || place === null) return false;
  const standing = standingIn(place, user);
  return may(standing, "view", tx.now) && may(standing, "connect", tx.now);
}
