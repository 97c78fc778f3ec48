/** Acknowledgements in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { AcksTx } from "../../core/tx/acks.ts";
import type { Part } from "./tx.ts";

export const acks: Part<AcksTx> = (db) => {
  const set = db.prepare(
    `insert into ack (user, stream, up_to, above) values (?, ?, ?, ?)
     on conflict (user, stream) do update set up_to = excluded.up_to, above = excluded.above`,
  );
  const of = db.prepare<{ stream: Id; upTo: number; above: string }, [Id]>(
    `select stream, up_to as upTo, above from ack where user = ? order by stream`,
  );
  return {
    async setAck(user, { stream, upTo, above }) {
      await set.run(user, stream, upTo, JSON.stringify(above));
    },
    acksOf: async (user) =>
      (await of.all(user)).map((row) => ({ ...row, above: JSON.parse(row.above) as number[] })),
  };
};
