/** A room's messages: as many as there are, of which only those in sight are on the page. */

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Message, Room } from "../../../sdk/src/gen/protocol.ts";
import { isDirect, nameOf } from "../state/names.ts";
import type { Outgoing } from "../state/outbox.ts";
import { useStore, useUses, useView } from "../state/react.ts";
import type { Span } from "../state/windows.ts";
import { t } from "../texts/texts.ts";
import { Beginning } from "./Beginning.tsx";
import { useMore } from "./Conversation.tsx";
import { MessageRow } from "./MessageRow.tsx";
import { idOf, rowsOf } from "./message-rows.ts";
import { OutgoingRow } from "./OutgoingRow.tsx";
import { focusDrawn, useRowKeys } from "./row-keys.ts";
import { UseRow } from "./UseRow.tsx";

interface MessageListProps {
  readonly room: Room;
  readonly title: string;
  /** Oldest first, without a gap. */
  readonly messages: readonly Message[];
  /** Undefined while they are asked for. */
  readonly span: Span | undefined;
  readonly outbox: readonly Outgoing[];
  /** The message to begin at; 0 = the newest. */
  readonly target: number;
  readonly visit: number;
  /** The message that is being edited; 0 = none. */
  readonly editing: number;
  readonly onEdit: (message: number) => void;
  readonly onReply: (message: Message) => void;
  /** Go to the newest. */
  readonly onPresent: () => void;
}

/** Rows from an end at which more is asked for. */
const NEAR_END = 25;

/** As close to the end that it follows what comes, in pixels. */
const AT_END = 90;

