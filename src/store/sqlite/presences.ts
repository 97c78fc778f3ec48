/** Presence in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { ChosenPresence } from "../../core/model/users.ts";
import { NOTHING_CHOSEN } from "../../core/presence.ts";
import type { Partner } from "../../core/tx/presences.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

/** Most users with whom a dialog or a group is shared and who are told there. */
const MAX_PARTNERS = 2_000;

type Presences = Pick<
  Tx,
  "presenceOf" | "setPresence" | "noteSeen" | "lastSeen" | "presencesInSight" | "presenceAudience"
>;

interface PartnerRow {
  readonly user: Id;
  readonly mate: number;
  readonly blocked: number;
}

const toPartner = ({ user, mate, blocked }: PartnerRow): Partner => ({
  user,
  mate: mate === 1,
  blocked: blocked === 1,
});

export const presences: Part<Presences> = (db) => {
  const chosen = db.prepare<ChosenPresence, [Id]>(`select status, text, until from presence where user = ?`);
  const set = db.prepare(
    `insert into presence (user, status, text, until) values (?, ?, ?, ?) on conflict (user) do update set
       status = excluded.status, text = excluded.text, until = excluded.until`,
  );
  const seen = db.prepare(
    `insert into presence (user, last_seen) values (?, ?) on conflict (user) do update set
       last_seen = max(last_seen, excluded.last_seen)`,
  );
  const lastSeen = db.prepare<{ user: Id; lastSeen: number }, [string]>(
    `select j.value as user, coalesce(p.last_seen, 0) as lastSeen from json_each(?) j
     left join presence p on p.user = j.value`,
  );
  const inSight = db.prepare<{ user: Id }, [string, Id, Id]>(
    `select j.value as user from json_each(?1) j
     where exists (select 1 from member m where m.space = ?2 and m.user = j.value)
       or (exists (select 1 from room_member d join room_member o on o.room = d.room where d.user = ?3 and o.user = j.value)
         and not exists (select 1 from block b where b.user = j.value and b.blocked = ?3))`,
  );
  const spaces = db.prepare<{ space: Id }, [Id]>(`select space from member where user = ?`);
  // Whoever is in none but the user's own spaces is told there.
  const partners = db.prepare<PartnerRow, [Id, Id, Id, Id, Id, number]>(
    `select distinct o.user,
       exists (select 1 from member a join member b on b.space = a.space where a.user = ? and b.user = o.user) as mate,
       exists (select 1 from block where user = ? and blocked = o.user) as blocked
     from room_member d join room_member o on o.room = d.room and o.user <> ?
     where d.user = ? and (
       exists (select 1 from member c where c.user = o.user and c.space not in (select space from member where user = ?))
       or not exists (select 1 from member c where c.user = o.user)
     ) limit ?`,
  );
  return {
    presenceOf: (user) => chosen.get(user) ?? NOTHING_CHOSEN,
    setPresence(user, { status, text, until }) {
      set.run(user, status, text, until);
    },
    noteSeen(user, at) {
      seen.run(user, at);
    },
    lastSeen: (users) => lastSeen.all(JSON.stringify(users)),
    presencesInSight: (user, space, others) =>
      inSight.all(JSON.stringify(others), space, user).map((row) => row.user),
    presenceAudience: (user) => ({
      spaces: spaces.all(user).map((row) => row.space),
      partners: partners.all(user, user, user, user, user, MAX_PARTNERS).map(toPartner),
    }),
  };
};
