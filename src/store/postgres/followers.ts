/** Followers of the log and the outbox in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { FollowersTx, Following, Job, ReaderName } from "../../core/tx/followers.ts";
import type { Part } from "./tx.ts";

type JobRow = Omit<Job, "dead"> & { readonly dead: number };

const JOB = `id, reader, target, stream, seq, due, attempts, dead, failure`;

const toJob = (row: JobRow): Job => ({ ...row, dead: row.dead === 1 });

export const followers: Part<FollowersTx> = (db) => {
  const follow = db.prepare(
    `insert into follower (stream, reader, seq) values (?, ?, ?) on conflict do nothing`,
  );
  const unfollow = db.prepare(`delete from follower where stream = ? and reader = ?`);
  const position = db.prepare<{ seq: number }, [Id, string]>(
    `select seq from follower where stream = ? and reader = ?`,
  );
  const move = db.prepare(`update follower set seq = ? where stream = ? and reader = ?`);
  const of = db.prepare<{ reader: ReaderName }, [Id]>(
    `select reader from follower where stream = ? order by reader`,
  );
  const all = db.prepare<Following & { readonly behind: number }, [Id, number]>(
    `select f.reader, f.stream, f.seq, coalesce(c.seq, 0) > f.seq as behind
     from follower f left join counter c on c.id = f.stream where f.stream > ? order by f.stream, f.reader limit ?`,
  );
  const insert = db.prepare(`insert into outbox (${JOB}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const find = db.prepare<JobRow, [Id]>(`select ${JOB} from outbox where id = ?`);
  const update = db.prepare(`update outbox set due = ?, attempts = ?, dead = ?, failure = ? where id = ?`);
  const count = db.prepare<{ jobs: number }, [string, Id]>(
    `select count(*) as jobs from outbox where reader = ? and target = ? and dead = 0`,
  );
  const lastDue = db.prepare<{ due: Millis | null }, [string, Id]>(
    `select max(due) as due from outbox where reader = ? and target = ? and dead = 0`,
  );
  const giveUp = db.prepare(
    `update outbox set dead = 1, failure = ? where reader = ? and target = ? and dead = 0`,
  );
  const trim = db.prepare(
    `delete from outbox where reader = ?1 and target = ?2 and dead = 1 and id <= (
       select id from outbox where reader = ?1 and target = ?2 and dead = 1 order by id desc limit 1 offset ?3)`,
  );
  const revive = db.prepare(
    `update outbox set dead = 0, attempts = 0, due = ? where reader = ? and target = ? and dead = 1 and ?::bigint in (0, id)`,
  );
  const remove = db.prepare(`delete from outbox where id = ?`);
  const removeOf = db.prepare(`delete from outbox where reader = ? and target = ?`);
  const putOff = db.prepare(
    `update outbox set due = greatest(due, ?) where reader = ? and target = ? and dead = 0`,
  );
  const due = db.prepare<JobRow, [Millis, number]>(
    `select ${JOB} from (
       select ${JOB}, row_number() over (partition by reader, target order by attempts, id) as turn
       from outbox where dead = 0 and due <= ?
     ) ranked where turn = 1 order by due, id limit ?`,
  );
  const next = db.prepare<{ due: Millis }, [Millis]>(
    `select due from outbox where dead = 0 and due > ? order by due limit 1`,
  );
  const jobsOf = db.prepare<JobRow, [string, Id, number, Id, number]>(
    `select ${JOB} from outbox where reader = ? and target = ? and dead = ? and id > ? order by id limit ?`,
  );
  return {
    async follow({ reader, stream, seq }) {
      await follow.run(stream, reader, seq);
    },
    async unfollow(reader, stream) {
      await unfollow.run(stream, reader);
    },
    positionOf: async (reader, stream) => (await position.get(stream, reader))?.seq ?? null,
    async movePosition({ reader, stream, seq }) {
      await move.run(seq, stream, reader);
    },
    readersOf: async (stream) => (await of.all(stream)).map(({ reader }) => reader),
    followings: async (after, limit) =>
      (await all.all(after, limit)).map((row) => ({ ...row, behind: row.behind === 1 })),
    async insertJob({ id, reader, target, stream, seq, due: at, attempts, dead, failure }) {
      await insert.run(id, reader, target, stream, seq, at, attempts, dead ? 1 : 0, failure);
    },
    async findJob(id) {
      const row = await find.get(id);
      return row === null ? null : toJob(row);
    },
    async updateJob({ id, due: at, attempts, dead, failure }) {
      await update.run(at, attempts, dead ? 1 : 0, failure, id);
    },
    lastDue: async (reader, target) => (await lastDue.get(reader, target))?.due ?? 0,
    countJobs: async (reader, target) => (await count.get(reader, target))?.jobs ?? 0,
    async giveUpJobs(reader, target, failure, keep) {
      await giveUp.run(failure, reader, target);
      await trim.run(reader, target, keep);
    },
    reviveJobs: async (reader, target, job, at) => (await revive.run(at, reader, target, job ?? 0)).changes,
    async deleteJob(id) {
      await remove.run(id);
    },
    async deleteJobsOf(reader, target) {
      await removeOf.run(reader, target);
    },
    async putOffJobs(reader, target, at) {
      await putOff.run(at, reader, target);
    },
    jobsDue: async (by, limit) => (await due.all(by, limit)).map(toJob),
    nextJob: async (after) => (await next.get(after))?.due ?? null,
    jobsOf: async (reader, target, { dead, after, limit }) =>
      (await jobsOf.all(reader, target, dead ? 1 : 0, after, limit)).map(toJob),
  };
};
