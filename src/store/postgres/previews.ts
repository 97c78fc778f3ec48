/** What linked pages said of themselves, in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Page } from "../../core/model/messages.ts";
import type { PreviewsTx } from "../../core/tx/previews.ts";
import type { Part } from "./tx.ts";

export const previews: Part<PreviewsTx> = (db) => {
  const get = db.prepare<{ page: string | null }, [string, number]>(
    `select page from preview where address = ? and expires > ?`,
  );
  const keep = db.prepare(
    `insert into preview (address, page, expires) values (?, ?, ?)
     on conflict (address) do update set page = excluded.page, expires = excluded.expires`,
  );
  const expired = db.prepare(`delete from preview where expires <= ?`);
  const surplus = db.prepare(
    `delete from preview where address in (select address from preview order by expires desc limit all offset ?)`,
  );
  return {
    async pageAt(address, now) {
      const row = await get.get(address, now);
      return row === null ? undefined : row.page === null ? null : (JSON.parse(row.page) as Page);
    },
    async keepPage(address, page, expires) {
      await keep.run(address, page === null ? null : JSON.stringify(page), expires);
    },
    async prunePages(now, most) {
      await expired.run(now);
      await surplus.run(most);
    },
  };
};
