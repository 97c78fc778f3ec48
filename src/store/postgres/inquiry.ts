/** What a database says of itself, asked without the lease and without changing anything. */

import { isLost, Line, placeOf } from "./line.ts";
import { VERSION } from "./schema.ts";

export interface Inquiry {
  /** Without the password. */
  readonly place: string;
  /** Of the schema; 0 in a database that holds nothing of ours. */
  readonly version: number;
  /** What this program writes. */
  readonly known: number;
  readonly messages: number;
}

/** Rejects with a sentence for the operator when it cannot be reached. */
export async function inquire(url: string): Promise<Inquiry> {
  const place = placeOf(url);
  const line = new Line(url, "repeatable read read only");
  try {
    return await line.transact(async (connection) => {
      const [there] = await connection.unsafe("select to_regclass('meta') is not null as there");
      if (there?.there !== true) return { place, version: 0, known: VERSION, messages: 0 };
      const [version] = await connection.unsafe("select value from meta where key = 'version'");
      const [count] = await connection.unsafe("select count(*) as count from message");
      return {
        place,
        version: Number(version?.value ?? 0),
        known: VERSION,
        messages: Number(count?.count ?? 0),
      };
    });
  } catch (error) {
    throw isLost(error) ? new Error(`The database ${place} cannot be reached: ${String(error)}`) : error;
  } finally {
    await line.close();
  }
}
