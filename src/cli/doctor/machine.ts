/** Whether the machine lets the server do its work. */

import { readFileSync } from "node:fs";
import { type Finding, fine, warning } from "./finding.ts";

/** Descriptors besides those of connections: the database, files being handed out, the runtime's own. */
const SPARE_FILES = 500;

/** Whether as many connections can be open as the configuration allows. Linux tells; elsewhere it is not known. */
export function openFilesOf(connections: number): Finding {
  const about = "open files";
  let limits = "";
  try {
    limits = readFileSync("/proc/self/limits", "utf8");
  } catch {
    return fine(about, "not known on this system");
  }
  const [, soft = ""] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  const wanted = connections + SPARE_FILES;
  if (soft === "unlimited" || Number(soft) >= wanted) return fine(about, `${soft} allowed`);
  return warning(
    about,
    `${soft} allowed, and [limits] connections is ${connections}`,
    `LimitNOFILE=${wanted} in the unit, or "ulimit -n ${wanted}" before the start`,
  );
}
