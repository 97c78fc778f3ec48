/** What linked pages said of themselves, in SQLite. Each function runs inside the caller's transaction. */

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
    `delete from preview where address in (select address from preview order by expires desc limit -1 offset ?)`,
  );
  return {
    pageAt(address, now) {
      const row = get.get(address, now);
      return row === null ? undefined : row.page === null ? null : (JSON.parse(row.page) as Page);
    },
    keepPage(address, page, expires) {
      keep.run(address, page === null ? null : JSON.stringify(page), expires);
    },
    prunePages(now, most) {
      expired.run(now);
      surplus.run(most);
    },
  };
};
