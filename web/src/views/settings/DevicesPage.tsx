/** The devices that one is notified on while no client is open. */

import { useCallback, useEffect, useState } from "react";
import type { PushDevice } from "../../../../sdk/src/gen/protocol.ts";
import { type PushState, pushState, subscribePush, unsubscribePush } from "../../state/push.ts";
import { useStore } from "../../state/react.ts";
import { explain } from "../../state/store.ts";
import { dateOf } from "../../state/times.ts";
import { s } from "../../texts/staff.ts";

export default function DevicesPage() {
  const store = useStore();
  const [devices, setDevices] = useState<readonly PushDevice[]>([]);
  const [here, setHere] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);

  const load = useCallback(async (): Promise<void> => {
    setHere(await pushState());
    const answer = await store.act({ type: "push_devices_get" });
    setDevices(answer?.devices ?? []);
  }, [store]);
  useEffect(() => void load(), [load]);

  const act = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (refused) {
      store.notify(explain(refused), "error");
    }
    await load();
    setBusy(false);
  };
  return (
    <>
      <p className="hint">{s.devicesLead}</p>
      {here === "unsupported" && <p className="hint">{s.pushUnsupported}</p>}
      {here === "refused" && <p className="hint">{s.pushRefused}</p>}
      {(here === "off" || here === "on") && (
        <button
          type="button"
          className={here === "on" ? "button" : "button primary"}
          disabled={busy}
          onClick={() =>
            void act(() => (here === "on" ? unsubscribePush(store) : subscribePush(store, browserName())))
          }
        >
          {here === "on" ? s.pushOff : s.pushOn}
        </button>
      )}
      <ul className="rows" aria-label={s.devices}>
        {devices.map(({ id, kind, name, created = 0 }) => (
          <li key={id} className="row">
            <span className="row-text">
              <b>{name || (kind === "web" ? s.aBrowser : s.anApp)}</b>
              <span className="hint">{dateOf(created)}</span>
            </span>
            <button
              type="button"
              className="button small"
              disabled={busy}
              onClick={() => void act(() => store.request({ type: "push_unsubscribe", device_id: id }))}
            >
              {s.forgetDevice}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** E.g. "Firefox on Linux", as far as the browser says. */
function browserName(): string {
  const { userAgent } = navigator;
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? "";
  const names: Readonly<Record<string, string>> = { Edg: "Edge", OPR: "Opera" };
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(userAgent)?.[0] ?? "";
  return [names[browser] ?? browser, system].filter((part) => part !== "").join(", ");
}
