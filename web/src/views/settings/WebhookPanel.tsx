/** One webhook: changing it, a new secret, and what could not be delivered. */

import { type FormEvent, useState } from "react";
import type { Webhook, WebhookDelivery } from "../../../../sdk/src/gen/protocol.ts";
import { Confirm } from "../../parts/Confirm.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { useList } from "../../state/answers.ts";
import { useStore } from "../../state/react.ts";
import { EVENTS } from "../../state/webhook-events.ts";
import { r } from "../../texts/running.ts";
import { t } from "../../texts/texts.ts";

interface WebhookPanelProps {
  readonly webhook: Webhook;
  readonly onRotated: (webhook: Webhook) => void;
}

export function WebhookPanel({ webhook, onRotated }: WebhookPanelProps) {
  const store = useStore();
  const [asking, setAsking] = useState<"rotate" | "delete" | null>(null);
  const [events, setEvents] = useState(webhook.events ?? []);
  const { id, name, kind, url = "", disabled = false } = webhook;
  const isOutgoing = kind === "outgoing";
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const ok = await store.act({
      type: "webhook_update",
      webhook_id: id,
      name: String(form.get("name")).trim(),
      ...(isOutgoing ? { url: String(form.get("url")).trim() } : {}),
      ...(isOutgoing ? (events.length === 0 ? { cleared: ["events"] } : { events }) : {}),
    });
    if (ok !== null) store.notify(t.saved);
  };
  const rotate = async (): Promise<void> => {
    const ok = await store.act({ type: "webhook_rotate", webhook_id: id });
    if (ok?.webhook !== undefined) onRotated(ok.webhook);
  };
  return (
    <section className="panel" aria-label={name}>
      <form className="form" onSubmit={save}>
        <div className="field">
          <label htmlFor={`webhook-name-${id}`}>{r.webhookName}</label>
          <input
            className="input"
            id={`webhook-name-${id}`}
            name="name"
            defaultValue={name}
            maxLength={64}
            required
            autoComplete="off"
          />
        </div>
        {isOutgoing && (
          <>
            <div className="field">
              <label htmlFor={`webhook-url-${id}`}>{r.webhookUrl}</label>
              <input
                className="input"
                id={`webhook-url-${id}`}
                name="url"
                type="url"
                defaultValue={url}
                required
              />
            </div>
            <EventChoice chosen={events} onChange={setEvents} />
          </>
        )}
        <Switch
          label={r.switchedOn}
          checked={!disabled}
          onChange={(on) => void store.act({ type: "webhook_update", webhook_id: id, disabled: !on })}
        />
        <div className="dialog-actions">
          <button type="button" className="button small danger" onClick={() => setAsking("delete")}>
            {r.deleteWebhook}
          </button>
          <button type="button" className="button small" onClick={() => setAsking("rotate")}>
            {r.rotate}
          </button>
          <button type="submit" className="button small primary">
            {t.save}
          </button>
        </div>
      </form>
      {isOutgoing && <Undelivered webhook={id} />}
      {asking === "rotate" && (
        <Confirm
          title={r.rotate}
          question={r.rotateSure(name)}
          action={r.rotate}
          onClose={() => setAsking(null)}
          onConfirm={() => void rotate()}
        />
      )}
      {asking === "delete" && (
        <Confirm
          title={r.deleteWebhook}
          question={r.deleteWebhookSure(name)}
          action={t.remove}
          onClose={() => setAsking(null)}
          onConfirm={() => void store.act({ type: "webhook_delete", webhook_id: id })}
        />
      )}
    </section>
  );
}

interface EventChoiceProps {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

export function EventChoice({ chosen, onChange }: EventChoiceProps) {
  return (
    <fieldset className="field">
      <legend className="label">{r.webhookEvents}</legend>
      <div className="event-choice">
        {EVENTS.map((one) => (
          <label className="check" key={one}>
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))
              }
            />
            <code>{one}</code>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What was given up after every attempt failed. */
function Undelivered({ webhook }: { readonly webhook: number }) {
  const store = useStore();
  const [turn, setTurn] = useState(0);
  const { list, busy, more, onMore } = useList<WebhookDelivery>(
    `${webhook} ${turn}`,
    ["webhook_update"],
    (last) => ({
      type: "webhook_deliveries_get",
      webhook_id: webhook,
      ...(last === undefined ? {} : { after: last.id }),
    }),
    (ok) => ok.deliveries,
  );
  const retry = async (delivery: number): Promise<void> => {
    const ok = await store.act({ type: "webhook_retry", webhook_id: webhook, delivery_id: delivery });
    if (ok === null) return;
    store.notify(r.retrying(ok.count ?? 0));
    setTurn(turn + 1);
  };
  return (
    <section aria-label={r.undelivered}>
      <h3>{r.undelivered}</h3>
      {list.length === 0 && !busy && <p className="hint">{r.undeliveredNone}</p>}
      <ul className="rows">
        {list.map(({ id, attempts = 0, failure = "" }) => (
          <li className="row" key={id}>
            <span className="row-text">
              <span>{failure}</span>
              <span className="hint">{r.attempts(attempts)}</span>
            </span>
            <button type="button" className="button small" onClick={() => void retry(id)}>
              {r.retryOne}
            </button>
          </li>
        ))}
      </ul>
      {list.length > 1 && (
        <button type="button" className="button small" onClick={() => void retry(0)}>
          {r.retryAll}
        </button>
      )}
      {more && (
        <button type="button" className="button small" onClick={onMore}>
          {t.moreMembers}
        </button>
      )}
    </section>
  );
}
