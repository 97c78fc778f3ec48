/**
 * What a handler holds: the store's tables inside one transaction.
 *
 * A store may answer at once (SQLite) or later (PostgreSQL), so handlers await every call. Calls are coarse:
 * loading all that a decision needs is one call. What the store fills in on appending (`n`, `seq`) may be read
 * only after the handler has returned.
 */

import type { Id, Millis } from "../model/ids.ts";
import type { AccountsTx, CodesTx, SessionsTx } from "./accounts.ts";
import type { AcksTx } from "./acks.ts";
import type { AttachmentsTx } from "./attachments.ts";
import type { AutomodTx } from "./automod.ts";
import type { BridgesTx } from "./bridges.ts";
import type { ContactsTx } from "./contacts.ts";
import type { DirectTx } from "./direct.ts";
import type { DrawersTx } from "./drawers.ts";
import type { EmojisTx } from "./emojis.ts";
import type { FollowersTx } from "./followers.ts";
import type { IdentitiesTx } from "./identities.ts";
import type { InstanceTx } from "./instance.ts";
import type { LogTx } from "./log.ts";
import type { MadeRoomsTx } from "./made-rooms.ts";
import type { MembersTx } from "./members.ts";
import type { MentionsTx } from "./mentions.ts";
import type { MessagesTx } from "./messages.ts";
import type { ModerationTx } from "./moderation.ts";
import type { OnceTx } from "./once.ts";
import type { PhonesTx } from "./phones.ts";
import type { PingsTx } from "./pings.ts";
import type { PinsTx } from "./pins.ts";
import type { PollsTx } from "./polls.ts";
import type { PresencesTx } from "./presences.ts";
import type { PreviewsTx } from "./previews.ts";
import type { PushTx } from "./push.ts";
import type { ReachTx } from "./reach.ts";
import type { ReadingTx } from "./reading.ts";
import type { ReceiptsTx } from "./receipts.ts";
import type { ReportsTx } from "./reports.ts";
import type { RetentionTx } from "./retention.ts";
import type { RevisionsTx } from "./revisions.ts";
import type { RolesTx } from "./roles.ts";
import type { RoomsTx } from "./rooms.ts";
import type { SearchTx } from "./search.ts";
import type { SlashTx } from "./slash.ts";
import type { SpacesTx } from "./spaces.ts";
import type { ThreadsTx } from "./threads.ts";
import type { TimersTx } from "./timers.ts";
import type { VoiceTx } from "./voice.ts";
import type { WebhooksTx } from "./webhooks.ts";

export interface Tx
  extends MessagesTx,
    MentionsTx,
    RevisionsTx,
    PinsTx,
    ReadingTx,
    SearchTx,
    RoomsTx,
    DirectTx,
    ReceiptsTx,
    ReachTx,
    AcksTx,
    BridgesTx,
    MadeRoomsTx,
    IdentitiesTx,
    PresencesTx,
    PreviewsTx,
    SpacesTx,
    RolesTx,
    MembersTx,
    ModerationTx,
    ReportsTx,
    RetentionTx,
    PingsTx,
    AutomodTx,
    AccountsTx,
    CodesTx,
    SessionsTx,
    LogTx,
    OnceTx,
    InstanceTx,
    EmojisTx,
    DrawersTx,
    AttachmentsTx,
    TimersTx,
    PushTx,
    PhonesTx,
    ContactsTx,
    SlashTx,
    ThreadsTx,
    PollsTx,
    VoiceTx,
    FollowersTx,
    WebhooksTx {
  readonly now: Millis;
  newId(): Id;
  /** A short code that nobody guesses, for people to type. */
  newCode(): string;
  /** 128 random bits, fit for an address. */
  newKey(): string;
  /** 256 random bits, and what is kept of them to know them again. */
  newToken(): { readonly token: string; readonly hash: string };
}
