/** `GET /metrics`: for whoever has the token, or for all where the port is the metrics' own. */

import { createHash, timingSafeEqual } from "node:crypto";
import type { Route } from "../../core/dialect.ts";

/** `token` "" asks for none. The comparison takes as long for every wrong token. */
export function metricsRoute(token: string, scrape: () => string): Readonly<Record<string, Route>> {
  const wanted = hash(`Bearer ${token}`);
  return {
    "GET /metrics": async (request) => {
      const said = hash(request.headers.get("Authorization") ?? "");
      if (token !== "" && !timingSafeEqual(said, wanted)) {
        const headers = { "WWW-Authenticate": 'Bearer realm="metrics"' };
        return new Response("The metrics need their token\n", { status: 401, headers });
      }
      return new Response(scrape(), {
        headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" },
      });
    },
  };
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
