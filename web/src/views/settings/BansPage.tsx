/** Who is banned, why and for how long. */

import type { Ban } from "../../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../../parts/Avatar.tsx";
import { useList } from "../../state/answers.ts";
import { addressOf, nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { dateOf, wholeTimeOf } from "../../state/times.ts";
import { s } from "../../texts/staff.ts";

export default function BansPage() {
  const store = useStore();
  const known = useView(({ known }) => known);
  const { list, busy, more, onMore } = useList<Ban>(
    "",
    ["ban_update"],
    (last) => ({ type: "bans_get", ...(last?.user === undefined ? {} : { after: last.user.id }) }),
    (ok) => ok.bans,
  );
  return (
    <>
      {list.length === 0 && !busy && <p className="empty">{s.bansNone}</p>}
      <ul className="rows" aria-label={s.bansPage}>
        {list.map(({ user, reason, moderator, created = 0, until = 0 }) => (
          <li className="row" key={user?.id}>
            <Avatar
              id={user?.id ?? 0}
              name={nameOf(known, user)}
              picture={addressOf(store.account.server, user?.avatar)}
              size={2.25}
            />
            <span className="row-text">
              <b>
                {nameOf(known, user)} <span className="hint">@{user?.handle}</span>
              </b>
              {reason !== "" && <span>{reason}</span>}
              <span className="hint">
                {s.bannedBy(nameOf(known, moderator), dateOf(created))}
                {until > 0 && `, ${s.bannedUntil(wholeTimeOf(until))}`}
              </span>
            </span>
            <button
              type="button"
              className="button small"
              onClick={() => void store.act({ type: "ban_remove", user_id: user?.id ?? 0 })}
            >
              {s.unban}
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" className="button" onClick={onMore}>
          {s.more}
        </button>
      )}
    </>
  );
}
