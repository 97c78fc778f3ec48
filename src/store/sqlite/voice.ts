/** Voice rooms and calls in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Call, CallState, VoiceState } from "../../core/model/calls.ts";
import type { Id } from "../../core/model/ids.ts";
import type { UserRef } from "../../core/model/users.ts";
import type { Present, VoiceTx } from "../../core/tx/voice.ts";
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
export function voiceReader(db: Database): (rooms: readonly Id[]) => VoiceState[] {
  const inRooms = db.prepare<VoiceRow, [string]>(
    `${VOICE} where v.room in (select value from json_each(?)) order by v.joined, v.user`,
  );
  return (rooms) => (rooms.length === 0 ? [] : inRooms.all(JSON.stringify(rooms)).map(toVoice));
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
function callMaker(db: Database): (row: CallRow) => Call {
  const members = db.prepare<UserRef, [Id]>(
    `select u.id, u.handle, u.name, u.avatar from call_member m join user u on u.id = m.user where m.call = ?
     order by m.place`,
  );
  return ({ caller, video, declined, ...row }) => {
    const participants = members.all(row.id);
    const by = participants.find(({ id }) => id === caller);
    if (by === undefined) throw new Error("A call without its caller");
    return { ...row, caller: by, video: video === 1, participants, declined: JSON.parse(declined) as Id[] };
  };
}

/** The call that a message keeps. */
export function callReader(db: Database): (message: Id) => { readonly call?: Call } {
  const make = callMaker(db);
  const byMessage = db.prepare<CallRow, [Id]>(`${CALL} where message = ?`);
  return (message) => {
    const row = byMessage.get(message);
    return row === null ? {} : { call: make(row) };
  };
}

/** The calls that ring or run in these rooms. */
export function openCallsReader(db: Database): (rooms: readonly Id[]) => Call[] {
  const make = callMaker(db);
  const open = db.prepare<CallRow, [string]>(
    `${CALL} where ended is null and room in (select value from json_each(?)) order by id`,
  );
  return (rooms) => (rooms.length === 0 ? [] : open.all(JSON.stringify(rooms)).map(make));
}

export const voice: Part<VoiceTx> = (db) => {
  const make = callMaker(db);
  const of = db.prepare<VoiceRow, [Id]>(`${VOICE} where v.user = ?`);
  const all = db.prepare<VoiceRow, []>(`${VOICE} order by v.joined, v.user`);
  const put = db.prepare(
    `insert or replace into voice (user, room, session, self_muted, self_deafened, muted, deafened, streaming, camera,
       joined) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare(`delete from voice where user = ?`);
  const hush = db.prepare<{ muted: number; deafened: number }, [Id, Id]>(
    `select muted, deafened from hush where space = ? and user = ?`,
  );
  const setHush = db.prepare(
    `insert or replace into hush (space, user, muted, deafened) values (?, ?, ?, ?)`,
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
    voiceOf(user) {
      const row = of.get(user);
      return row === null ? null : toVoice(row);
    },
    voiceIn: voiceReader(db),
    allVoice: () => all.all().map(toVoice),
    putVoice({ user, room, session, joined, ...flags }) {
      const { selfMuted, selfDeafened, muted, deafened, streaming, camera } = flags;
      const bits = [selfMuted, selfDeafened, muted, deafened, streaming, camera].map(Number);
      put.run(user.id, room, session, ...bits, joined);
    },
    removeVoice(user) {
      remove.run(user);
    },
    hushOf(space, user) {
      const row = hush.get(space, user);
      return { muted: row?.muted === 1, deafened: row?.deafened === 1 };
    },
    setHush(space, user, { muted, deafened }) {
      setHush.run(space, user, Number(muted), Number(deafened));
    },
    insertCall(call) {
      const { id, room, state, caller, video, started, answered, ended, message, declined, elsewhere } = call;
      const rest = [answered, ended, message, JSON.stringify(declined), elsewhere];
      insert.run(id, room, state, caller.id, Number(video), started, ...rest);
    },
    updateCall({ id, state, video, answered, ended, message, declined }) {
      update.run(state, Number(video), answered, ended, message, JSON.stringify(declined), id);
    },
    callById(id) {
      const row = byId.get(id);
      return row === null ? null : make(row);
    },
    callNamed(room, elsewhere) {
      const row = named.get(room, elsewhere);
      return row === null ? null : make(row);
    },
    openCallsIn: openCallsReader(db),
    openCalls: () => open.all().map(make),
    presentIn: (call) => present.all(call),
    enterCall(call, { user, session }) {
      enter.run(call, user, session);
    },
    leaveCall(call, user) {
      leave.run(call, user);
    },
  };
};
