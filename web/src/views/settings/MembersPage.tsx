/** The members of the space: found by name or role, and what may be done about each. */

import { ChevronDown } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import { Avatar } from "../../parts/Avatar.tsx";
import { addressOf, colorOf, nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { s } from "../../texts/staff.ts";
import { t } from "../../texts/texts.ts";
import { MemberPanel } from "./MemberPanel.tsx";

/** Members asked for at once. */
const PAGE = 50;

export default function MembersPage() {
  const [wanted, setWanted] = useState("");
  const [role, setRole] = useState(0);
  const [open, setOpen] = useState(0);
  const roles = useView(({ known }) =>
    Object.values(known.roles)
      .filter(({ position }) => position > 0)
      .sort((a, b) => b.position - a.position),
  );
  const { found, more, onMore, busy } = useMembers(useDeferredValue(wanted.trim().replace(/^@/, "")), role);
  return (
    <>
      <div className="filter-row">
        <input
          className="input"
          type="search"
          value={wanted}
          placeholder={s.findMembers}
          aria-label={s.findMembers}
          onChange={({ target }) => setWanted(target.value)}
        />
        <select
          className="input"
          aria-label={s.withRole}
          value={role}
          onChange={({ target }) => setRole(Number(target.value))}
        >
          <option value={0}>{s.anyRole}</option>
          {roles.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <ul className="rows" aria-label={t.members}>
        {found.map((id) => (
          <MemberRow key={id} id={id} open={open === id} onOpen={() => setOpen(open === id ? 0 : id)} />
        ))}
      </ul>
      {found.length === 0 && !busy && <p className="empty">{s.nobody}</p>}
      {more && (
        <button type="button" className="button" onClick={onMore}>
          {s.more}
        </button>
      )}
    </>
  );
}

/** The ids of those who fit; who they are stands in the state, so that changes are seen at once. */
function useMembers(prefix: string, role: number) {
  const store = useStore();
  const [found, setFound] = useState<readonly number[]>([]);
  const [more, setMore] = useState(false);
  const [busy, setBusy] = useState(true);
  const ask = async (after: number) => {
    const page = await store.client.members({
      prefix,
      limit: PAGE,
      ...(role === 0 ? {} : { role_id: role }),
      ...(after === 0 ? {} : { after }),
    });
    store.touch();
    return { ids: page.members.map(({ user }) => user.id), more: page.more };
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is made of these
  useEffect(() => {
    let isLatest = true;
    ask(0).then(
      (page) => {
        if (!isLatest) return;
        setFound(page.ids);
        setMore(page.more);
        setBusy(false);
      },
      () => setBusy(false),
    );
    const end = store.onPacket(({ event }) => {
      if (event?.type !== "member_leave" || event.room_id) return;
      const gone = event.user_id;
      setFound((before) => before.filter((id) => id !== gone));
    });
    return () => {
      isLatest = false;
      end();
    };
  }, [store, prefix, role]);
  const onMore = (): void =>
    void ask(found.at(-1) ?? 0).then(
      (page) => {
        setFound([...found, ...page.ids]);
        setMore(page.more);
      },
      () => undefined,
    );
  return { found, more, busy, onMore };
}

interface MemberRowProps {
  readonly id: number;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function MemberRow({ id, open, onOpen }: MemberRowProps) {
  const { server } = useStore().account;
  const known = useView(({ known }) => known);
  const member = known.members[id];
  if (member === undefined) return null;
  const { user } = member;
  const roles = member.role_ids
    .flatMap((role) => known.roles[role] ?? [])
    .sort((a, b) => b.position - a.position);
  const color = colorOf(user, known.members, known.roles);
  return (
    <li>
      <button type="button" className="row-button" aria-expanded={open} onClick={onOpen}>
        <Avatar id={id} name={nameOf(known, user)} picture={addressOf(server, user.avatar)} size={2.25} />
        <span className="row-text">
          <b style={color === "" ? undefined : ({ "--author": color } as React.CSSProperties)}>
            {nameOf(known, user)}
          </b>
          <span className="hint">@{user.handle}</span>
        </span>
        <span className="row-tags">
          {user.id === known.space?.owner_id && <span className="tag">{t.owner}</span>}
          {user.bot && <span className="tag">{t.bot}</span>}
          {(member.timeout_until ?? 0) > Date.now() && <span className="tag warn">{s.timeout}</span>}
          {roles.slice(0, 3).map((role) => (
            <span className="tag plain" key={role.id}>
              {role.name}
            </span>
          ))}
        </span>
        <ChevronDown className="row-sign" aria-hidden="true" />
      </button>
      {open && <MemberPanel member={member} />}
    </li>
  );
}
