/** Oneself, below the rooms: status, settings, signing out. */

import { Circle, LogOut, Settings } from "lucide-react";
import { Avatar } from "../parts/Avatar.tsx";
import { type Entry, Menu } from "../parts/Menu.tsx";
import { addressOf, nameOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { useShell } from "../state/shell.ts";
import { t } from "../texts/texts.ts";

const STATUSES = ["online", "idle", "dnd", "invisible"] as const;

export function Self() {
  const store = useStore();
  const { open, signOut } = useShell();
  const user = useView(({ known }) => known.user);
  const name = useView(({ known }) => nameOf(known, known.user ?? undefined));
  const status = useView(({ known }) => known.presences[known.user?.id ?? 0]?.status ?? "offline");
  const isOnline = useView(({ status }) => status === "online");
  if (user === null) return null;
  const entries: Entry[] = [
    ...STATUSES.map((one) => ({
      label: t.presence[one],
      icon: Circle,
      checked: one === status,
      onSelect: () => void store.act({ type: "presence_set", status: one }),
    })),
    null,
    { label: t.signOut, icon: LogOut, onSelect: signOut },
  ];
  return (
    <footer className="self">
      <Menu align="start" entries={entries}>
        <button type="button" className="self-button" title={t.yourStatus}>
          <Avatar
            id={user.id}
            name={name}
            picture={addressOf(store.account.server, user.avatar)}
            size={2}
            status={isOnline ? status : "offline"}
          />
          <span className="self-name">
            <b>{name}</b>
            <span>@{user.handle}</span>
          </span>
        </button>
      </Menu>
      <button
        type="button"
        className="icon-button"
        title={t.settings}
        aria-label={t.settings}
        onClick={() => open({ kind: "settings", page: "" })}
      >
        <Settings aria-hidden="true" />
      </button>
    </footer>
  );
}
