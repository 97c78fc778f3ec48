/** Voice rooms and calls in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Call, CallState, VoiceState } from "../../core/model/calls.ts";
import type { Id } from "../../core/model/ids.ts";
import type { UserRef } from "../../core/model/users.ts";
import type { Present, VoiceTx } from "../../core/tx/voice.ts";
import type { Database } from "./statements.ts";
import type { Part } from "./tx.ts";

interface VoiceRow {
  user: Id;
  handle: string;
  name: string;
  avatar: string;
  room: Id;
  session: Id;
  selfMuted: number;
  selfDeafened: number;
  muted: number;
  deafened: number;
  streaming: number;
  camera: number;
  joined: number;
}

const VOICE = `select v.user, u.handle, u.name, u.avatar, v.room, v.session, v.self_muted as selfMuted,
  v.self_deafened as selfDeafened, v.muted, v.deafened, v.streaming, v.camera, v.joined
  from voice v join user u on u.id = v.user`;

function toVoice({ user, handle, name, avatar, room, session, joined, ...flags }: VoiceRow): VoiceState {
  return {
    user: { id: user, handle, name, avatar },
    room,
    session,
    selfMuted: flags.selfMuted === 1,
    selfDeafened: flags.selfDeafened === 1,
    muted: flags.muted === 1,
    deafened: flags.deafened === 1,
    streaming: flags.streaming === 1,
    camera: flags.camera === 1,
    joined,
  };
}

/** Who is in these voice rooms, in the order in which they came. */
export function voiceReader(db: Database): (rooms: readonly Id[]) => Promise<VoiceState[]> {
  const inRooms = db.prepare<VoiceRow, [string]>(
    `${VOICE} where v.room = any(array(select value from ids_of(?))) order by v.joined, v.user`,
  );
  return async (rooms) => (rooms.length === 0 ? [] : (await inRooms.all(JSON.stringify(rooms))).map(toVoice));
}

interface CallRow {
  id: Id;
  room: Id;
  state: CallState;
  caller: Id;
  video: number;
  started: number;
  answered: number | null;
  ended: number | null;
  message: Id | null;
  declined: string;
  elsewhere: string | null;
}

const CALL = `select id, room, state, caller, video, started, answered, ended, message, declined, elsewhere
  from call`;

/** Makes calls of rows, with everybody who was in them. */
function callMaker(db: Database): (row: CallRow) => Promise<Call> {
  const members = db.prepare<UserRef, [Id]>(
    `select u.id, u.handle, u.name, u.avatar from call_member m join user u on u.id = m.user where m.call = ?
     order by m.place`,
  );
  return async ({ caller, video, declined, ...row }) => {
    const participants = await members.all(row.id);
    const by = participants.find(({ id }) => id === caller);
    if (by === undefined) throw new Error("A call without its caller");
    return { ...row, caller: by, video: video === 1, participants, declined: JSON.parse(declined) as Id[] };
  };
}

/** The call that a message keeps. */
export function callReader(db: Database): (message: Id) => Promise<{ readonly call?: Call }> {
  const make = callMaker(db);
  const byMessage = db.prepare<CallRow, [Id]>(`${CALL} where message = ?`);
  return async (message) => {
    const row = await byMessage.get(message);
    return row === null ? {} : { call: await make(row) };
  };
}

/** The calls that ring or run in these rooms. */
export function openCallsReader(db: Database): (rooms: readonly Id[]) => Promise<Call[]> {
  const make = callMaker(db);
  const open = db.prepare<CallRow, [string]>(
    `${CALL} where ended is null and room = any(array(select value from ids_of(?))) order by id`,
  );
  return async (rooms) =>
    rooms.length === 0 ? [] : await Promise.all((await open.all(JSON.stringify(rooms))).map(make));
}

