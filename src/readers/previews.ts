/**
 * Looks at what messages link to (`docs/integrations.md`): one page for each link, and nothing that the page links to
 * in turn. What cannot be read has no preview; that is no failure.
 */

import { isInline } from "../core/media.ts";
import type { Page } from "../core/model/messages.ts";
import type { Node } from "../core/node.ts";
import { MAX_PICTURE_URL, type PreviewParcel } from "../core/previews.ts";
import { type PageFacts, readPage } from "./page.ts";
import type { Send } from "./sender.ts";

/** For one page, redirects included, in milliseconds. */
export const PAGE_MILLIS = 8_000;
/** How much of a page is read, in bytes; what a page says of itself stands at its beginning. */
export const MAX_PAGE_BYTES = 512 * 1024;
export const MAX_REDIRECTS = 5;

/** A guarded request to an address that somebody else chose. Rejects when nothing came of it. */
type Get = (request: {
  readonly url: string;
  readonly method: "GET";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: null;
  readonly timeout: number;
  readonly maxBytes: number;
  readonly cut: true;
  readonly redirects: number;
}) => Promise<{
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly url: string;
}>;

interface Deps {
  readonly node: Node;
  readonly get: Get;
  /** False while the operator wants none. */
  readonly isEnabled: boolean;
  /** The address of a picture at our own proxy; "" when it cannot have one. */
  readonly proxied: (url: string) => string;
  /** By which a page is remembered. */
  readonly hash: (url: string) => string;
  /** Who asks, and that it is a proxy that asks. */
  readonly headers: Readonly<Record<string, string>>;
}

export function previewSend({ node, get, isEnabled, proxied, hash, headers }: Deps): Send<PreviewParcel> {
  async function pageAt(link: string): Promise<Page | null> {
    const read = await looked(link);
    if (read === null) return null;
    const { picture, ...said } = read.facts;
    const image = picture === "" ? "" : proxied(absolute(picture, read.url));
    const page = { ...said, image: image.length <= MAX_PICTURE_URL ? image : "" };
    return page.title === "" && page.description === "" && page.image === "" ? null : page;
  }

  /** What stands behind a link; null where that is nothing to show. */
  async function looked(link: string): Promise<{ readonly facts: PageFacts; readonly url: string } | null> {
    const answer = await answerOf(link);
    if (answer === null || answer.status !== 200 || answer.headers.has("Content-Encoding")) return null;
    const type = answer.headers.get("Content-Type") ?? "";
    const media = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
    // The picture itself is shown; what its bytes are is looked at when somebody asks the proxy for it.
    if (media.startsWith("image/") && isInline(media))
      return {
        facts: { title: "", description: "", siteName: "", picture: answer.url, large: true },
        url: answer.url,
      };
    if (media !== "text/html" && media !== "application/xhtml+xml") return null;
    const facts = await readPage(answer.body, type);
    return facts === null ? null : { facts, url: answer.url };
  }

  async function answerOf(url: string) {
    const accept = { Accept: "text/html,application/xhtml+xml,image/*;q=0.8" };
    try {
      return await get({
        url,
        method: "GET",
        headers: { ...headers, ...accept },
        body: null,
        timeout: PAGE_MILLIS,
        maxBytes: MAX_PAGE_BYTES,
        cut: true,
        redirects: MAX_REDIRECTS,
      });
    } catch {
      // The name is not known, nobody answers, it leads inward: whatever it is, there is nothing to show.
      return null;
    }
  }

  return async ({ message, links }) => {
    if (!isEnabled) return { ok: true };
    const wanted = links.map((link) => ({ link, address: hash(link) }));
    const addresses = wanted.map(({ address }) => address);
    const known = await node.ask(null, { type: "pages_get", input: { addresses } });
    const pages = await Promise.all(
      wanted.map(async ({ link, address }) => {
        const found = known.find((one) => one.address === address);
        if (found !== undefined) return { link, page: found.page };
        const page = await pageAt(link);
        await node.ask(null, { type: "page_keep", input: { address, page } });
        return { link, page };
      }),
    );
    await node.ask(null, { type: "previews_set", input: { message, pages } });
    return { ok: true };
  };
}

function absolute(address: string, base: string): string {
  return URL.canParse(address, base) ? new URL(address, base).href : "";
}
