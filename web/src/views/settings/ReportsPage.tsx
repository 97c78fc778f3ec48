/** The queue of reports: who takes one, and how it ends. */

import { type FormEvent, useState } from "react";
import type { Report } from "../../../../sdk/src/gen/protocol.ts";
import { useList } from "../../state/answers.ts";
import { nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { roomAddress } from "../../state/route.ts";
import { stampOf } from "../../state/times.ts";
import { s } from "../../texts/staff.ts";
import { Markup } from "../Markup.tsx";

const STATES = ["open", "taken", "resolved", "dismissed"] as const;

export default function ReportsPage() {
  const [state, setState] = useState<string>("open");
  const { list, busy, more, onMore } = useList<Report>(
    state,
    ["report_update"],
    (last) => ({ type: "reports_get", state, ...(last === undefined ? {} : { before: last.id }) }),
    (ok) => ok.reports,
  );
  return (
    <>
      <fieldset className="choice">
        <legend className="label">{s.reportsState}</legend>
        {STATES.map((one) => (
          <label key={one}>
            <input type="radio" name="state" checked={one === state} onChange={() => setState(one)} />
            <span>{s.reportStates[one]}</span>
          </label>
        ))}
      </fieldset>
      {list.length === 0 && !busy && <p className="empty">{s.reportsNone}</p>}
      <ul className="rows" aria-label={s.reportsPage}>
        {list.map((report) => (
          <li key={report.id}>
            <ReportView report={report} />
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" className="button" onClick={onMore}>
          {s.more}
        </button>
      )}
    </>
  );
}

function ReportView({ report }: { readonly report: Report }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const { id, state, reason, user, reporter, message, message_id = 0, room_id = 0, created = 0 } = report;
  const close = (to: string, note: string): void =>
    void store.act({
      type: "report_resolve",
      report_id: id,
      state: to,
      ...(note === "" ? {} : { note }),
    });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const note = String(new FormData(event.currentTarget).get("note") ?? "").trim();
    close(submitter?.getAttribute("value") ?? "resolved", note);
  };
  const isOver = state === "resolved" || state === "dismissed";
  return (
    <article className="panel">
      <header>
        <h3>{s.reportOf(nameOf(known, user))}</h3>
        <p className="hint">
          {reporter === undefined ? s.reportedByRule : s.reportedBy(nameOf(known, reporter))},{" "}
          {stampOf(created, Date.now())}
        </p>
      </header>
      {reason !== "" && <p>{reason}</p>}
      {message !== undefined && (
        <blockquote className="reported">
          <Markup text={message.content} plain />
        </blockquote>
      )}
      {message_id > 0 && known.rooms[room_id] !== undefined && (
        <a href={roomAddress(room_id, message_id)}>{s.goThere}</a>
      )}
      {report.note !== undefined && report.note !== "" && <p className="hint">{report.note}</p>}
      {isOver ? (
        <div className="panel-actions">
          <button type="button" className="button small" onClick={() => close("open", "")}>
            {s.reopen}
          </button>
        </div>
      ) : (
        <form className="filter-row" onSubmit={submit}>
          <input
            className="input"
            name="note"
            placeholder={s.note}
            aria-label={s.note}
            maxLength={1000}
            autoComplete="off"
          />
          {state === "open" && (
            <button type="submit" className="button" value="taken">
              {s.take}
            </button>
          )}
          <button type="submit" className="button" value="dismissed">
            {s.dismiss}
          </button>
          <button type="submit" className="button primary" value="resolved">
            {s.resolve}
          </button>
        </form>
      )}
    </article>
  );
}