export const voice: Part<VoiceTx> = (db) => {
  const make = callMaker(db);
  const of = db.prepare<VoiceRow, [Id]>(`${VOICE} where v.user = ?`);
  const all = db.prepare<VoiceRow, []>(`${VOICE} order by v.joined, v.user`);
  const put = db.prepare(
    `insert into voice (user, room, session, self_muted, self_deafened, muted, deafened, streaming, camera,
       joined) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict ("user") do update set room = excluded.room, session = excluded.session,
       self_muted = excluded.self_muted, self_deafened = excluded.self_deafened, muted = excluded.muted,
       deafened = excluded.deafened, streaming = excluded.streaming, camera = excluded.camera, joined = excluded.joined`,
  );
  const remove = db.prepare(`delete from voice where user = ?`);
  const hush = db.prepare<{ muted: number; deafened: number }, [Id, Id]>(
    `select muted, deafened from hush where space = ? and user = ?`,
  );
  const setHush = db.prepare(
    `insert into hush (space, user, muted, deafened) values (?, ?, ?, ?)
     on conflict (space, user) do update set muted = excluded.muted, deafened = excluded.deafened`,
  );
  const insert = db.prepare(
    `insert into call (id, room, state, caller, video, started, answered, ended, message, declined, elsewhere)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `update call set state = ?, video = ?, answered = ?, ended = ?, message = ?, declined = ? where id = ?`,
  );
  const byId = db.prepare<CallRow, [Id]>(`${CALL} where id = ?`);
  const named = db.prepare<CallRow, [Id, string]>(`${CALL} where room = ? and elsewhere = ?`);
  const open = db.prepare<CallRow, []>(`${CALL} where ended is null order by id`);
  const present = db.prepare<Present, [Id]>(
    `select user, session from call_member where call = ? and session is not null order by place`,
  );
  const enter = db.prepare(
    `insert into call_member (call, user, session, place)
     values (?1, ?2, ?3, (select count(*) from call_member where call = ?1))
     on conflict (call, user) do update set session = excluded.session`,
  );
  const leave = db.prepare(`update call_member set session = null where call = ? and user = ?`);
  return {
    async voiceOf(user) {
      const row = await of.get(user);
      return row === null ? null : toVoice(row);
    },
    voiceIn: voiceReader(db),
    allVoice: async () => (await all.all()).map(toVoice),
    async putVoice({ user, room, session, joined, ...flags }) {
      const { selfMuted, selfDeafened, muted, deafened, streaming, camera } = flags;
      const bits = [selfMuted, selfDeafened, muted, deafened, streaming, camera].map(Number);
      await put.run(user.id, room, session, ...bits, joined);
    },
    async removeVoice(user) {
      await remove.run(user);
    },
    async hushOf(space, user) {
      const row = await hush.get(space, user);
      return { muted: row?.muted === 1, deafened: row?.deafened === 1 };
    },
    async setHush(space, user, { muted, deafened }) {
      await setHush.run(space, user, Number(muted), Number(deafened));
    },
    async insertCall(call) {
      const { id, room, state, caller, video, started, answered, ended, message, declined, elsewhere } = call;
      const rest = [answered, ended, message, JSON.stringify(declined), elsewhere];
      await insert.run(id, room, state, caller.id, Number(video), started, ...rest);
    },
    async updateCall({ id, state, video, answered, ended, message, declined }) {
      await update.run(state, Number(video), answered, ended, message, JSON.stringify(declined), id);
    },
    async callById(id) {
      const row = await byId.get(id);
      return row === null ? null : await make(row);
    },
    async callNamed(room, elsewhere) {
      const row = await named.get(room, elsewhere);
      return row === null ? null : await make(row);
    },
    openCallsIn: openCallsReader(db),
    openCalls: async () => await Promise.all((await open.all()).map(make)),
    presentIn: (call) => present.all(call),
    async enterCall(call, { user, session }) {
      await enter.run(call, user, session);
    },
    async leaveCall(call, user) {
      await leave.run(call, user);
    },
  };
};
