/** What anybody may look at: the server's card, its pictures, files (sections 11.1 to 11.3). */

import type { Reply } from "../../../core/commands.ts";
import type { Route } from "../../../core/dialect.ts";
import { Fault } from "../../../core/faults.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { Node } from "../../../core/node.ts";
import type { ServedFile } from "../../../core/tx/attachments.ts";
import type { Uploads } from "../../../core/uploads.ts";
import type { Decoration } from "../names.ts";
import { HTTP_TEXTS } from "../texts.ts";
import { HttpRefusal, textResponse } from "./answers.ts";

/** How long a card is told again as it was, in milliseconds: anybody may ask for it, as often as they like. */
const CARD_MILLIS = 5_000;
/** Most spaces whose cards are kept. */
const MAX_CARDS = 100;

/** For how long pictures and files may be kept by others, in seconds. */
const CACHE = "public, max-age=3600";

export interface Shown {
  readonly blob: Blob;
  readonly file: ServedFile;
}

export interface ShowingServices {
  readonly node: Node;
  readonly uploads: Pick<Uploads, "open">;
  /** The answer that gives a file; the tag names its content, for caches. */
  readonly serveFile: (request: Request, tag: string, shown: Shown) => Response;
  /** Those who are shown as online, by any door. */
  readonly onlineUsers: () => readonly Id[];
  /** Connections of this wire, also those that have not signed in. */
  readonly connections: () => number;
  /** The pictures of a space, as addresses. */
  readonly decorationOf: (slug: string | null) => Promise<Decoration>;
  readonly now: () => number;
}

type Card = Reply<"space_card">;

export function showing(services: ShowingServices): Readonly<Record<string, Route>> {
  const { node, uploads, serveFile, onlineUsers, connections, decorationOf, now } = services;
  const cards = new Map<string | null, { readonly at: number; readonly card: Promise<Card> }>();

  function cardOf(slug: string | null): Promise<Card> {
    const kept = cards.get(slug);
    if (kept !== undefined && now() - kept.at < CARD_MILLIS) return kept.card;
    if (cards.size >= MAX_CARDS) cards.clear();
    const input = { space: slug, online: [...onlineUsers()] };
    const card = node.ask(null, { type: "space_card", input }).catch((error: unknown) => {
      cards.delete(slug);
      if (error instanceof Fault && error.code === "not_found")
        throw new HttpRefusal(404, HTTP_TEXTS.noSuchSpace);
      throw error;
    });
    cards.set(slug, { at: now(), card });
    return card;
  }

  async function picture(request: Request, key: string, missing: string): Promise<Response> {
    const shown = key === "" ? null : await uploads.open(key);
    if (shown === null) return textResponse(404, missing);
    return cached(serveFile(request, key.slice(0, 16), shown));
  }

  return {
    "GET /info": async (_request, _address, slug) => {
      const [card, decoration] = [await cardOf(slug), await decorationOf(slug)];
      const info = {
        server: { name: card.name, ...decoration, owner: { name: card.owner } },
        stats: {
          total_users: card.members,
          connected_users: connections(),
          online_users: card.online,
          total_channels: card.rooms,
          total_roles: card.roles,
        },
      };
      return new Response(JSON.stringify(info, null, 2), { headers: { "Content-Type": "application/json" } });
    },
    "GET /server-assets/:name": async (request, _address, slug) => {
      const name = new URL(request.url).pathname.split("/").at(-1);
      const key = name === "icon" ? (await cardOf(slug)).icon : "";
      return await picture(request, key, HTTP_TEXTS.assetNotFound);
    },
    "GET /attachments/:id": async (request) => {
      const key = new URL(request.url).pathname.split("/").at(-1) ?? "";
      const shown = await uploads.open(key);
      if (shown === null || shown.file.at !== "files") throw new HttpRefusal(404, HTTP_TEXTS.attachmentGone);
      return cached(serveFile(request, key.slice(0, 16), shown));
    },
  };
}

function cached(response: Response): Response {
  response.headers.set("Cache-Control", CACHE);
  return response;
}
