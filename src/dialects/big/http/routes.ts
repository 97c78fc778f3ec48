/** All HTTP calls of the wire (`docs/protocols/big.md` section 16). */

import type { Route } from "../../../core/dialect.ts";
import { aboutCalls } from "./alone.ts";
import { type Call, type CallServices, preflight, signedIn, textResponse, toRoute } from "./calling.ts";
import { serviceCalls } from "./calls.ts";
import { chatCalls } from "./chats.ts";
import { contactCalls } from "./contacts.ts";
import { deviceCalls } from "./devices.ts";
import { type FileServices, fileCalls, uploadCalls } from "./files.ts";
import { peopleCalls } from "./people.ts";
import { type CodeServices, signInCalls } from "./signing-in.ts";

export type HttpServices = CallServices &
  FileServices & {
    readonly codes: CodeServices;
    /** Takes what is for devices without an address of their own; "" for none. */
    readonly pushGateway: string;
  };

/** The routes of a dialect: those with large bodies apart. A preflight has one answer on every path. */
export function httpRoutes(services: HttpServices): {
  readonly routes: Readonly<Record<string, Route>>;
  readonly uploads: Readonly<Record<string, Route>>;
} {
  const toRoutes = (calls: Readonly<Record<string, Call>>): Record<string, Route> =>
    Object.fromEntries(Object.entries(calls).map(([key, call]) => [key, toRoute(services, call.answer)]));
  const large = uploadCalls(services);
  const own = callsOf(services);
  const calls = { ...own, ...aboutCalls({ ...own, ...large }) };
  const paths = [...Object.keys(calls), ...Object.keys(large)].map((key) => key.split(" ")[1] ?? "");
  const preflights = [...new Set(paths)].map((path) => [`OPTIONS ${path}`, preflight] as const);
  return { routes: { ...toRoutes(calls), ...Object.fromEntries(preflights) }, uploads: toRoutes(large) };
}

/** Every call but those with large bodies. */
export function callsOf(services: HttpServices): Readonly<Record<string, Call>> {
  return {
    "GET /websocket": signedIn({ about: "The socket." }, async () =>
      textResponse(426, "Expected WebSocket Upgrade"),
    ),
    ...signInCalls(services.codes),
    ...peopleCalls,
    ...contactCalls,
    ...chatCalls,
    ...serviceCalls,
    ...fileCalls(services),
    ...deviceCalls(services.pushGateway),
  };
}
