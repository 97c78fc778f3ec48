/** Acknowledgements in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { AcksTx } from "../../core/tx/acks.ts";
import type { Part } from "./tx.ts";

export const acks: Part<AcksTx> = (db) => {
  const set = db.prepare(`insert or replace into ack (user, stream, up_to, above) values (?, ?, ?, ?)`);
  const of = db.prepare<{ stream: Id; upTo: number; above: string }, [Id]>(
    `select stream, up_to as upTo, above from ack where user = ? order by stream`,
  );
  return {
    setAck(user, { stream, upTo, above }) {
      set.run(user, stream, upTo, JSON.stringify(above));
    },
    acksOf: (user) => of.all(user).map((row) => ({ ...row, above: JSON.parse(row.above) as number[] })),
  };
};
