/** Webhooks: making one, what is shown of it once, and the list. */

import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Webhook } from "../../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../../parts/Avatar.tsx";
import { Secret } from "../../parts/Secret.tsx";
import { useList } from "../../state/answers.ts";
import { addressOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { stampOf } from "../../state/times.ts";
import { r } from "../../texts/running.ts";
import { t } from "../../texts/texts.ts";
import { EventChoice, WebhookPanel } from "./WebhookPanel.tsx";

export default function WebhooksPage() {
  const store = useStore();
  const rooms = useView(({ known }) => known.rooms);
  const [making, setMaking] = useState(false);
  const [open, setOpen] = useState(0);
  const [shown, setShown] = useState<Webhook | null>(null);
  const { list, busy, more, onMore } = useList<Webhook>(
    "",
    ["webhook_update"],
    (last) => ({ type: "webhooks_get", ...(last === undefined ? {} : { after: last.id }) }),
    (ok) => ok.webhooks,
  );
  const show = (webhook: Webhook): void => {
    setMaking(false);
    setShown(webhook);
  };
  return (
    <>
      <p className="hint">{r.webhooksLead}</p>
      <div>
        <button type="button" className="button small" onClick={() => setMaking(!making)}>
          <Plus size={16} aria-hidden="true" />
          {r.newWebhook}
        </button>
      </div>
      {making && <WebhookForm onMade={show} />}
      {shown !== null && (
        <section className="panel" aria-label={`${r.newWebhook}: ${shown.name}`}>
          <p>
            <b>{shown.name}</b>: {r.once}
          </p>
          {shown.kind === "incoming" ? (
            <Secret label={r.postTo} value={absolute(store.account.server, shown)} />
          ) : (
            <Secret label={r.signingKey} value={shown.secret ?? ""} />
          )}
        </section>
      )}
      {list.length === 0 && !busy && !making && <p className="empty">{r.webhooksNone}</p>}
      <ul className="rows" aria-label={r.webhooks}>
        {list.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="row-button"
              aria-expanded={open === one.id}
              onClick={() => setOpen(open === one.id ? 0 : one.id)}
            >
              <Avatar
                id={one.id}
                name={one.name}
                picture={addressOf(store.account.server, one.avatar)}
                size={2.25}
              />
              <span className="row-text">
                <b>{one.name}</b>
                <span className="hint">
                  {one.kind === "incoming" ? r.incoming : r.outgoing}
                  {" · "}
                  {one.room_id ? `#${rooms[one.room_id]?.name ?? one.room_id}` : r.allRooms}
                  {" · "}
                  {one.last_used ? r.lastUsed(stampOf(one.last_used, Date.now())) : r.neverUsed}
                </span>
              </span>
              {one.disabled && <span className="tag plain">{r.off}</span>}
              {(one.failures ?? 0) > 0 && <span className="tag warn">{r.failing(one.failures ?? 0)}</span>}
            </button>
            {open === one.id && <WebhookPanel webhook={one} onRotated={show} />}
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" className="button" onClick={onMore}>
          {t.moreMembers}
        </button>
      )}
    </>
  );
}

/** The server names its own address where it knows it; else it is the one that one came by. */
function absolute(server: string, { id, url = "", secret = "" }: Webhook): string {
  if (/^https?:/.test(url)) return url;
  return server + (url === "" ? `/webhooks/${id}/${secret}` : url);
}

function WebhookForm({ onMade }: { readonly onMade: (webhook: Webhook) => void }) {
  const store = useStore();
  const rooms = useView(({ known }) =>
    Object.values(known.rooms).filter(({ kind, space_id = 0 }) => kind === "text" && space_id !== 0),
  );
  const [kind, setKind] = useState("incoming");
  const [events, setEvents] = useState<readonly string[]>([]);
  const make = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const ok = await store.act({
      type: "webhook_create",
      kind,
      name: String(form.get("name")).trim(),
      room_id: Number(form.get("room")),
      ...(kind === "outgoing" ? { url: String(form.get("url")).trim(), events } : {}),
    });
    if (ok?.webhook !== undefined) onMade(ok.webhook);
  };
  return (
    <form className="panel" aria-label={r.newWebhook} onSubmit={make}>
      <div className="field">
        <label htmlFor="webhook-kind">{r.webhookKind}</label>
        <select
          className="input"
          id="webhook-kind"
          value={kind}
          onChange={({ target }) => setKind(target.value)}
        >
          {Object.entries(r.webhookKinds).map(([one, label]) => (
            <option key={one} value={one}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="webhook-name">{r.webhookName}</label>
        <input className="input" id="webhook-name" name="name" maxLength={64} required autoComplete="off" />
      </div>
      <div className="field">
        <label htmlFor="webhook-room">{r.webhookRoom}</label>
        <select className="input" id="webhook-room" name="room" key={kind}>
          {kind === "outgoing" && <option value={0}>{r.allRooms}</option>}
          {rooms.map(({ id, name }) => (
            <option key={id} value={id}>
              #{name}
            </option>
          ))}
        </select>
      </div>
      {kind === "outgoing" && (
        <>
          <div className="field">
            <label htmlFor="webhook-url">{r.webhookUrl}</label>
            <input className="input" id="webhook-url" name="url" type="url" required autoComplete="off" />
          </div>
          <EventChoice chosen={events} onChange={setEvents} />
        </>
      )}
      <div className="dialog-actions">
        <button type="submit" className="button small primary">
          {t.create}
        </button>
      </div>
    </form>
  );
}
