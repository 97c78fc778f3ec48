/** Says that there is no connection, and when the next attempt is. */

import { WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";

export function Connection() {
  const status = useView(({ status }) => status);
  const retryAt = useView(({ retryAt }) => retryAt);
  const arrived = useView(({ arrived }) => arrived);
  const [now, setNow] = useState(Date.now);

  useEffect(() => {
    if (status !== "offline") return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [status]);

  const isGone = status === "offline" || (status === "connecting" && arrived);
  const seconds = Math.ceil((retryAt - now) / 1_000);
  return (
    <div className="connection" role="status" data-shown={isGone}>
      {isGone && (
        <>
          <WifiOff size={16} aria-hidden="true" />
          <span>{t.offlineNow}</span>
          {/* Counted down for the eye alone: being told every second helps nobody. */}
          {seconds > 0 && <span aria-hidden="true">{t.retryIn(seconds)}</span>}
        </>
      )}
    </div>
  );
}
