/** "Why can or can't this person …", answered by the server. */

import { Check, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Decision, User } from "../../../../sdk/src/gen/protocol.ts";
import { isDirect } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { roomsInOrder } from "../../state/rooms.ts";
import { s } from "../../texts/staff.ts";

export function Explain({ user }: { readonly user: User }) {
  const store = useStore();
  const rooms = useView(({ known }) => roomsInOrder(known).filter((room) => !isDirect(room)));
  const [decision, setDecision] = useState<Decision | null>(null);
  const ask = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const room = Number(form.get("room"));
    const ok = await store.act({
      type: "permission_explain",
      permission: String(form.get("permission")),
      user_id: user.id,
      ...(room === 0 ? {} : { room_id: room }),
    });
    setDecision(ok?.decision ?? null);
  };
  return (
    <form className="explain" onSubmit={ask} onChange={() => setDecision(null)}>
      <p className="label">{s.why}</p>
      <div className="filter-row">
        <select className="input" name="permission" aria-label={s.whyPermission} defaultValue="send">
          {Object.entries(s.permissionNames).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
        <select className="input" name="room" aria-label={s.whyRoom}>
          {rooms.map(({ id, name }) => (
            <option key={id} value={id}>
              #{name}
            </option>
          ))}
          <option value={0}>{s.whyEverywhere}</option>
        </select>
        <button type="submit" className="button">
          {s.ask}
        </button>
      </div>
      <p role="status" className={decision === null ? "" : "explain-answer"}>
        {decision !== null && (
          <>
            {decision.allowed ? <Check aria-hidden="true" /> : <X aria-hidden="true" />}
            <b>{decision.allowed ? s.canDo : s.cannotDo}</b>
            <span lang="en">{decision.because}</span>
          </>
        )}
      </p>
    </form>
  );
}
