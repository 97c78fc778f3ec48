/** Phone numbers, codes, names and refresh tokens in PostgreSQL. Each function runs inside the caller's transaction. */

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
    `select user, number from phone where number = any(array(select value from texts_of(?))) order by user`,
  );
  const byUsers = db.prepare<PhoneRow, [string]>(
    `select user, number from phone where user = any(array(select value from ids_of(?)))`,
  );
  const together = db.prepare<{ user: Id }, [Id, string]>(
    `select distinct o.user from room_member m join room_member o on o.room = m.room
     where m.user = ? and o.user = any(array(select value from ids_of(?)))`,
  );
  const putName = db.prepare(
    `insert into given_name (user, first, last) values (?, ?, ?)
     on conflict (user) do update set first = excluded.first, last = excluded.last`,
  );
  const names = db.prepare<GivenName, [string]>(
    `select user, first, last from given_name where user = any(array(select value from ids_of(?)))`,
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
    async putPhoneCode({ number, hash, tries, expires }) {
      await putCode.run(number, hash, tries, expires);
    },
    phoneCode: async (number) => await code.get(number),
    async deletePhoneCode(number) {
      await deleteCode.run(number);
    },
    async expirePhoneCodes(by) {
      await expire.run(by);
    },
    async insertPhone(user, number) {
      await insertPhone.run(user, number);
    },
    usersByPhones: async (numbers) => await byNumbers.all(JSON.stringify(numbers)),
    phonesOf: async (users) => await byUsers.all(JSON.stringify(users)),
    inRoomsWith: async (user, users) =>
      (await together.all(user, JSON.stringify(users))).map((row) => row.user),
    async putGivenName({ user, first, last }) {
      await putName.run(user, first, last);
    },
    givenNamesOf: async (users) => await names.all(JSON.stringify(users)),
    async insertRefreshToken({ hash, user, created, used }) {
      await insertToken.run(hash, user, created, used ? 1 : 0);
    },
    async refreshToken(hash) {
      const row = await token.get(hash);
      return row === null ? null : { ...row, used: row.used === 1 };
    },
    async useRefreshToken(hash) {
      await useToken.run(hash);
    },
    async deleteRefreshTokensOf(user) {
      await deleteTokens.run(user);
    },
    async trimRefreshTokens(user, created, most) {
      await trim.run(user, created, most);
    },
    async forgetPhone(user) {
      await forgetPhone.run(user);
      await forgetName.run(user);
      await deleteTokens.run(user);
    },
  };
};
