/** Ghosts that are somebody's here, in SQLite. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Identity } from "../../core/model/outside.ts";
import type { IdentityClaim } from "../../core/tx/identities.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

type Identities = Pick<
  Tx,
  | "identityOf"
  | "identitiesOf"
  | "identitiesAmong"
  | "remotesOf"
  | "personBehind"
  | "setIdentity"
  | "deleteIdentity"
  | "putIdentityClaim"
  | "identityClaimsOn"
  | "setIdentityTries"
  | "deleteIdentityClaim"
>;

const IDENTITY = `select ghost, person, space, name, avatar from identity`;

export const identities: Part<Identities> = (db) => {
  const one = db.prepare<Identity, [Id]>(`${IDENTITY} where ghost = ?`);
  const of = db.prepare<Identity, [Id]>(`${IDENTITY} where person = ? order by ghost`);
  const among = db.prepare<Identity, [string]>(
    `${IDENTITY} where ghost in (select value from json_each(?)) order by ghost`,
  );
  const remotes = db.prepare<{ person: Id; remoteId: string }, [string, string]>(
    `select i.person, u.remote_id as remoteId from identity i join user u on u.id = i.ghost
     where u.backend = ?1 and i.person in (select value from json_each(?2)) order by i.ghost`,
  );
  const behind = db.prepare<{ person: Id; timeoutUntil: Millis | null }, [Id]>(
    `select i.person, m.timeout_until as timeoutUntil from identity i
     left join member m on m.space = i.space and m.user = i.person where i.ghost = ?`,
  );
  const set = db.prepare(
    `insert into identity (ghost, person, space, name, avatar) values (?, ?, ?, ?, ?) on conflict (ghost) do update
     set person = excluded.person, space = excluded.space, name = excluded.name, avatar = excluded.avatar`,
  );
  const remove = db.prepare(`delete from identity where ghost = ?`);
  const put = db.prepare(
    `insert into identity_claim (person, ghost, hash, tries, expires) values (?, ?, ?, ?, ?) on conflict (person)
     do update set ghost = excluded.ghost, hash = excluded.hash, tries = excluded.tries, expires = excluded.expires`,
  );
  const claims = db.prepare<IdentityClaim & { hash: string }, [Id]>(
    `select person, ghost, hash, tries, expires from identity_claim where ghost = ? order by person`,
  );
  const setTries = db.prepare<unknown, [number, Id]>(`update identity_claim set tries = ? where person = ?`);
  const removeClaim = db.prepare(`delete from identity_claim where person = ?`);
  return {
    identityOf: (ghost) => one.get(ghost),
    identitiesOf: (person) => of.all(person),
    remotesOf: (backend, persons) => remotes.all(backend, JSON.stringify(persons)),
    personBehind: (ghost) => behind.get(ghost),
    identitiesAmong: (ghosts) => among.all(JSON.stringify(ghosts)),
    setIdentity({ ghost, person, space, name, avatar }) {
      set.run(ghost, person, space, name, avatar);
    },
    deleteIdentity(ghost) {
      remove.run(ghost);
    },
    putIdentityClaim({ person, ghost, tries, expires }, code) {
      put.run(person, ghost, hashOf(code), tries, expires);
    },
    identityClaimsOn(ghost, code) {
      const wanted = hashOf(code);
      return claims.all(ghost).map(({ hash, ...claim }) => ({ ...claim, right: hash === wanted }));
    },
    setIdentityTries(person, tries) {
      setTries.run(tries, person);
    },
    deleteIdentityClaim(person) {
      removeClaim.run(person);
    },
  };
};

function hashOf(code: string): string {
  return new Bun.CryptoHasher("sha256").update(code).digest("base64url");
}
