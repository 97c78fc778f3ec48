/** The i386chat gateway. */

import type { Dialect, Encoder } from "../../core/dialect.ts";
import { type HttpServices, httpRoutes } from "./http.ts";
import { encodeEvent } from "./outbound.ts";
import { connectSession, type Services } from "./session.ts";

export function i386chat(services: Services & HttpServices): Dialect {
  const encoder: Encoder = {
    name: "i386chat",
    encode: (event) => encodeEvent(event, services.isAdministrator),
  };
  return {
    ...encoder,
    paths: ["/i386chat"],
    accept: () => ({ variant: "" }),
    connect: (conn) => connectSession(services, encoder, conn),
    routes: httpRoutes(services),
  };
}
