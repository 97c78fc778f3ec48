/** Whom a "user parameter" means (`docs/protocols/originchats.md` section 1). */

import type { Id } from "../../core/model/ids.ts";
import type { Member } from "../../core/model/spaces.ts";
import { handlesOf } from "./ids.ts";
import { type Fields, type Here, Refusal } from "./row.ts";
import { TEXTS } from "./texts.ts";

const PAGE = 200;
/** Most members that a list tells. */
const MAX_LISTED = 10_000;

/** The member that a name stands for; null for nobody. */
export async function memberNamed(name: string, here: Here): Promise<Member | null> {
  for (const handle of handlesOf(name)) {
    let after: Id | null = null;
    do {
      const input = {
        space: here.space,
        room: null,
        after,
        limit: PAGE,
        prefix: handle.slice(0, 64),
        role: null,
      };
      const page: { items: readonly Member[]; more: boolean } = await here.ask({
        type: "members_get",
        input,
      });
      const found = page.items.find(({ user }) => user.handle === handle);
      if (found !== undefined) return found;
      after = page.more ? (page.items.at(-1)?.user.id ?? null) : null;
    } while (after !== null);
  }
  return null;
}

/** The member that the field `user` names. Throws `User parameter is required` and `User not found`. */
export async function memberIn(fields: Fields, here: Here): Promise<Member> {
  const found = await memberNamed(userIn(fields), here);
  if (found === null) throw new Refusal(TEXTS.userNotFound);
  return found;
}

/** The field `user`. Throws `User parameter is required`. */
export function userIn({ user }: Fields): string {
  if (typeof user !== "string" || user.trim() === "") throw new Refusal(TEXTS.userRequired);
  return user.toWellFormed();
}

/** All members, in the order in which their accounts were made. */
export async function everybody(here: Here): Promise<Member[]> {
  const all: Member[] = [];
  let after: Id | null = null;
  do {
    const input = { space: here.space, room: null, after, limit: PAGE, prefix: "", role: null };
    const page: { items: readonly Member[]; more: boolean } = await here.ask({ type: "members_get", input });
    all.push(...page.items);
    after = page.more ? (page.items.at(-1)?.user.id ?? null) : null;
  } while (after !== null && all.length < MAX_LISTED);
  return all;
}

/** What this dialect keeps of subjects besides: the content of their drawers, by their ids. */
export async function drawers(
  subjects: readonly Id[],
  here: Pick<Here, "drawers">,
): Promise<Map<Id, Readonly<Record<string, unknown>>>> {
  const found = subjects.length === 0 ? [] : await here.drawers(subjects);
  return new Map(found.map(({ subject, value }) => [subject, JSON.parse(value) as Record<string, unknown>]));
}
