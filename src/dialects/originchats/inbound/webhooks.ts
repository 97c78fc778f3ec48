/** `docs/protocols/originchats.md` section 9.13: webhooks. Only those who may manage them are shown any. */

import type { Id } from "../../../core/model/ids.ts";
import type { Webhook } from "../../../core/model/outside.ts";
import { MAX_WEBHOOKS_PAGE } from "../../../core/webhooks.ts";
import { idOf } from "../ids.ts";
import { channelNamed } from "../place.ts";
import { type Fields, type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";
import { toWebhook } from "../webhooks.ts";
import type { Packet } from "../wire.ts";

const forbidden = text(TEXTS.noPermission, { permission: "manage_server" });

export const webhooks: Rows = {
  webhook_create: async (fields, here) => {
    if (isMissing(fields, "channel") || fields.channel === "") throw new Refusal(TEXTS.channelRequired);
    const name = stringIn(fields, "name");
    if (name === undefined || name.trim() === "") throw new Refusal(TEXTS.webhookNameRequired);
    const channel = await channelNamed(fields.channel, here);
    await here.ask({ type: "room_get", input: { room: channel.id } }, { not_found: TEXTS.channelNotFound });
    if (channel.kind !== "text") throw new Refusal(TEXTS.webhooksInText);
    const input = {
      space: here.space,
      room: channel.id,
      kind: "incoming",
      name,
      url: "",
      avatar: 0,
    } as const;
    const { webhook } = await here.ask(
      { type: "webhook_create", input: { ...input, events: [] } },
      { forbidden, invalid: TEXTS.webhookNotCreated, limit_reached: TEXTS.webhookNotCreated },
    );
    return await packet("webhook_create", webhook, here);
  },

  webhook_get: async (fields, here) => {
    const webhook = await webhookIn(fields, here, TEXTS.webhookNotFound);
    return { cmd: "webhook_get", webhook: toWebhook(webhook, here.names, null) };
  },

  webhook_list: async (fields, here) => {
    const room = isMissing(fields, "channel") ? null : (await channelNamed(fields.channel, here)).id;
    const found = await managed(here, room);
    const tokens = await here.webhookTokens(found.map(({ id }) => id));
    const told = found.map((webhook) => toWebhook(webhook, here.names, tokens.get(webhook.id) ?? null));
    return { cmd: "webhook_list", webhooks: told };
  },

  webhook_update: async (fields, here) => {
    const { id } = await webhookIn(fields, here, forbidden);
    const hasName = fields.name !== undefined;
    const name = stringIn(fields, "name");
    if (hasName && (name === undefined || name.trim() === "")) throw new Refusal(TEXTS.webhookNameEmpty);
    if (!hasName && fields.avatar === undefined) throw new Refusal(TEXTS.noUpdates);
    const avatar = await avatarIn(fields, here);
    const same = { room: null, url: null, events: null, disabled: null };
    const webhook = await here.ask(
      { type: "webhook_update", input: { webhook: id, name: name ?? null, avatar, ...same } },
      { forbidden, not_found: TEXTS.webhookNotUpdated, invalid: TEXTS.webhookNotUpdated },
    );
    return await packet("webhook_update", webhook, here);
  },

  webhook_regenerate: async (fields, here) => {
    const { id } = await webhookIn(fields, here, forbidden);
    const { webhook } = await here.ask({ type: "webhook_rotate", input: { webhook: id } }, { forbidden });
    return await packet("webhook_regenerate", webhook, here);
  },

  webhook_delete: async (fields, here) => {
    const { id } = await webhookIn(fields, here, forbidden);
    await here.ask({ type: "webhook_delete", input: { webhook: id } }, { forbidden });
    return { cmd: "webhook_delete", id: fields.id, deleted: true };
  },
};

async function packet(cmd: string, webhook: Webhook, here: Here): Promise<Packet> {
  const tokens = await here.webhookTokens([webhook.id]);
  return { cmd, webhook: toWebhook(webhook, here.names, tokens.get(webhook.id) ?? null) };
}

/** The incoming ones that the caller may change; none for those who may change none. */
async function managed(here: Here, room: Id | null): Promise<Webhook[]> {
  if (!(await here.may("manage_webhooks"))) return [];
  const input = { space: here.space, room, after: 0, limit: MAX_WEBHOOKS_PAGE };
  const { items } = await here.ask({ type: "webhooks_get", input }, { not_found: TEXTS.channelNotFound });
  return items.filter(({ kind }) => kind === "incoming");
}

/** The webhook of the field `id`. `hidden` is said to those who may change none. */
async function webhookIn(fields: Fields, here: Here, hidden: string): Promise<Webhook> {
  if (isMissing(fields, "id") || fields.id === "") throw new Refusal(TEXTS.webhookIdRequired);
  const found = await managed(here, null);
  const webhook = found.find(({ id }) => id === idOf(fields.id));
  if (webhook !== undefined) return webhook;
  throw new Refusal((await here.may("manage_webhooks")) ? TEXTS.webhookNotFound : hidden);
}

/** Null leaves it, 0 takes it away; else a picture that comes as a data URI, or that this server fetches once. */
async function avatarIn(fields: Fields, here: Here): Promise<Id | null> {
  const { avatar } = fields;
  if (avatar === undefined) return null;
  if (avatar === null || avatar === "") return 0;
  const isElsewhere = typeof avatar === "string" && /^https?:/i.test(avatar);
  const kept = isElsewhere
    ? await here.keepPictureAt(avatar, "avatar")
    : await here.keepPicture(avatar, "avatar");
  if (kept === null) throw new Refusal(TEXTS.webhookNotUpdated);
  return kept;
}
