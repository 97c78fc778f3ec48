/** Phone numbers, codes, names and refresh tokens in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { GivenName, PhoneCode, PhonesTx, RefreshToken } from "../../core/tx/phones.ts";
import type { Part } from "./tx.ts";

interface PhoneRow {
  user: Id;
  number: string;
}

export const phones: Part<PhonesTx> = (db) => {
  const putCode = db.prepare(
    `insert into phone_code (number, hash, tries, expires) values (?, ?, ?, ?)
     on conflict (number) do update set hash = excluded.hash, tries = excluded.tries, expires = excluded.expires`,
  );
  const code = db.prepare<PhoneCode, [string]>(
    `select number, hash, tries, expires from phone_code where number = ?`,
  );
  const deleteCode = db.prepare(`delete from phone_code where number = ?`);
  const expire = db.prepare(`delete from phone_code where expires <= ?`);
  const insertPhone = db.prepare(`insert into phone (user, number) values (?, ?)`);
  const byNumbers = db.prepare<PhoneRow, [string]>(
    `select user, number from phone where number in (select value from json_each(?)) order by user`,
  );
  const byUsers = db.prepare<PhoneRow, [string]>(
    `select user, number from phone where user in (select value from json_each(?))`,
  );
  const together = db.prepare<{ user: Id }, [Id, string]>(
    `select distinct o.user from room_member m join room_member o on o.room = m.room
     where m.user = ? and o.user in (select value from json_each(?))`,
  );
  const putName = db.prepare(
    `insert into given_name (user, first, last) values (?, ?, ?)
     on conflict (user) do update set first = excluded.first, last = excluded.last`,
  );
  const names = db.prepare<GivenName, [string]>(
    `select user, first, last from given_name where user in (select value from json_each(?))`,
  );
  const insertToken = db.prepare(`insert into refresh_token (hash, user, created, used) values (?, ?, ?, ?)`);
  const token = db.prepare<Omit<RefreshToken, "used"> & { used: number }, [string]>(
    `select hash, user, created, used from refresh_token where hash = ?`,
  );
  const useToken = db.prepare(`update refresh_token set used = 1 where hash = ?`);
  const deleteTokens = db.prepare(`delete from refresh_token where user = ?`);
  const trim = db.prepare(
    `delete from refresh_token where user = ?1 and (created < ?2 or created < (
       select min(newest.created) from (
         select created from refresh_token where user = ?1 order by created desc limit ?3
       ) newest
     ))`,
  );
  const forgetPhone = db.prepare(`delete from phone where user = ?`);
  const forgetName = db.prepare(`delete from given_name where user = ?`);
  return {
    putPhoneCode({ number, hash, tries, expires }) {
      putCode.run(number, hash, tries, expires);
    },
    phoneCode: (number) => code.get(number),
    deletePhoneCode(number) {
      deleteCode.run(number);
    },
    expirePhoneCodes(by) {
      expire.run(by);
    },
    insertPhone(user, number) {
      insertPhone.run(user, number);
    },
    usersByPhones: (numbers) => byNumbers.all(JSON.stringify(numbers)),
    phonesOf: (users) => byUsers.all(JSON.stringify(users)),
    inRoomsWith: (user, users) => together.all(user, JSON.stringify(users)).map((row) => row.user),
    putGivenName({ user, first, last }) {
      putName.run(user, first, last);
    },
    givenNamesOf: (users) => names.all(JSON.stringify(users)),
    insertRefreshToken({ hash, user, created, used }) {
      insertToken.run(hash, user, created, used ? 1 : 0);
    },
    refreshToken(hash) {
      const row = token.get(hash);
      return row === null ? null : { ...row, used: row.used === 1 };
    },
    useRefreshToken(hash) {
      useToken.run(hash);
    },
    deleteRefreshTokensOf(user) {
      deleteTokens.run(user);
    },
    trimRefreshTokens(user, created, most) {
      trim.run(user, created, most);
    },
    forgetPhone(user) {
      forgetPhone.run(user);
      forgetName.run(user);
      deleteTokens.run(user);
    },
  };
};
