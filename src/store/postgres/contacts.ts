/** Contacts in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Contact, ContactsTx } from "../../core/tx/contacts.ts";
import type { Part } from "./tx.ts";

const CONTACT = `select owner, key, number, first, last from contact`;

export const contacts: Part<ContactsTx> = (db) => {
  const put = db.prepare(
    `insert into contact (owner, key, number, first, last) values (?, ?, ?, ?, ?)
     on conflict (owner, key) do update set number = excluded.number, first = excluded.first, last = excluded.last`,
  );
  const one = db.prepare<Contact, [Id, string]>(`${CONTACT} where owner = ? and key = ?`);
  const count = db.prepare<{ count: number }, [Id]>(`select count(*) as count from contact where owner = ?`);
  const all = db.prepare<Contact, [Id]>(`${CONTACT} where owner = ? order by key`);
  const remove = db.prepare(`delete from contact where owner = ? and key = ?`);
  const removeBook = db.prepare(`delete from contact where owner = ? and key = number`);
  const owners = db.prepare<{ number: string }, [string, string]>(
    `select distinct p.number from contact c join phone p on p.user = c.owner
     where c.number = ? and p.number = any(array(select value from texts_of(?)))`,
  );
  const forget = db.prepare(`delete from contact where owner = ?`);
  return {
    async putContact({ owner, key, number, first, last }) {
      await put.run(owner, key, number, first, last);
    },
    contact: async (owner, key) => await one.get(owner, key),
    countContacts: async (owner) => (await count.get(owner))?.count ?? 0,
    contactsOf: async (owner) => await all.all(owner),
    async deleteContact(owner, key) {
      await remove.run(owner, key);
    },
    async deletePhoneBook(owner) {
      await removeBook.run(owner);
    },
    ownersOfContact: async (number, numbers) => await owners.all(number, JSON.stringify(numbers)),
    async forgetContacts(owner) {
      await forget.run(owner);
    },
  };
};
