/** What is told when a member of a space is another than before. */

import { happened } from "./command.ts";
import type { MemberField } from "./events/spaces.ts";
import type { Event } from "./events.ts";
import type { Id } from "./model/ids.ts";
import type { Member } from "./model/spaces.ts";
import type { Actor } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";

/** Tells the space that a member is as given now; `changed` says in what. */
export function memberUpdated(
  tx: Tx,
  actor: Actor | null,
  space: Id,
  member: Member,
  changed: MemberField,
): Event {
  return { ...happened(tx, actor, space), type: "member_update", space, member, changed };
}
