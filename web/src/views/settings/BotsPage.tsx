/** One's own bots: making one, and its token, which is shown once. */

import { type FormEvent, useCallback, useEffect, useState } from "react";
import { Avatar } from "../../parts/Avatar.tsx";
import { Confirm } from "../../parts/Confirm.tsx";
import { Secret } from "../../parts/Secret.tsx";
import { useStore } from "../../state/react.ts";
import { explain } from "../../state/store.ts";
import { dateOf } from "../../state/times.ts";
import { s } from "../../texts/staff.ts";

interface Bot {
  readonly id: number;
  readonly handle: string;
  readonly name: string;
  readonly created: number;
}

export default function BotsPage() {
  const store = useStore();
  const [bots, setBots] = useState<readonly Bot[] | null>(null);
  const [shown, setShown] = useState<{ readonly name: string; readonly token: string } | null>(null);
  const [rotated, setRotated] = useState<Bot | null>(null);

  const load = useCallback(
    () =>
      store.call("GET", "/api/v1/bots").then(
        (answer) => setBots((answer as { bots: readonly Bot[] }).bots),
        (refused: unknown) => store.notify(explain(refused), "error"),
      ),
    [store],
  );
  useEffect(() => void load(), [load]);

  const make = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const { currentTarget } = event;
    const form = new FormData(currentTarget);
    const handle = String(form.get("handle")).trim().replace(/^@/, "");
    const name = String(form.get("name")).trim() || handle;
    try {
      const made = (await store.call("POST", "/api/v1/bots", { handle, name })) as { token: string };
      setShown({ name, token: made.token });
      currentTarget.reset();
      await load();
    } catch (refused) {
      store.notify(explain(refused), "error");
    }
  };
  const rotate = async ({ id, name }: Bot): Promise<void> => {
    try {
      const made = (await store.call("POST", `/api/v1/bots/${id}/token`, {})) as { token: string };
      setShown({ name, token: made.token });
    } catch (refused) {
      store.notify(explain(refused), "error");
    }
  };
  return (
    <>
      <p className="hint">{s.botsLead}</p>
      <form className="field" onSubmit={make}>
        <div className="filter-row">
          <input
            className="input"
            name="handle"
            aria-label={s.botHandle}
            placeholder={s.botHandle}
            required
            maxLength={32}
            autoComplete="off"
            autoCapitalize="none"
          />
          <input
            className="input"
            name="name"
            aria-label={s.botName}
            placeholder={s.botName}
            maxLength={64}
            autoComplete="off"
          />
          <button type="submit" className="button primary">
            {s.newBot}
          </button>
        </div>
      </form>
      {shown !== null && (
        <section className="panel" aria-label={`${s.botToken}: ${shown.name}`}>
          <p>
            <b>{shown.name}</b>: {s.botTokenOnce}
          </p>
          <Secret label={s.botToken} value={shown.token} />
        </section>
      )}
      {bots?.length === 0 && <p className="empty">{s.botsNone}</p>}
      <ul className="rows" aria-label={s.botsPage}>
        {bots?.map((bot) => (
          <li className="row" key={bot.id}>
            <Avatar id={bot.id} name={bot.name} picture="" size={2.25} />
            <span className="row-text">
              <b>{bot.name}</b>
              <span className="hint">
                @{bot.handle} · {dateOf(bot.created)}
              </span>
            </span>
            <button type="button" className="button small" onClick={() => setRotated(bot)}>
              {s.botRotate}
            </button>
          </li>
        ))}
      </ul>
      {rotated !== null && (
        <Confirm
          title={s.botRotate}
          question={s.botRotateSure(rotated.name)}
          action={s.botRotate}
          onClose={() => setRotated(null)}
          onConfirm={() => void rotate(rotated)}
        />
      )}
    </>
  );
}
