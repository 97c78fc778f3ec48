/** Timers in SQLite. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Timer, TimerKind, TimersTx } from "../../core/tx/timers.ts";
import type { Part } from "./tx.ts";

export const timers: Part<TimersTx> = (db) => {
  const set = db.prepare(
    `insert into timer (kind, subject, user, due) values (?, ?, ?, ?)
     on conflict (kind, subject, user) do update set due = excluded.due`,
  );
  const clear = db.prepare<null, [TimerKind, Id, Id]>(
    `delete from timer where kind = ? and subject = ? and user = ?`,
  );
  const claim = db.prepare<null, [TimerKind, Id, Id, Millis]>(
    `delete from timer where kind = ? and subject = ? and user = ? and due = ?`,
  );
  const due = db.prepare<Timer, [Millis, number]>(
    `select kind, subject, user, due from timer where due <= ? order by due limit ?`,
  );
  const next = db.prepare<{ due: Millis }, []>(`select due from timer order by due limit 1`);
  return {
    setTimer({ kind, subject, user, due: at }) {
      set.run(kind, subject, user, at);
    },
    clearTimer(kind, subject, user) {
      clear.run(kind, subject, user);
    },
    claimTimer: ({ kind, subject, user, due: at }) => claim.run(kind, subject, user, at).changes > 0,
    timersDue: (by, limit) => due.all(by, limit),
    nextTimer: () => next.get()?.due ?? null,
  };
};
