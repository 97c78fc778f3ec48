/** Somebody in a list; a press shows who they are. */

import * as Popover from "@radix-ui/react-popover";
import { MessageSquare } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { User } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { addressOf, colorOf, nameOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { go } from "../state/route.ts";
import { dateOf } from "../state/times.ts";
import { t } from "../texts/texts.ts";
import { ClaimGhost } from "./ClaimGhost.tsx";
import { Markup } from "./Markup.tsx";

interface PersonProps {
  readonly user: User;
  /** The tab key comes here. */
  readonly isReached: boolean;
  readonly onFocus: () => void;
}

export function Person({ user, isReached, onFocus }: PersonProps) {
  const { server } = useStore().account;
  const name = useView(({ known }) => nameOf(known, user));
  const presence = useView(({ known }) => known.presences[user.id]);
  const isOwner = useView(({ known }) => known.space?.owner_id === user.id);
  const color = useView(({ known }) => colorOf(user, known.members, known.roles));
  return (
    <ProfileCard user={user} side="left">
      <button
        type="button"
        className="person"
        data-away={presence === undefined}
        tabIndex={isReached ? 0 : -1}
        onFocus={onFocus}
      >
        <Avatar
          id={user.id}
          name={name}
          picture={addressOf(server, user.avatar)}
          size={2}
          status={presence?.status ?? "offline"}
        />
        <span className="person-text">
          <b style={color === "" ? undefined : ({ "--author": color } as React.CSSProperties)}>{name}</b>
          {presence?.text && <span>{presence.text}</span>}
        </span>
        {user.bot && <span className="tag">{t.bot}</span>}
        {isOwner && <span className="tag">{t.owner}</span>}
      </button>
    </ProfileCard>
  );
}

interface ProfileCardProps {
  readonly user: User;
  readonly side: "left" | "right";
  /** A button. */
  readonly children: ReactNode;
}

/** Opened by its child: who somebody is, and writing to them. */
export function ProfileCard({ user, side, children }: ProfileCardProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover profile"
          // Beside a name on a phone there is no room.
          side={matchMedia("(max-width: 760px)").matches ? "bottom" : side}
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={t.profileOf(user.name || user.handle)}
        >
          <Profile user={user} onClose={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Profile({ user: told, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const member = known.members[told.id];
  const user = member?.user ?? told;
  const { server } = store.account;
  const roles = (member?.role_ids ?? [])
    .flatMap((id) => known.roles[id] ?? [])
    .sort((a, b) => b.position - a.position);
  const write = async (): Promise<void> => {
    const ok = await store.act({ type: "dialog_open", user_id: user.id });
    if (ok?.room === undefined) return;
    onClose();
    go(ok.room.id);
  };
  return (
    <>
      <span className="profile-band" />
      <div className="profile-body">
        <Avatar
          id={user.id}
          name={nameOf(known, user)}
          picture={addressOf(server, user.avatar)}
          size={4.5}
          status={known.presences[user.id]?.status ?? "offline"}
        />
        <h3>{nameOf(known, user)}</h3>
        <p className="hint">@{user.handle}</p>
        {user.bio && (
          <p className="profile-bio">
            <Markup text={user.bio} />
          </p>
        )}
        {roles.length > 0 && (
          <ul className="profile-roles" aria-label={t.roles}>
            {roles.map(({ id, name }) => (
              <li className="tag" key={id}>
                {name}
              </li>
            ))}
          </ul>
        )}
        {member?.joined !== undefined && <p className="hint">{t.memberSince(dateOf(member.joined))}</p>}
        {user.id !== known.user?.id && (
          <button type="button" className="button primary" onClick={() => void write()}>
            <MessageSquare size={16} aria-hidden="true" />
            {t.sendMessage}
          </button>
        )}
        {user.handle.includes("@") && user.backend !== "webhook" && <ClaimGhost user={user.id} />}
      </div>
    </>
  );
}
