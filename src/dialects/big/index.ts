/** The BIG messenger's wire. */

import type { Accepted, Dialect, Encoder, Refusal, Upgrade } from "../../core/dialect.ts";
import { idSource, MAX_NODE } from "../../core/ids.ts";
import type { Id } from "../../core/model/ids.ts";
import type { AccessTokens } from "../../core/signing.ts";
import { createCursors } from "./cursors.ts";
import { otherwise } from "./http/alone.ts";
import { type HttpServices, httpRoutes } from "./http/routes.ts";
import { fromUserId, toUserId } from "./ids.ts";
import { connectSession, type Services, type Ticket } from "./session.ts";
import { SAID } from "./wire.ts";

export interface BigServices extends Services, HttpServices {
  readonly onError: (error: unknown) => void;
}

export function big(services: BigServices): Dialect {
  const { access, now, node, after, onError } = services;
  // What is told differs from client to client: there are no frames in common.
  const encoder: Encoder = { name: "big", encode: () => null };
  // No node of a store has this number, so that these ids are never those of rows.
  const common = { cursors: createCursors({ node, after, onError }), newId: idSource(MAX_NODE, now, 0) };

  function accept(upgrade: Upgrade): Accepted | Refusal {
    const { token, protocol } = tokenOf(upgrade);
    const claim = token === null ? null : access.open(token);
    const user = claim === null ? null : fromUserId(claim.subject);
    if (claim === null || user === null) return unauthorized(token === null, now());
    const ticket: Ticket = {
      user,
      issued: claim.issued,
      origin: services.origin === "" ? upgrade.origin : services.origin,
      fingerprint: upgrade.headers.get("fingerprint"),
    };
    return { variant: JSON.stringify(ticket), ...(protocol === null ? {} : { protocol }) };
  }

  return {
    ...encoder,
    paths: ["/websocket"],
    accept,
    connect: (conn, variant) =>
      connectSession(services, common, encoder, conn, JSON.parse(variant) as Ticket),
    ...httpRoutes(services),
    alone: { paths: ["/websocket"], otherwise: otherwise(services) },
  };
}

/** A token of this wire for a user (section 1.1). */
export function accessToken(access: AccessTokens, user: Id, phone: string | null, now: number): string {
  return access.sign({ subject: toUserId(user), phone, issued: now });
}

/** The header goes first; what browsers can send goes too (section 1.1). */
function tokenOf({ headers, query }: Upgrade): { token: string | null; protocol: string | null } {
  const header = /^Bearer (\S+)$/i.exec(headers.get("Authorization") ?? "")?.[1];
  if (header !== undefined) return { token: header, protocol: null };
  const inQuery = query.get("token");
  if (inQuery !== null) return { token: inQuery, protocol: null };
  const offered = (headers.get("Sec-WebSocket-Protocol") ?? "").split(",").map((name) => name.trim());
  const protocol = offered.find((name) => name.startsWith("bearer."));
  return protocol === undefined
    ? { token: null, protocol: null }
    : { token: protocol.slice("bearer.".length), protocol };
}

/** Section 17. */
function unauthorized(missing: boolean, timestamp: number): Refusal {
  const error = missing ? SAID.unauthorized : SAID.badToken;
  return {
    status: 401,
    text: JSON.stringify({ error, timestamp, status: 401 }),
    contentType: "application/json; charset=utf-8",
  };
}
