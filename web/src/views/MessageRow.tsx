/** One message. */

import { CornerUpRight, Pin } from "lucide-react";
import { memo } from "react";
import type { Message, Room, User } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { useIdle } from "../parts/idle.ts";
import { addressOf, colorOf, nameOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { roomAddress } from "../state/route.ts";
import { dayOf, stampOf, timeOf, wholeTimeOf } from "../state/times.ts";
import { talk } from "../texts/talk.ts";
import { t } from "../texts/texts.ts";
import { Attachments } from "./Attachments.tsx";
import { EditForm } from "./EditForm.tsx";
import { Embeds } from "./Embeds.tsx";
import { Markup } from "./Markup.tsx";
import { MessageActions } from "./MessageActions.tsx";
import { ProfileCard } from "./Person.tsx";
import { PollView } from "./PollView.tsx";
import { Reactions } from "./Reactions.tsx";
import { Receipts } from "./Receipts.tsx";
import { SystemRow } from "./SystemRow.tsx";
import { ThreadChip } from "./Threads.tsx";
import { CallRow } from "./voice/CallRow.tsx";

interface MessageRowProps {
  readonly room: Room;
  readonly message: Message;
  /** Stands under the name of the one before. */
  readonly grouped: boolean;
  readonly isNewDay: boolean;
  readonly isFirstUnread: boolean;
  /** The one that the tab key reaches. */
  readonly isFocusable: boolean;
  /** One came for it: it shows itself for a moment. */
  readonly isFlashed: boolean;
  readonly isEditing: boolean;
  /** One's own newest one, where it is shown who has read it. */
  readonly isLastOwn: boolean;
  readonly onEdit: (message: number) => void;
  readonly onReply: (message: Message) => void;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isNewDay, isFirstUnread } = props;
  return (
    <>
      {isNewDay && (
        <div className="day-line">
          <span>{dayOf(message.created ?? 0, Date.now())}</span>
        </div>
      )}
      {isFirstUnread && (
        <div className="unread-line">
          <span>{t.newMessages}</span>
        </div>
      )}
      {message.system !== undefined ? (
        <SystemRow message={message} />
      ) : message.call !== undefined ? (
        <CallRow message={message} />
      ) : (
        <Said {...props} />
      )}
    </>
  );
});

