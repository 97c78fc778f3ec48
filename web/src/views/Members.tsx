/** Who sees the room, by role, those who are there first. */

import { useCallback, useEffect, useMemo, useState } from "react";
import type { Member, Role, Room } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { nameOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";
import { stepWithin } from "./areas.ts";
import { Person } from "./Person.tsx";
import { SidePane } from "./SidePane.tsx";

const PAGE = 200;

interface Section {
  readonly label: string;
  readonly members: readonly Member[];
}

export function Members({ room, onClose }: { readonly room: Room; readonly onClose: () => void }) {
  const { ids, more, loadMore } = useMemberIds(room);
  const known = useView(
    ({ known }) => known,
    (a, b) => a.members === b.members && a.presences === b.presences && a.roles === b.roles,
  );
  const [focused, setFocused] = useState(0);
  const sections = useMemo(() => sectionsOf(known, ids), [known, ids]);
  // The tab key comes to one of them, the arrow keys go on from there.
  const shown = sections.flatMap(({ members }) => members.map(({ user }) => user.id));
  const reached = shown.includes(focused) ? focused : (shown[0] ?? 0);
  return (
    <SidePane title={t.members} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the people in it */}
      <div className="members" onKeyDown={(event) => stepWithin(event, ".person")}>
        {sections.map(({ label, members }) => (
          <section key={label} aria-label={label}>
            <h4>
              {label} <span>{members.length}</span>
            </h4>
            <ul>
              {members.map(({ user }) => (
                <li key={user.id}>
                  <Person user={user} isReached={user.id === reached} onFocus={() => setFocused(user.id)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {more && (
          <button type="button" className="button small" onClick={loadMore}>
            {t.moreMembers}
          </button>
        )}
      </div>
    </SidePane>
  );
}

/** The ids of those who see the room; whoever joins later is added. */
function useMemberIds(room: Room) {
  const store = useStore();
  const status = useView(({ status }) => status);
  const [ids, setIds] = useState<readonly number[]>([]);
  const [more, setMore] = useState(false);
  const [last, setLast] = useState(0);

  const load = useCallback(
    async (after: number) => {
      try {
        const page = await store.client.members({ room_id: room.id, limit: PAGE, after });
        store.touch();
        const found = page.members.map(({ user }) => user.id);
        setIds((before) => (after === 0 ? found : [...before, ...found]));
        setMore(page.more);
        setLast(found.at(-1) ?? 0);
        // Whether they are there is told of those only whom one asks for.
        if (found.length > 0) await store.request({ type: "subscribe_presence", user_ids: found });
      } catch {
        // Interrupted: asked for again when the connection is back.
      }
    },
    [store, room.id],
  );
  useEffect(() => {
    if (status === "online") void load(0);
  }, [status, load]);
  useEffect(
    () =>
      store.onPacket(({ event }) => {
        if (event?.type === "member_join") void load(0);
        if (event?.type === "member_leave") {
          const { user_id } = event;
          setIds((before) => before.filter((id) => id !== user_id));
        }
      }),
    [store, load],
  );
  return { ids, more, loadMore: () => void load(last) };
}

function sectionsOf(known: State, ids: readonly number[]): readonly Section[] {
  const members = ids
    .flatMap((id) => known.members[id] ?? [])
    .sort((a, b) => nameOf(known, a.user).localeCompare(nameOf(known, b.user)));
  const isThere = ({ user }: Member): boolean => known.presences[user.id] !== undefined;
  const hoisted = Object.values(known.roles)
    .filter((role) => role.hoisted || (role.position > 0 && role.permissions.length > 0))
    .sort((a, b) => b.position - a.position);
  const roleOf = ({ role_ids }: Member): Role | undefined => hoisted.find(({ id }) => role_ids.includes(id));
  const online = members.filter(isThere);
  return [
    ...hoisted.map((role) => ({
      label: role.name,
      members: online.filter((member) => roleOf(member) === role),
    })),
    { label: t.membersOnline, members: online.filter((member) => roleOf(member) === undefined) },
    { label: t.membersOffline, members: members.filter((member) => !isThere(member)) },
  ].filter(({ members }) => members.length > 0);
}
