/** One room: its head, its messages, who types, and where one writes. */

import { ArrowLeft, CornerLeftUp, Ellipsis, Pin, Search, Spool, Users } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Message } from "../../../sdk/src/gen/protocol.ts";
import { Menu } from "../parts/Menu.tsx";
import { nameOf, roomTitle } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { go, roomAddress } from "../state/route.ts";
import { PAGE, shownSpan } from "../state/store.ts";
import { within } from "../state/windows.ts";
import { t } from "../texts/texts.ts";
import { Composer } from "./Composer.tsx";
import { Markup } from "./Markup.tsx";
import { Members } from "./Members.tsx";
import { MessageList } from "./MessageList.tsx";
import { Pins } from "./Pins.tsx";
import { RoomSign } from "./RoomSign.tsx";
import { Search as SearchPane } from "./Search.tsx";
import { ForumView, ThreadsPane } from "./Threads.tsx";
import { CallButtons } from "./voice/CallButtons.tsx";
import { Stage } from "./voice/Stage.tsx";

/** What stands beside the messages. */
export type Side = "members" | "search" | "pins" | "threads" | null;

interface ConversationProps {
  readonly room: number;
  /** The message to jump to; 0 = the newest. */
  readonly target: number;
  readonly visit: number;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  readonly onBack: () => void;
}

const NONE: readonly Message[] = [];

