/** Log lines on a stream: one JSON object a line. */

import type { Fields, Log } from "../core/log.ts";

/** Lines go to `write`, each with its line break. */
export function jsonLog(write: (line: string) => void, now: () => number): Log {
  const line =
    (level: string) =>
    (message: string, fields: Fields = {}): void =>
      write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...fields })}\n`);
  return { debug: () => undefined, info: line("info"), warn: line("warn"), error: line("error") };
}
