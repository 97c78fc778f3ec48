/** A message of one's own that the server does not have yet, or has refused. */

import { CircleAlert, Clock3, Paperclip } from "lucide-react";
import { Avatar } from "../parts/Avatar.tsx";
import { addressOf, nameOf } from "../state/names.ts";
import type { Outgoing } from "../state/outbox.ts";
import { useStore, useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";
import { Markup } from "./Markup.tsx";

interface OutgoingRowProps {
  readonly outgoing: Outgoing;
  /** Stands under the name of the one before, as it will when it has arrived. */
  readonly grouped: boolean;
}

export function OutgoingRow({ outgoing, grouped }: OutgoingRowProps) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const { user } = known;
  const { content, failed, nonce, fileNames } = outgoing;
  const hasFailed = failed !== "";
  const [Sign, state] = hasFailed ? [CircleAlert, t.failedToSend] : [Clock3, t.sending];
  return (
    <article className={`message ${hasFailed ? "failed" : "sending"} ${grouped ? "grouped" : ""}`}>
      <div className="message-side">
        {grouped ? (
          <span className="message-state" title={state}>
            <Sign size={14} aria-label={state} />
          </span>
        ) : (
          <Avatar
            id={user?.id ?? 0}
            name={nameOf(known, user ?? undefined)}
            picture={addressOf(store.account.server, user?.avatar)}
          />
        )}
      </div>
      <div className="message-main">
        {!grouped && (
          <header className="message-head">
            <b className="author">{nameOf(known, user ?? undefined)}</b>
            <span className="message-state">
              <Sign size={14} aria-hidden="true" />
              {state}
            </span>
          </header>
        )}
        <div className="content">
          <Markup text={content} />
        </div>
        {fileNames.map((name) => (
          <span className="file-name" key={name}>
            <Paperclip size={14} aria-hidden="true" /> {name}
          </span>
        ))}
        {hasFailed && (
          <div className="message-failed" role="alert">
            <span>{failed}</span>
            <button type="button" className="button small" onClick={() => store.retry(nonce)}>
              {t.retry}
            </button>
            <button type="button" className="button small quiet" onClick={() => store.discard(nonce)}>
              {t.discard}
            </button>
          </div>
        )}
      </div>
    </article>
  );
}
