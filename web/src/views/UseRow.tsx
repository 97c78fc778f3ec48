/** A slash command that one used: on its way, failed, or answered for oneself alone. */

import { CircleAlert, Clock3, Eye } from "lucide-react";
import { Avatar } from "../parts/Avatar.tsx";
import { addressOf, nameOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import type { Use } from "../state/uses.ts";
import { talk } from "../texts/talk.ts";
import { t } from "../texts/texts.ts";
import { Markup } from "./Markup.tsx";

export function UseRow({ use }: { readonly use: Use }) {
  const store = useStore();
  const known = useView(({ known }) => known);
  const { key, answer, failed, text } = use;
  const author = answer?.author ?? known.user ?? undefined;
  const bot = known.commands[use.command]?.bot;
  const hasFailed = failed !== "";
  const dismiss = (
    <button type="button" className="button small quiet" onClick={() => store.uses.dismiss(key)}>
      {talk.dismiss}
    </button>
  );
  return (
    <article className={answer === null ? "message use" : "message use private"}>
      <div className="message-side">
        <Avatar
          id={author?.id ?? 0}
          name={nameOf(known, author)}
          picture={addressOf(store.account.server, author?.avatar)}
        />
      </div>
      <div className="message-main">
        <header className="message-head">
          <b className="author">{nameOf(known, author)}</b>
          {(author?.bot || author?.id === 0) && <span className="tag">{t.bot}</span>}
        </header>
        {answer === null ? (
          <div className="content use-text" dir="auto">
            {text}
          </div>
        ) : (
          <div className="content" dir="auto" role="status">
            <Markup text={answer.content} message={answer} />
          </div>
        )}
        {answer !== null ? (
          <p className="use-state">
            <Eye size={14} aria-hidden="true" />
            {talk.onlyYou}
            {dismiss}
          </p>
        ) : hasFailed ? (
          <div className="message-failed" role="alert">
            <CircleAlert size={14} aria-hidden="true" />
            <span>
              {talk.commandFailed}: {failed}
            </span>
            <button type="button" className="button small" onClick={() => store.uses.retry(key)}>
              {t.retry}
            </button>
            {dismiss}
          </div>
        ) : (
          <p className="use-state" role="status">
            <Clock3 size={14} aria-hidden="true" />
            {bot === undefined ? t.sending : talk.waitingFor(nameOf(known, bot))}
          </p>
        )}
      </div>
    </article>
  );
}