function Said(props: MessageRowProps) {
  const { room, message, grouped, isFocusable, isFlashed, isEditing, isLastOwn, onEdit, onReply } = props;
  const { server } = useStore().account;
  const author = useView(({ known }) => nameOf(known, message.author));
  const commander = useView(({ known }) => nameOf(known, message.command_user));
  const isMentioned = useView(({ known }) => mentionsMe(message, known.user, known.members));
  const color = useView(({ known }) => colorOf(message.author, known.members, known.roles));
  const { id, created = 0, edited = 0, content } = message;
  const classes = [
    "message",
    grouped ? "grouped" : "",
    isMentioned ? "mentioned" : "",
    isFlashed ? "flashed" : "",
  ].join(" ");
  const keys = (event: React.KeyboardEvent<HTMLElement>): void => {
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (
      event.key === "Escape" &&
      isInside &&
      event.target !== event.currentTarget &&
      !event.defaultPrevented
    ) {
      // From one of its buttons back to the message.
      event.stopPropagation();
      return event.currentTarget.focus();
    }
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOwn = event.currentTarget.hasAttribute("data-own");
    if (event.key === "r") onReply(message);
    else if (event.key === "e" && isOwn) onEdit(id);
    else return;
    event.preventDefault();
  };
  const isOwn = useView(({ known }) => message.author?.id === known.user?.id);
  // The buttons of a message weigh more than the message: rows that only pass by are drawn without.
  const [ready, hurry] = useIdle();
  return (
    <article
      className={classes}
      id={`message-${id}`}
      tabIndex={isFocusable ? 0 : -1}
      aria-label={`${author}, ${stampOf(created, Date.now())}`}
      data-own={isOwn ? "" : undefined}
      onKeyDown={keys}
      onPointerEnter={hurry}
      onFocus={hurry}
    >
      {message.reply_to !== undefined && <QuoteLine message={message} room={room.id} />}
      {message.command_name !== undefined && message.command_user !== undefined && (
        <p className="quote-line">{talk.used(commander, message.command_name)}</p>
      )}
      <div className="message-side">
        {grouped ? (
          <time className="side-time" dateTime={new Date(created).toISOString()} title={wholeTimeOf(created)}>
            {timeOf(created)}
          </time>
        ) : (
          <Avatar
            id={message.author?.id ?? 0}
            name={author}
            picture={addressOf(server, message.author?.avatar)}
          />
        )}
      </div>
      <div className="message-main">
        {!grouped && (
          <header className="message-head">
            {message.author === undefined ? (
              <b className="author">{author}</b>
            ) : (
              <ProfileCard user={message.author} side="right">
                <button
                  type="button"
                  className="author"
                  tabIndex={isFocusable ? 0 : -1}
                  style={color === "" ? undefined : ({ "--author": color } as React.CSSProperties)}
                >
                  {author}
                </button>
              </ProfileCard>
            )}
            {message.author?.bot && <span className="tag">{t.bot}</span>}
            {message.author?.backend && <span className="tag">{message.author.backend}</span>}
            <time dateTime={new Date(created).toISOString()} title={wholeTimeOf(created)}>
              {stampOf(created, Date.now())}
            </time>
            {message.pinned && (
              <span className="message-state" title={t.pinned}>
                <Pin size={13} aria-label={t.pinned} />
              </span>
            )}
          </header>
        )}
        {message.forwarded_from !== undefined && (
          <p className="forwarded">
            <CornerUpRight size={14} aria-hidden="true" />
            {t.forwardedFrom(
              message.forwarded_from.author.name || message.forwarded_from.author.handle,
              message.forwarded_from.room_name ?? "",
            )}
          </p>
        )}
        {isEditing ? (
          <EditForm message={message} onDone={() => onEdit(0)} />
        ) : (
          content !== "" &&
          message.poll === undefined && (
            <div className="content" dir="auto">
              <Markup text={content} message={message} />
              {edited > 0 && (
                <span className="edited" title={t.editedAt(wholeTimeOf(edited))}>
                  {" "}
                  ({t.edited})
                </span>
              )}
            </div>
          )
        )}
        {message.poll !== undefined && <PollView message={message} poll={message.poll} room={room} />}
        <Attachments attachments={message.attachments ?? []} />
        <Embeds message={message} room={room} />
        <Reactions message={message} room={room} />
        {message.thread !== undefined && <ThreadChip thread={message.thread} parent={room} />}
        {isLastOwn && <Receipts message={message} room={room} />}
      </div>
      {!isEditing && ready && (
        <MessageActions
          message={message}
          room={room}
          onEdit={onEdit}
          onReply={onReply}
          isReached={isFocusable}
        />
      )}
    </article>
  );
}

/** The message that is answered, in one line; a press goes there. */
function QuoteLine({ message, room }: { readonly message: Message; readonly room: number }) {
  const quote = message.reply_to;
  const author = useView(({ known }) => nameOf(known, quote?.author));
  // Who is mentioned there, the message itself says.
  const original = useView(({ known }) => known.messages[room]?.find(({ id }) => id === quote?.id));
  const { server } = useStore().account;
  if (quote === undefined) return null;
  if (quote.deleted) return <p className="quote-line gone">{t.deletedMessage}</p>;
  return (
    <a className="quote-line" href={roomAddress(room, quote.id)}>
      <span className="hidden-visually">{t.jumpToMessage}: </span>
      <Avatar id={quote.author.id} name={author} picture={addressOf(server, quote.author.avatar)} size={1} />
      <b>{author}</b>
      <span>
        <Markup text={quote.text} {...(original === undefined ? {} : { message: original })} plain />
      </span>
    </a>
  );
}

function mentionsMe(
  { mentions, author }: Message,
  user: User | null,
  members: Readonly<Record<number, { readonly role_ids: readonly number[] }>>,
): boolean {
  if (user === null || mentions === undefined || author?.id === user.id) return false;
  if (mentions.everyone === true || mentions.users?.some(({ id }) => id === user.id)) return true;
  const roles = members[user.id]?.role_ids ?? [];
  return mentions.role_ids?.some((role) => roles.includes(role)) ?? false;
}
