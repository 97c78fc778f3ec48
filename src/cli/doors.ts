/** Ports of their own for dialects. */

import type { Dialect, Route } from "../core/dialect.ts";
import type { Door } from "../net/server.ts";

/**
 * The door of a dialect at an address, where it answers at `/` too and its own rules about other paths hold; none
 * without an address. `calls` are what its clients need besides its own.
 */
export function ownDoor(
  dialect: Dialect,
  address: { readonly hostname: string; readonly port: number } | null,
  calls: Pick<Door, "routes" | "uploads">,
): Door[] {
  if (address === null) return [];
  const { paths, alone } = dialect;
  const atRoot = { ...dialect, paths: alone?.paths ?? ["/", ...paths.filter((path) => path !== "/")] };
  return [{ ...address, dialects: [atRoot], ...calls, otherwise: alone?.otherwise ?? null }];
}

/** The door of the metrics at an address; none without one. */
export function metricsDoor(
  address: { readonly hostname: string; readonly port: number } | null,
  routes: Readonly<Record<string, Route>>,
): Door[] {
  return address === null ? [] : [{ ...address, dialects: [], routes, uploads: {}, otherwise: null }];
}
