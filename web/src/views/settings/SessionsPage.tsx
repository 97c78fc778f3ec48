/** Where one is signed in, and ending that. */

import { MonitorSmartphone } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { Confirm } from "../../parts/Confirm.tsx";
import { useStore } from "../../state/react.ts";
import { explain } from "../../state/store.ts";
import { stampOf } from "../../state/times.ts";
import { p } from "../../texts/personal.ts";

interface Token {
  readonly id: number;
  readonly client: string;
  readonly created: number;
  /** 0 = never. */
  readonly seen: number;
  readonly current: boolean;
}

export default function SessionsPage() {
  const store = useStore();
  const [tokens, setTokens] = useState<readonly Token[]>([]);
  const [asking, setAsking] = useState(false);
  const load = useCallback(
    () =>
      store.call("GET", "/api/v1/tokens").then(
        (answer) => setTokens((answer as { tokens: readonly Token[] }).tokens),
        (refused: unknown) => store.notify(explain(refused), "error"),
      ),
    [store],
  );
  useEffect(() => void load(), [load]);
  const end = async (method: string, path: string): Promise<void> => {
    try {
      await store.call(method, path, method === "POST" ? {} : undefined);
      await load();
    } catch (refused) {
      store.notify(explain(refused), "error");
    }
  };
  return (
    <>
      <p className="hint">{p.sessionsLead}</p>
      <ul className="rows" aria-label={p.sessions}>
        {tokens.map(({ id, client, created, seen, current }) => (
          <li className="row" key={id}>
            <MonitorSmartphone size={20} aria-hidden="true" />
            <span className="row-text">
              <b>{client || p.unnamed}</b>
              <span className="hint">{p.used(stampOf(seen || created, Date.now()))}</span>
            </span>
            {current ? (
              <span className="tag">{p.thisOne}</span>
            ) : (
              <button
                type="button"
                className="button small"
                onClick={() => void end("DELETE", `/api/v1/tokens/${id}`)}
              >
                {p.endSession}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div>
        <button type="button" className="button small danger" onClick={() => setAsking(true)}>
          {p.everywhere}
        </button>
      </div>
      {asking && (
        <Confirm
          title={p.everywhere}
          question={p.everywhereSure}
          action={p.everywhere}
          onClose={() => setAsking(false)}
          onConfirm={() => void end("POST", "/api/v1/logout-everywhere")}
        />
      )}
    </>
  );
}
