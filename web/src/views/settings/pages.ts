/** The pages of the settings. A new one is a file with a component as its default export, and a row here. */

import {
  Ban,
  Bell,
  BellRing,
  Bot,
  Cable,
  Flag,
  Hash,
  HeartPulse,
  House,
  type LucideIcon,
  Mic,
  MonitorSmartphone,
  Palette,
  ScrollText,
  ShieldAlert,
  Smile,
  Tags,
  Ticket,
  UserRound,
  Users,
  Webhook,
} from "lucide-react";
import type { ComponentType, LazyExoticComponent } from "react";
import type { State } from "../../../../sdk/src/state.ts";
import { lazily } from "../../parts/lazily.ts";
import { may } from "../../state/permissions.ts";
import { p } from "../../texts/personal.ts";
import { r } from "../../texts/running.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";
import { v } from "../../texts/voice.ts";

export interface SettingsPage {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Above which heading it stands. */
  readonly section: "you" | "space";
  /** Whether it is offered. */
  readonly isFor: (known: State) => boolean;
  /** Loaded when it is opened. */
  readonly Page: LazyExoticComponent<ComponentType>;
}

const everybody = (): boolean => true;

/** Who holds one of the permissions in the space. */
const holders =
  (...permissions: readonly string[]) =>
  (known: State): boolean =>
    permissions.some((one) => may(known, one));

/** Whether the open space is the one that the server began with, as far as one's own tell. */
const isOldest = ({ space, spaces }: State): boolean =>
  Object.values(spaces).every(({ id }) => id >= (space?.id ?? 0));

export const pages: readonly SettingsPage[] = [
  {
    id: "account",
    label: t.account,
    icon: UserRound,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./AccountPage.tsx")),
  },
  {
    id: "devices",
    label: s.devices,
    icon: BellRing,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./DevicesPage.tsx")),
  },
  {
    id: "appearance",
    label: t.appearance,
    icon: Palette,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./AppearancePage.tsx")),
  },
  {
    id: "voice",
    label: v.page,
    icon: Mic,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./VoicePage.tsx")),
  },
  {
    id: "notifications",
    label: p.notifications,
    icon: Bell,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./NotificationsPage.tsx")),
  },
  {
    id: "sessions",
    label: p.sessions,
    icon: MonitorSmartphone,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./SessionsPage.tsx")),
  },
  {
    id: "bots",
    label: s.botsPage,
    icon: Bot,
    section: "you",
    isFor: everybody,
    Page: lazily(() => import("./BotsPage.tsx")),
  },
  {
    id: "space",
    label: s.space,
    icon: House,
    section: "space",
    isFor: holders("manage_space"),
    Page: lazily(() => import("./SpacePage.tsx")),
  },
  {
    id: "members",
    label: s.membersPage,
    icon: Users,
    section: "space",
    isFor: holders("manage_roles", "manage_members", "kick", "ban", "timeout"),
    Page: lazily(() => import("./MembersPage.tsx")),
  },
  {
    id: "roles",
    label: s.rolesPage,
    icon: Tags,
    section: "space",
    isFor: holders("manage_roles"),
    Page: lazily(() => import("./RolesPage.tsx")),
  },
  {
    id: "rooms",
    label: s.roomsPage,
    icon: Hash,
    section: "space",
    isFor: holders("manage_rooms"),
    Page: lazily(() => import("./RoomsPage.tsx")),
  },
  {
    id: "emojis",
    label: s.emojisPage,
    icon: Smile,
    section: "space",
    isFor: holders("manage_emojis"),
    Page: lazily(() => import("./EmojisPage.tsx")),
  },
  {
    id: "invites",
    label: s.invitesPage,
    icon: Ticket,
    section: "space",
    isFor: holders("manage_invites"),
    Page: lazily(() => import("./InvitesPage.tsx")),
  },
  {
    id: "webhooks",
    label: r.webhooks,
    icon: Webhook,
    section: "space",
    isFor: holders("manage_webhooks"),
    Page: lazily(() => import("./WebhooksPage.tsx")),
  },
  {
    id: "backends",
    label: r.backends,
    icon: Cable,
    section: "space",
    isFor: holders("manage_space"),
    Page: lazily(() => import("./BackendsPage.tsx")),
  },
  {
    id: "health",
    label: r.health,
    icon: HeartPulse,
    section: "space",
    // Of the whole server: whoever administers its default space looks after it.
    isFor: (known) => isOldest(known) && may(known, "administrator"),
    Page: lazily(() => import("./HealthPage.tsx")),
  },
  {
    id: "reports",
    label: s.reportsPage,
    icon: Flag,
    section: "space",
    isFor: holders("manage_reports"),
    Page: lazily(() => import("./ReportsPage.tsx")),
  },
  {
    id: "automod",
    label: s.automodPage,
    icon: ShieldAlert,
    section: "space",
    isFor: holders("manage_automod"),
    Page: lazily(() => import("./AutomodPage.tsx")),
  },
  {
    id: "bans",
    label: s.bansPage,
    icon: Ban,
    section: "space",
    isFor: holders("ban"),
    Page: lazily(() => import("./BansPage.tsx")),
  },
  {
    id: "audit",
    label: s.auditPage,
    icon: ScrollText,
    section: "space",
    isFor: holders("view_audit"),
    Page: lazily(() => import("./AuditPage.tsx")),
  },
];
