/** Reports in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Report, ReportState } from "../../core/model/moderation.ts";
import type { UserRef } from "../../core/model/users.ts";
import type { ReportsTx } from "../../core/tx/reports.ts";
import type { Part } from "./tx.ts";

interface ReportRow extends Omit<Report, "reporter" | "user" | "moderator"> {
  reporter: Id | null;
  rHandle: string | null;
  rName: string | null;
  rAvatar: string | null;
  user: Id;
  handle: string;
  name: string;
  avatar: string;
  moderator: Id | null;
  mHandle: string | null;
  mName: string | null;
  mAvatar: string | null;
}

const REPORT = `select p.id, p.space, p.message, p.room, p.rule, p.reason, p.state, p.created, p.closed, p.note,
    p.reporter, r.handle as rHandle, r.name as rName, r.avatar as rAvatar,
    p.user, u.handle, u.name, u.avatar,
    p.moderator, m.handle as mHandle, m.name as mName, m.avatar as mAvatar
  from report p join user u on u.id = p.user left join user r on r.id = p.reporter
  left join user m on m.id = p.moderator`;

function refOf(id: Id | null, handle: string | null, name: string | null, avatar: string | null) {
  return id === null
    ? null
    : ({ id, handle: handle ?? "", name: name ?? "", avatar: avatar ?? "" } as UserRef);
}

function toReport(row: ReportRow): Report {
  const { id, space, message, room, rule, reason, state, created, closed, note } = row;
  const { user, handle, name, avatar } = row;
  return {
    id,
    space,
    reporter: refOf(row.reporter, row.rHandle, row.rName, row.rAvatar),
    user: { id: user, handle, name, avatar },
    message,
    room,
    rule,
    reason,
    state,
    created,
    closed,
    moderator: refOf(row.moderator, row.mHandle, row.mName, row.mAvatar),
    note,
  };
}

export const reports: Part<ReportsTx> = (db) => {
  const insert = db.prepare(
    `insert into report (id, space, reporter, user, message, room, rule, reason, state, created)
     values (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
  );
  const byId = db.prepare<ReportRow, [Id]>(`${REPORT} where p.id = ?`);
  const like = db.prepare<ReportRow, [Id, Id | null, Id, Id | null]>(
    `${REPORT} where p.space = ? and p.state in ('open', 'taken') and p.reporter is ? and p.user = ?
     and p.message is ? limit 1`,
  );
  const set = db.prepare(`update report set state = ?, closed = ?, moderator = ?, note = ? where id = ?`);
  const some = db.prepare<ReportRow, [Id, ReportState | null, Id, number]>(
    `${REPORT} where p.space = ?1 and (?2 is null or p.state = ?2) and p.id < ?3 order by p.id desc limit ?4`,
  );
  const count = db.prepare<{ all: number; reporters: number }, [Id | null, Id]>(
    `select count(*) as "all", coalesce(sum(reporter is ?), 0) as reporters from report
     where space = ? and state in ('open', 'taken')`,
  );
  return {
    insertReport({ id, space, reporter, user, message, room, rule, reason, created }) {
      insert.run(id, space, reporter, user, message, room, rule, reason, created);
    },
    reportById(id) {
      const row = byId.get(id);
      return row === null ? null : toReport(row);
    },
    reportLike({ space, reporter, user, message }) {
      const row = like.get(space, reporter, user, message);
      return row === null ? null : toReport(row);
    },
    setReport(id, { state, closed, moderator, note }) {
      set.run(state, closed, moderator, note, id);
    },
    reportsOf: (space, state, before, limit) => some.all(space, state, before, limit).map(toReport),
    countReports: (space, reporter) => count.get(reporter, space) ?? { all: 0, reporters: 0 },
  };
};
