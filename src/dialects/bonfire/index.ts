/** The Bonfire gateway: Koine's native dialect. */

import type { Dialect } from "../../core/dialect.ts";
import type { SignIn } from "../../core/sign-in.ts";
import { apiRoutes } from "./api.ts";
import { asyncApi } from "./asyncapi.ts";
import { accountRoutes, type WireTokens } from "./http.ts";
import { openApi } from "./openapi.ts";
import { encodeEvent } from "./outbound.ts";
import { connectSession, type Services } from "./session.ts";
import { chooseVariant, variantName } from "./version.ts";

export function bonfire(
  services: Services & { readonly signIn: SignIn; readonly wireTokens: WireTokens },
): Dialect {
  return {
    name: "bonfire",
    paths: ["/gateway"],
    accept({ query }) {
      const chosen = chooseVariant(query);
      return typeof chosen === "string" ? { status: 400, text: chosen } : { variant: variantName(chosen) };
    },
    connect: (conn, variant) => connectSession(services, conn, variant),
    encode: encodeEvent,
    routes: {
      ...accountRoutes(services.signIn, services.node, services.secrets, services.wireTokens),
      ...apiRoutes(services),
      "GET /api/openapi.json": async () => Response.json(openApi()),
      "GET /api/asyncapi.json": async () => Response.json(asyncApi()),
    },
  };
}