export function Conversation({ room: id, target, visit, side, onSide, onBack }: ConversationProps) {
  const store = useStore();
  const room = useView(({ known }) => known.rooms[id]);
  const title = useView(({ known }) => (room === undefined ? "" : roomTitle(known, room)));
  const { messages, span, anchor } = useWindow(id, target, visit);
  const outbox = useView(({ outbox }) => outbox.filter((one) => one.room === id));
  const maySend = useView(({ known }) => room !== undefined && may(known, "send", room));
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [editing, setEditing] = useState(0);
  const hasMembers = room !== undefined && room.kind !== "dialog" && room.kind !== "notes";

  const parent = useView(({ known }) => known.rooms[room?.parent_id ?? 0]);

  /** On a phone behind one button, so that one can read where one is. */
  const seldom = [
    ...(room?.kind === "text" ? [{ label: t.threads, side: "threads", icon: Spool } as const] : []),
    { label: t.pins, side: "pins", icon: Pin } as const,
  ];

  if (room === undefined) return <main id="conversation" className="conversation" />;
  return (
    <main id="conversation" className="conversation" aria-label={title} tabIndex={-1}>
      <header className="conversation-head">
        <button type="button" className="icon-button only-narrow" aria-label={t.back} onClick={onBack}>
          <ArrowLeft className="flip" />
        </button>
        {room.kind === "thread" && parent !== undefined && (
          <a
            className="icon-button"
            href={roomAddress(parent.id)}
            title={t.backTo(parent.name)}
            aria-label={t.backTo(parent.name)}
          >
            <CornerLeftUp className="flip" aria-hidden="true" />
          </a>
        )}
        <RoomSign room={room} size={1.75} />
        <h2>{title.replace(/^#/, "")}</h2>
        {room.topic !== undefined && room.topic !== "" && (
          <p className="topic">
            <Markup text={room.topic} plain />
          </p>
        )}
        <div className="head-actions">
          <CallButtons room={room} />
          {seldom.map(({ label, side: one, icon: Icon }) => (
            <SideButton key={one} label={label} side={one} open={side} onSide={onSide} isSeldom>
              <Icon aria-hidden="true" />
            </SideButton>
          ))}
          <Menu
            entries={seldom.map(({ label, side: one, icon }) => ({
              label,
              icon,
              onSelect: () => onSide(one),
            }))}
          >
            <button type="button" className="icon-button only-tight" aria-label={t.moreOf(title)}>
              <Ellipsis aria-hidden="true" />
            </button>
          </Menu>
          <SideButton label={t.searchEverywhere} side="search" open={side} onSide={onSide}>
            <Search aria-hidden="true" />
          </SideButton>
          {hasMembers && (
            <SideButton label={t.members} side="members" open={side} onSide={onSide}>
              <Users aria-hidden="true" />
            </SideButton>
          )}
        </div>
      </header>
      <Stage room={room} />
      {side === "members" && hasMembers && <Members room={room} onClose={() => onSide(null)} />}
      {side === "search" && <SearchPane room={room} title={title} onClose={() => onSide(null)} />}
      {side === "threads" && room.kind === "text" && <ThreadsPane room={room} onClose={() => onSide(null)} />}
      {side === "pins" && <Pins room={room} onClose={() => onSide(null)} />}
      {room.kind === "forum" ? (
        <ForumView room={room} />
      ) : (
        <>
          <MessageList
            key={anchor ?? "newest"}
            room={room}
            title={title}
            messages={messages}
            span={span}
            outbox={outbox}
            target={target}
            visit={visit}
            editing={editing}
            onEdit={setEditing}
            onReply={setReplyTo}
            onPresent={() => go(id)}
          />
          <Typing room={id} />
          <Composer
            room={room}
            title={title}
            disabled={!maySend}
            replyTo={replyTo}
            onReplyEnd={() => setReplyTo(null)}
            onEditLast={() => {
              const own = messages.findLast(
                ({ author, poll }) => author?.id === store.view.known.user?.id && poll === undefined,
              );
              if (own !== undefined) setEditing(own.id);
            }}
          />
        </>
      )}
    </main>
  );
}

interface SideButtonProps {
  readonly label: string;
  readonly side: Side;
  readonly open: Side;
  readonly onSide: (side: Side) => void;
  readonly isSeldom?: boolean;
  readonly children: ReactNode;
}

function SideButton({ label, side, open, onSide, isSeldom = false, children }: SideButtonProps) {
  return (
    <button
      type="button"
      className={isSeldom ? "icon-button only-roomy" : "icon-button"}
      title={label}
      aria-label={label}
      aria-pressed={open === side}
      onClick={() => onSide(open === side ? null : side)}
    >
      {children}
    </button>
  );
}

/** The part of the conversation that is shown: asked for when it is not known, kept up while it is. */
function useWindow(room: number, target: number, visit: number) {
  const store = useStore();
  const status = useView(({ status }) => status);
  const all = useView(({ known }) => known.messages[room] ?? NONE);
  // A message's number says where it is; its id is all that a link has.
  const targetN = target === 0 ? null : all.find(({ id }) => id === target)?.n;
  const span = useView((view) => (targetN === undefined ? undefined : shownSpan(view, room, targetN)));

  // biome-ignore lint/correctness/useExhaustiveDependencies: every visit asks anew when something is missing
  useEffect(() => {
    if (status !== "online" || span !== undefined) return;
    void store.load(room, target === 0 ? "newest" : { around: target }).then((page) => {
      const isGone = page !== null && target !== 0 && !page.some(({ id }) => id === target);
      if (isGone || (page === null && target !== 0 && store.view.status === "online")) go(room);
    });
  }, [store, room, target, visit, status, span === undefined]);

  const messages = useMemo(() => (span === undefined ? NONE : within(all, span)), [all, span]);
  return { messages, span, anchor: target === 0 ? null : target };
}

function Typing({ room }: { readonly room: number }) {
  const store = useStore();
  const names = useView(({ known }) =>
    (known.typing[room] ?? [])
      .filter(({ id }) => id !== known.user?.id && store.isTyping(room, id))
      .map((user) => nameOf(known, user)),
  );
  return (
    <p className="typing" aria-live="polite">
      {names.length > 0 && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t.typing(names)}
        </>
      )}
    </p>
  );
}

/** Load what follows an end of the span when one comes near it; never two at once. */
export function useMore(room: number, span: ReturnType<typeof shownSpan>) {
  const store = useStore();
  const [busy, setBusy] = useState<"older" | "newer" | null>(null);
  const more = useCallback(
    (end: "older" | "newer") => {
      if (span === undefined || busy !== null) return;
      if (end === "older" ? span.from === 0 : span.to === Number.POSITIVE_INFINITY) return;
      setBusy(end);
      void store.load(room, { span, end }).finally(() => setBusy(null));
    },
    [store, room, span, busy],
  );
  return { more, busy, page: PAGE };
}
