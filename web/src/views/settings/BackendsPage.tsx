/** The programs that bring other networks' rooms in: how they are, and what they are linked with. */

import { type FormEvent, type ReactNode, useState } from "react";
import type { Backend, BackendLink } from "../../../../sdk/src/gen/protocol.ts";
import { Confirm } from "../../parts/Confirm.tsx";
import { useList } from "../../state/answers.ts";
import { useStore, useView } from "../../state/react.ts";
import { stampOf } from "../../state/times.ts";
import { r } from "../../texts/running.ts";

export default function BackendsPage() {
  const store = useStore();
  const [linking, setLinking] = useState("");
  const [making, setMaking] = useState("");
  const { list, busy } = useList<Backend>(
    "",
    // Linking and unlinking are told by the audit log, what comes of it by the backend.
    ["backend_update", "audit_entry"],
    () => ({ type: "backends_get" }),
    (ok) => ok.backends,
  );
  return (
    <>
      <p className="hint">{r.backendsLead}</p>
      {list.length === 0 && !busy && <p className="empty">{r.backendsNone}</p>}
      <ul className="rows" aria-label={r.backends}>
        {list.map(({ name, state, since, text = "", memory = 0, links = [], asked = [] }) => (
          <li key={name}>
            <div className="row">
              <span className="row-text">
                <b>{name}</b>
                <span className="hint">
                  {r.since(stampOf(since, Date.now()))}
                  {memory > 0 && ` · ${r.memory(Math.round(memory / 1_048_576))}`}
                </span>
                {text !== "" && <span>{text}</span>}
              </span>
              <span className={state === "running" ? "tag" : "tag warn"}>
                {r.backendStates[state] ?? state}
              </span>
              <span className="row-actions">
                <button
                  type="button"
                  className="button small"
                  aria-expanded={linking === name}
                  onClick={() => setLinking(linking === name ? "" : name)}
                >
                  {r.linkRoom}
                </button>
                <button
                  type="button"
                  className="button small"
                  aria-expanded={making === name}
                  onClick={() => setMaking(making === name ? "" : name)}
                >
                  {r.makeRoom}
                </button>
                <button
                  type="button"
                  className="button small"
                  onClick={() => void store.act({ type: "backend_restart", backend: name })}
                >
                  {r.restart}
                </button>
              </span>
            </div>
            {linking === name && <LinkForm backend={name} links={links} onLinked={() => setLinking("")} />}
            {making === name && <MakeForm backend={name} onAsked={() => setMaking("")} />}
            {asked.length > 0 && (
              <ul className="links" aria-label={r.askedOf(name)}>
                {asked.map((room) => (
                  <li key={room.name} className="row">
                    <span className="row-text">
                      <span>{room.name}</span>
                      <span className="hint">
                        {room.text === undefined || room.text === "" ? r.asked : room.text}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
            {links.length > 0 && (
              <ul className="links" aria-label={r.linksOf(name)}>
                {links.map((link) => (
                  <Link key={link.room_id} backend={name} link={link} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Link({ backend, link }: { readonly backend: string; readonly link: BackendLink }) {
  const store = useStore();
  const { room_id, name, remote_id, portal = false, text = "" } = link;
  const here = useView(({ known }) => known.rooms[room_id]?.name ?? String(room_id));
  const [asking, setAsking] = useState(false);
  return (
    <li className="row">
      <span className="row-text">
        <span>{`#${here} ↔ ${name}`}</span>
        <span className="hint">
          {text !== "" ? text : portal ? r.portal : remote_id === "" && r.lookedFor}
        </span>
      </span>
      {!portal && (
        <button
          type="button"
          className="button small"
          aria-label={r.unlinkRoom(here, name)}
          onClick={() => setAsking(true)}
        >
          {r.unlink}
        </button>
      )}
      {asking && (
        <Confirm
          title={r.unlinkRoom(here, name)}
          question={r.unlinkSure}
          action={r.unlink}
          onClose={() => setAsking(false)}
          onConfirm={() => void store.act({ type: "backend_unlink", backend, room_id })}
        />
      )}
    </li>
  );
}

/** Has the network make a room. */
function MakeForm({ backend, onAsked }: { readonly backend: string; readonly onAsked: () => void }) {
  const store = useStore();
  const make = (form: FormData): Promise<unknown> =>
    store.act({ type: "backend_room_create", backend, name: String(form.get("name")).trim() });
  return (
    <NetworkForm
      title={r.makeRoom}
      name={{ id: "make-name", label: r.makeName, hint: r.makeHint, most: 100 }}
      action={r.make}
      onSubmit={make}
      onDone={onAsked}
    />
  );
}

interface LinkFormProps {
  readonly backend: string;
  readonly links: readonly BackendLink[];
  readonly onLinked: () => void;
}

function LinkForm({ backend, links, onLinked }: LinkFormProps) {
  const store = useStore();
  const rooms = useView(({ known }) =>
    Object.values(known.rooms).filter(
      ({ id, kind, space_id = 0 }) =>
        (kind === "text" || kind === "voice") &&
        space_id !== 0 &&
        !links.some(({ room_id }) => room_id === id),
    ),
  );
  const link = (form: FormData): Promise<unknown> =>
    store.act({
      type: "backend_link",
      backend,
      room_id: Number(form.get("room")),
      name: String(form.get("name")).trim(),
    });
  if (rooms.length === 0) return <p className="empty">{r.allLinked}</p>;
  return (
    <NetworkForm
      title={r.linkRoom}
      name={{ id: "link-name", label: r.roomThere, hint: r.linkHint, most: 512 }}
      action={r.link}
      onSubmit={link}
      onDone={onLinked}
    >
      <div className="field">
        <label htmlFor="link-room">{r.roomHere}</label>
        <select className="input" id="link-room" name="room" required>
          {rooms.map(({ id, name }) => (
            <option key={id} value={id}>
              {`#${name}`}
            </option>
          ))}
        </select>
      </div>
    </NetworkForm>
  );
}

interface NetworkFormProps {
  readonly title: string;
  /** Of a room over there. */
  readonly name: {
    readonly id: string;
    readonly label: string;
    readonly hint: string;
    /** Characters. */
    readonly most: number;
  };
  /** On the button. */
  readonly action: string;
  /** Resolves with null where it was refused. */
  readonly onSubmit: (form: FormData) => Promise<unknown>;
  readonly onDone: () => void;
  /** What is asked before the name. */
  readonly children?: ReactNode;
}

/** Asks for a room over there, for something that is to be done with it. */
function NetworkForm({ title, name, action, onSubmit, onDone, children }: NetworkFormProps) {
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if ((await onSubmit(new FormData(event.currentTarget))) !== null) onDone();
  };
  return (
    <form className="panel" aria-label={title} onSubmit={(event) => void submit(event)}>
      {children}
      <div className="field">
        <label htmlFor={name.id}>{name.label}</label>
        <input className="input" id={name.id} name="name" required maxLength={name.most} dir="auto" />
        <p className="hint">{name.hint}</p>
      </div>
      <div className="panel-actions">
        <button type="submit" className="button primary small">
          {action}
        </button>
      </div>
    </form>
  );
}
