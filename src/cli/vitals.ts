/** How the process is, for those who look after the instance. */

import { statfsSync } from "node:fs";
import type { Vitals } from "../dialects/bonfire/health.ts";
import type { Traffic } from "../net/traffic.ts";

/** `data`: the data directory; its disk is what fills. */
export function vitalsOf(data: string, traffic: ReadonlyMap<string, Traffic>): Vitals {
  return {
    uptime: Math.floor(process.uptime() * 1_000),
    memory: process.memoryUsage.rss(),
    disk: diskOf(data),
    connections: new Map([...traffic].map(([dialect, { open }]) => [dialect, open])),
  };
}

function diskOf(data: string): Vitals["disk"] {
  try {
    const { bavail, blocks, bsize } = statfsSync(data);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null; // The system does not say.
  }
}
