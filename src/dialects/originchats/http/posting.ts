/** Posting by webhooks (section 11.5): the token in the query is all that names one. */

import type { Route } from "../../../core/dialect.ts";
import type { EmbedsInput } from "../../../core/embeds.ts";
import { Fault } from "../../../core/faults.ts";
import type { Limiter } from "../../../core/limits.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { Node } from "../../../core/node.ts";
import type { Secrets } from "../../../core/sign-in.ts";
import { createTurns } from "../../../core/turns.ts";
import { embedsIn, type Proxied } from "../embeds.ts";
import { HTTP_TEXTS, text } from "../texts.ts";
import type { Pictures } from "../things.ts";
import { type Sign, webhookNamed, webhookToken } from "../webhooks.ts";
import { HttpRefusal } from "./answers.ts";
import { gitHubPush } from "./github.ts";
import { type After, bodyIn, type Fields, fieldsIn, requireJson, textIn } from "./reading.ts";

/** Longest body, in bytes. */
export const MAX_POST_BYTES = 10 * 1024 * 1024;

/** Bodies of a webhook, and of all, that may be in memory at a time. */
const MAX_READ_OF_WEBHOOK = 16;
const MAX_READ = 32;

/** Longest token that is looked at, in characters. */
const MAX_TOKEN = 200;

export interface PostingServices {
  readonly node: Node;
  readonly secrets: Secrets;
  readonly sign: Sign;
  readonly limit: Limiter;
  readonly now: () => number;
  readonly after: After;
  readonly pictures: Pick<Pictures, "proxied">;
}

interface Said {
  readonly text: string;
  readonly name: string | null;
  /** The address of a picture at our proxy. */
  readonly avatar: string | null;
  readonly embeds: EmbedsInput;
}

export function posting({ node, secrets, sign, limit, now, after, pictures }: PostingServices): Route {
  /** Of a token that this wire shows: the hash of the secret that it stands for; null for other tokens. */
  async function hashOfShown(token: string): Promise<string | null> {
    const webhook = webhookNamed(token);
    if (webhook === null) return null;
    const [found] = await node.ask(null, { type: "webhook_hashes", input: { webhooks: [webhook] } });
    // Hashes are compared, for the time that a comparison takes tells of what is compared.
    const isRight =
      found !== undefined &&
      secrets.hashToken(webhookToken(sign, webhook, found.hash)) === secrets.hashToken(token);
    return isRight ? found.hash : null;
  }

  const inTurn = createTurns<Id>(
    MAX_READ_OF_WEBHOOK,
    MAX_READ,
    () => new Fault("rate_limited", HTTP_TEXTS.tooManyPosts, 1_000),
  );

  return async (request) => {
    const token = new URL(request.url).searchParams.get("token") ?? "";
    if (token === "") throw new HttpRefusal(401, HTTP_TEXTS.webhookTokenRequired);
    requireJson(request, MAX_POST_BYTES, HTTP_TEXTS.postTooLarge);
    const tokenHash = (await hashOfShown(token)) ?? secrets.hashToken(token.slice(0, MAX_TOKEN));
    const { id: webhook } = await node
      .ask(null, { type: "webhook_find", input: { webhook: null, tokenHash } })
      .catch((error: unknown) => {
        if (error instanceof Fault && error.code === "not_found")
          throw new HttpRefusal(401, HTTP_TEXTS.invalidWebhookToken);
        throw error;
      });
    const wait = limit("webhooks", webhook, now());
    if (wait > 0) throw new Fault("rate_limited", HTTP_TEXTS.tooManyPosts, wait);
    // Nothing is read of who has no token, and not much at a time of who has.
    const body = await inTurn(webhook, () => bodyIn(request, after));
    const said = saidIn(request.headers.get("X-GitHub-Event"), fieldsIn(body), now(), pictures.proxied);
    if (said.text.trim() === "" && said.embeds.length === 0) throw new HttpRefusal(400, HTTP_TEXTS.noContent);
    // Its channel may go meanwhile, and it with that.
    await node
      .ask(null, {
        type: "webhook_post",
        input: {
          webhook,
          tokenHash,
          ...said,
          attachments: [],
          thread: null,
          nonce: null,
          mentions: { users: "all", roles: "all" },
        },
      })
      .catch((error: unknown) => {
        if (error instanceof Fault && error.code === "not_found")
          throw new HttpRefusal(401, HTTP_TEXTS.invalidWebhookToken);
        throw error;
      });
    return new Response(null, { status: 204 });
  };
}

/** GitHub's own picture (section 11.5). */
const GITHUB_MARK = "https://github.githubassets.com/images/modules/logos_page/GitHub-Mark.png";

function saidIn(event: string | null, body: Fields, now: number, proxied: Proxied): Said {
  if (event !== null && isThere(body.repository) && isThere(body.ref)) {
    if (event !== "push")
      throw new HttpRefusal(400, text(HTTP_TEXTS.unhandledEvent, { event: event.slice(0, 64) }));
    const avatar = proxied(GITHUB_MARK) || null;
    return { text: "", name: "GitHub", avatar, embeds: [gitHubPush(body, now)] };
  }
  const embeds = embedsIn(body, proxied);
  const said = textIn(body, "content") ?? textIn(body, "text");
  return {
    text: said ?? (embeds.length === 0 ? textIn(body, "message") : null) ?? "",
    name: textIn(body, "username"),
    avatar: proxied(textIn(body, "avatar_url") ?? "") || null,
    embeds,
  };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
