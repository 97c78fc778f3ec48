/** What handlers ask the server for besides the commands of the one who asks: files, emojis, tokens of webhooks. */

import type { Reply } from "../../core/commands.ts";
import { Fault } from "../../core/faults.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Emoji } from "../../core/model/spaces.ts";
import type { Node } from "../../core/node.ts";
import type { Permission } from "../../core/permissions.ts";
import type { Session } from "../../core/session.ts";
import type { Uploads } from "../../core/uploads.ts";
import type { Proxied } from "./embeds.ts";
import { type Sign, webhookToken } from "./webhooks.ts";

export interface Things {
  /** Whether the one who asks may do that in the space itself. */
  may(permission: Permission): Promise<boolean>;
  /** All of the space. */
  emojis(): Promise<readonly Emoji[]>;
  /** A file by the random part of its address; null for none. */
  attachment(key: string): Promise<Reply<"attachment_find">>;
  readonly proxied: Proxied;
  /** Keep a picture that comes as a data URI, as an upload; null for what is none, or cannot be kept. */
  keepPicture(data: unknown, name: string): Promise<Id | null>;
  /** The same with a picture of another server. */
  keepPictureAt(url: string, name: string): Promise<Id | null>;
  /** The tokens of incoming webhooks, for those who may see them. */
  webhookTokens(webhooks: readonly Id[]): Promise<ReadonlyMap<Id, string>>;
}

export interface ThingServices {
  readonly node: Node;
  readonly uploads: Pick<Uploads, "receive">;
  readonly sign: Sign;
  readonly pictures: Pictures;
}

/** Pictures of other servers. */
export interface Pictures {
  readonly proxied: Proxied;
  /** The picture at an address; null when there is none, or no time for it now. */
  fetched(url: string): Promise<Blob | null>;
}

export function thingsOf(
  { node, uploads, sign, pictures }: ThingServices,
  { actor }: Session,
  space: Id,
): Things {
  async function keep(bytes: Uint8Array, name: string): Promise<Id | null> {
    const wish = { name, description: "", spoiler: false };
    try {
      return (await uploads.receive(actor, wish, bytes.length, once(bytes))).id;
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  }

  return {
    proxied: pictures.proxied,
    async may(permission) {
      const input = { space, room: null, user: null, permission };
      return (await node.ask(actor, { type: "permission_explain", input })).allowed;
    },
    emojis: () => node.ask(null, { type: "emojis_known", input: { space } }),
    attachment: (key) => node.ask(null, { type: "attachment_find", input: { key } }),
    async keepPicture(data, name) {
      if (typeof data !== "string") return null;
      const [, base64] = /^data:image\/[\w.+-]{1,40};base64,([A-Za-z0-9+/=\s]+)$/.exec(data) ?? [];
      return base64 === undefined ? null : await keep(Buffer.from(base64, "base64"), name);
    },
    async keepPictureAt(url, name) {
      const picture = await pictures.fetched(url);
      return picture === null ? null : await keep(await picture.bytes(), name);
    },
    async webhookTokens(webhooks) {
      const hashes = await node.ask(null, { type: "webhook_hashes", input: { webhooks: [...webhooks] } });
      return new Map(hashes.map(({ webhook, hash }) => [webhook, webhookToken(sign, webhook, hash)]));
    },
  };
}

/** The bytes as a source of an upload. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
