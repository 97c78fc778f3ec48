/** What handlers ask the server for besides the commands of the one who asks: files, emojis, tokens of webhooks. */

import type { Reply } from "../../core/commands.ts";
import { Fault } from "../../core/faults.ts";
import type { Emoji, Id } from "../../core/model.ts";
import type { Node } from "../../core/node.ts";
import type { Permission } from "../../core/permissions.ts";
import type { Session } from "../../core/session.ts";
import type { Uploads } from "../../core/uploads.ts";
import { type Sign, webhookToken } from "./webhooks.ts";

export interface Things {
  /** Whether the one who asks may do that in the space itself. */
  may(permission: Permission): Promise<boolean>;
  /** All of the space. */
  emojis(): Promise<readonly Emoji[]>;
  /** A file by the random part of its address; null for none. */
  attachment(key: string): Promise<Reply<"attachment_find">>;
  /** Keep a picture that comes as a data URI, as an upload; null for what is none, or cannot be kept. */
  keepPicture(data: unknown, name: string): Promise<Id | null>;
  /** The tokens of incoming webhooks, for those who may see them. */
  webhookTokens(webhooks: readonly Id[]): Promise<ReadonlyMap<Id, string>>;
}

export interface ThingServices {
  readonly node: Node;
  readonly uploads: Pick<Uploads, "receive">;
  readonly sign: Sign;
}

export function thingsOf({ node, uploads, sign }: ThingServices, { actor }: Session, space: Id): Things {
  return {
    async may(permission) {
      const input = { space, room: null, user: null, permission };
      return (await node.ask(actor, { type: "permission_explain", input })).allowed;
    },
    emojis: () => node.ask(null, { type: "emojis_known", input: { space } }),
    attachment: (key) => node.ask(null, { type: "attachment_find", input: { key } }),
    async keepPicture(data, name) {
      if (typeof data !== "string") return null;
      const [, base64] = /^data:image\/[\w.+-]{1,40};base64,([A-Za-z0-9+/=\s]+)$/.exec(data) ?? [];
      if (base64 === undefined) return null;
      const bytes = Buffer.from(base64, "base64");
      const wish = { name, description: "", spoiler: false };
      try {
        return (await uploads.receive(actor, wish, bytes.length, once(bytes))).id;
      } catch (error) {
        if (error instanceof Fault) return null;
        throw error;
      }
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
