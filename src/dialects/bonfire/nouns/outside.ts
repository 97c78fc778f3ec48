/** Slash commands, webhooks and backends, as the wire says them (docs/protocols/bonfire.md). */

import type { BridgeView, LinkView } from "../../../core/bridge-links.ts";
import type { Webhook as CoreWebhook } from "../../../core/model/outside.ts";
import type { SlashCommand as CoreSlashCommand } from "../../../core/model/slash.ts";
import type { Job } from "../../../core/tx/followers.ts";
import { pictureAddressOf } from "../../../core/uploads.ts";
import type { Backend, BackendLink, SlashCommand, Webhook, WebhookDelivery } from "../gen/gateway.ts";
import { make } from "../make.ts";
import { toSmallUser } from "./people.ts";

export function toSlashCommand(command: CoreSlashCommand): SlashCommand {
  const { id, name, description, options, permission, bot, rooms } = command;
  return make("SlashCommand", {
    id,
    name,
    description,
    permission,
    options: options.map(({ min, max, choices, ...option }) => ({
      ...option,
      choices: choices.map((choice) => ({ ...choice })),
      min: min === null ? "" : String(min),
      max: max === null ? "" : String(max),
    })),
    bot: bot === null ? undefined : toSmallUser(bot),
    room_ids: [...rooms],
  });
}

/** `secret` once, after making and rotating. The place where an incoming one is posted to has it in its path. */
export function toWebhook(webhook: CoreWebhook, secret = ""): Webhook {
  const { id, kind, name, room, avatar, url, events, disabled, failures, creator, created, lastUsed } =
    webhook;
  return make("Webhook", {
    id,
    name,
    kind,
    room_id: room ?? 0,
    avatar: pictureAddressOf(avatar),
    url: kind === "incoming" && secret !== "" ? `/webhooks/${id}/${secret}` : url,
    events: [...events],
    secret,
    disabled,
    failures,
    creator: toSmallUser(creator),
    created,
    last_used: lastUsed,
  });
}

export function toDelivery({ id, stream, seq, attempts, failure }: Job): WebhookDelivery {
  return make("WebhookDelivery", { id, stream, seq, attempts, failure });
}

export function toBackend(bridge: BridgeView): Backend {
  const { name, state, since, reason, memory, portals, links, asked } = bridge;
  return make("Backend", {
    name,
    state,
    since,
    text: reason,
    memory,
    portals,
    links: links.map(toBackendLink),
    asked: asked.map(({ name, reason }) => make("BackendRoom", { name, text: reason })),
  });
}

export function toBackendLink({ room, name, remoteId, sendable, portal, reason }: LinkView): BackendLink {
  return make("BackendLink", {
    room_id: room,
    name,
    remote_id: remoteId ?? "",
    sendable,
    portal,
    text: reason,
  });
}
