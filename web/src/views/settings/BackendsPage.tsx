/** The programs that bring other networks' rooms in: how they are, and what they are linked with. */

import type { Backend } from "../../../../sdk/src/gen/protocol.ts";
import { useList } from "../../state/answers.ts";
import { useStore, useView } from "../../state/react.ts";
import { stampOf } from "../../state/times.ts";
import { r } from "../../texts/running.ts";

export default function BackendsPage() {
  const store = useStore();
  const rooms = useView(({ known }) => known.rooms);
  const { list, busy } = useList<Backend>(
    "",
    ["backend_update"],
    () => ({ type: "backends_get" }),
    (ok) => ok.backends,
  );
  return (
    <>
      <p className="hint">{r.backendsLead}</p>
      {list.length === 0 && !busy && <p className="empty">{r.backendsNone}</p>}
      <ul className="rows" aria-label={r.backends}>
        {list.map(({ name, state, since, text = "", memory = 0, links = [] }) => (
          <li className="row" key={name}>
            <span className="row-text">
              <b>{name}</b>
              <span className="hint">
                {r.since(stampOf(since, Date.now()))}
                {memory > 0 && ` · ${r.memory(Math.round(memory / 1_048_576))}`}
              </span>
              {text !== "" && <span>{text}</span>}
              {links.map((link) => (
                <span className="hint" key={link.room_id}>
                  {`#${rooms[link.room_id]?.name ?? link.room_id} ↔ ${link.name}`}
                </span>
              ))}
            </span>
            <span className={state === "running" ? "tag" : "tag warn"}>
              {r.backendStates[state] ?? state}
            </span>
            <button
              type="button"
              className="button small"
              onClick={() => void store.act({ type: "backend_restart", backend: name })}
            >
              {r.restart}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