export function MessageList(props: MessageListProps) {
  const { room, title, messages, span, outbox, target, visit, editing, onEdit, onReply, onPresent } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [flashed, setFlashed] = useState(target);
  const [atEnd, setAtEnd] = useState(true);
  const isLive = span?.to === Number.POSITIVE_INFINITY;
  const firstUnread = useFirstUnread(room.id, messages);
  const uses = useUses(room.id);
  const self = useView(({ known }) => known.user?.id ?? 0);
  const rows = useMemo(() => {
    const said = rowsOf(messages, isLive ? outbox : [], span?.from === 0, firstUnread, self);
    return isLive ? [...said, ...uses.map((use) => ({ key: `use ${use.key}`, use }))] : said;
  }, [messages, outbox, uses, isLive, span?.from, firstUnread, self]);
  const { more, busy } = useMore(room.id, span);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    anchorTo: "end",
    followOnAppend: isLive,
    scrollEndThreshold: AT_END,
    paddingEnd: 8,
    onChange: (instance) => setAtEnd(instance.isAtEnd(AT_END)),
  });

  // Where one begins: at the message one came for, at the first unread one, or at the end.
  const begun = useRef(-1);
  useLayoutEffect(() => {
    if (rows.length === 0 || begun.current === visit) return;
    const isFirst = begun.current === -1;
    const wanted = target !== 0 ? target : isFirst ? firstUnread : 0;
    const index = rows.findIndex((row) => "message" in row && row.message.id === wanted);
    if (target !== 0 && index === -1) return;
    begun.current = visit;
    setFlashed(target);
    if (index !== -1) virtual.scrollToIndex(index, { align: target === 0 ? "start" : "center" });
    else virtual.scrollToEnd();
    if (index !== -1 && target !== 0) focusDrawn(target);
  }, [rows, target, visit, firstUnread, virtual]);

  useStayAtEnd(scroller, virtual.scrollToEnd);

  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (rows.length === 0) return;
    if (first < NEAR_END) more("older");
    else if (last > rows.length - NEAR_END) more("newer");
  }, [first, last, rows.length, more]);

  useReadMarks(room, isLive && atEnd);

  const newest = idOf(rows.findLast((row) => idOf(row) !== 0));
  const keys = useRowKeys({ ids: () => rows.map(idOf), messages, newest, scrollTo: virtual.scrollToIndex });
  const lastOwn = isDirect(room) ? (messages.findLast(({ author }) => author?.id === self)?.id ?? 0) : 0;

  return (
    <div className="messages">
      <div
        className="messages-scroll"
        ref={scroller}
        role="log"
        aria-label={t.messagesIn(title)}
        aria-live="off"
        aria-busy={busy !== null || span === undefined}
        onKeyDown={keys.move}
        onFocus={keys.hold}
        onBlur={keys.letGo}
      >
        {span === undefined && <Placeholder />}
        <div className="messages-all" style={{ height: virtual.getTotalSize() }}>
          <div className="messages-shown" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map(({ index, key }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <div key={key} data-index={index} ref={virtual.measureElement}>
                  {"message" in row ? (
                    <MessageRow
                      room={room}
                      message={row.message}
                      grouped={row.grouped}
                      isNewDay={row.isNewDay}
                      isFirstUnread={row.message.id === firstUnread}
                      isFocusable={row.message.id === keys.reached}
                      isFlashed={row.message.id === flashed}
                      isEditing={row.message.id === editing}
                      isLastOwn={row.message.id === lastOwn}
                      onEdit={onEdit}
                      onReply={onReply}
                    />
                  ) : "outgoing" in row ? (
                    <OutgoingRow outgoing={row.outgoing} grouped={row.grouped} />
                  ) : "use" in row ? (
                    <UseRow use={row.use} />
                  ) : (
                    <Beginning room={room} title={title} />
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {(!atEnd || !isLive) && rows.length > 0 && (
        <button
          type="button"
          className="to-present"
          onClick={() => (isLive ? virtual.scrollToEnd({ behavior: "auto" }) : onPresent())}
        >
          {!isLive && <span>{t.olderShown}</span>}
          <b>{t.toPresent}</b>
          <ArrowDown size={16} aria-hidden="true" />
        </button>
      )}
      <Announcer messages={isLive ? messages : []} />
    </div>
  );
}

/** Whoever reads the newest goes on reading it when there is less room: the field below grew, or the keyboard came. */
function useStayAtEnd(scroller: RefObject<HTMLElement | null>, scrollToEnd: () => void): void {
  const latest = useRef(scrollToEnd);
  latest.current = scrollToEnd;
  useEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    let height = current.clientHeight;
    let atEnd = true;
    const look = (): void => {
      atEnd = current.scrollHeight - current.scrollTop - current.clientHeight <= AT_END;
    };
    const observer = new ResizeObserver(() => {
      const isLess = current.clientHeight < height;
      height = current.clientHeight;
      if (isLess && atEnd) latest.current();
    });
    current.addEventListener("scroll", look, { passive: true });
    observer.observe(current);
    return () => {
      current.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, [scroller]);
}

/** The first message that was unread when the room was opened; 0 = none, or not known here. */
function useFirstUnread(room: number, messages: readonly Message[]): number {
  const store = useStore();
  const [readN] = useState(() => {
    const { known } = store.view;
    const receipt = known.receipts[room]?.[known.user?.id ?? 0];
    return (receipt?.unread ?? 0) > 0 ? (receipt?.read_n ?? 0) : Number.POSITIVE_INFINITY;
  });
  return useMemo(() => {
    if (readN === Number.POSITIVE_INFINITY) return 0;
    const own = store.view.known.user?.id;
    return messages.find(({ n = 0, author }) => n > readN && author?.id !== own)?.id ?? 0;
  }, [messages, readN, store]);
}

/** Whoever has the newest message before their eyes has read the room. */
function useReadMarks(room: Room, isSeen: boolean): void {
  const store = useStore();
  const status = useView(({ status }) => status);
  const unread = useView(({ known }) => known.receipts[room.id]?.[known.user?.id ?? 0]?.unread ?? 0);
  const newest = room.last_message_id ?? 0;
  useEffect(() => {
    if (!isSeen || unread === 0 || newest === 0 || status !== "online") return;
    const mark = (): void => {
      if (document.visibilityState !== "visible" || !document.hasFocus()) return;
      store
        .request({ type: "receipt_mark", room_id: room.id, message_id: newest, kind: "read" })
        .catch(() => undefined);
    };
    mark();
    addEventListener("focus", mark);
    document.addEventListener("visibilitychange", mark);
    return () => {
      removeEventListener("focus", mark);
      document.removeEventListener("visibilitychange", mark);
    };
  }, [store, room.id, isSeen, unread, newest, status]);
}

/** Tells readers of the screen what is new; scrolling through what is old says nothing. */
function Announcer({ messages }: { readonly messages: readonly Message[] }) {
  const known = useView(({ known }) => known);
  const newest = messages.at(-1);
  const [from] = useState(Date.now);
  const said =
    newest !== undefined && (newest.created ?? 0) > from && newest.author?.id !== known.user?.id
      ? `${nameOf(known, newest.author)}: ${newest.content.slice(0, 300)}`
      : "";
  return (
    <p className="hidden-visually" aria-live="polite">
      {said}
    </p>
  );
}

function Placeholder() {
  return (
    <div className="placeholder" aria-hidden="true">
      {[64, 38, 80, 52, 70, 44].map((width) => (
        <div key={width}>
          <i />
          <span>
            <i style={{ inlineSize: "7rem" }} />
            <i style={{ inlineSize: `${width}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
