/** Threads: under a message, beside a room, and as the posts of a forum. */

import { MessagesSquare, Plus, Spool } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { Room, Thread } from "../../../sdk/src/gen/protocol.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { unreadOf } from "../state/rooms.ts";
import { go, roomAddress } from "../state/route.ts";
import { useShell } from "../state/shell.ts";
import { stampOf } from "../state/times.ts";
import { t } from "../texts/texts.ts";
import { SidePane } from "./SidePane.tsx";

const PAGE = 50;

/** The thread under a message. */
export function ThreadChip({ thread, parent }: { readonly thread: Thread; readonly parent: Room }) {
  const store = useStore();
  const { room_id, name, message_count = 0, last_activity = 0 } = thread;
  const open = async (): Promise<void> => {
    // Only the threads that one follows are known from the start.
    if (store.view.known.rooms[room_id] === undefined) {
      await store.client.threads(parent.id, { archived: thread.archived ?? false }).catch(() => undefined);
      store.touch();
    }
    go(room_id);
  };
  return (
    <button type="button" className="thread-chip" title={t.openThread(name)} onClick={() => void open()}>
      <Spool aria-hidden="true" />
      <b dir="auto">{name}</b>
      <span>{t.threadMessages(message_count)}</span>
      {last_activity > 0 && (
        <span className="hint">{t.lastActivity(stampOf(last_activity, Date.now()))}</span>
      )}
    </button>
  );
}

/** The threads of a room, as far as they were asked for; those that are opened meanwhile come by themselves. */
function useThreads(room: Room, archived: boolean) {
  const store = useStore();
  const status = useView(({ status }) => status);
  const [more, setMore] = useState(false);
  const threads = useView(({ known }) =>
    Object.values(known.rooms)
      .filter(
        (one) => one.kind === "thread" && one.parent_id === room.id && (one.archived ?? false) === archived,
      )
      .sort((a, b) => (b.last_activity || b.created || 0) - (a.last_activity || a.created || 0)),
  );
  const load = useCallback(
    (before: number) => {
      store.client.threads(room.id, { archived, before, limit: PAGE }).then(
        (page) => {
          setMore(page.more);
          store.touch();
        },
        () => undefined, // Interrupted: asked for again when the connection is back.
      );
    },
    [store, room.id, archived],
  );
  useEffect(() => {
    if (status === "online") load(0);
  }, [status, load]);
  return { threads, more, loadMore: () => load(threads.at(-1)?.id ?? 0) };
}

export function ThreadsPane({ room, onClose }: { readonly room: Room; readonly onClose: () => void }) {
  const { open } = useShell();
  const [archived, setArchived] = useState(false);
  const { threads, more, loadMore } = useThreads(room, archived);
  const mayOpen = useView(({ known }) => may(known, "create_thread", room));
  return (
    <SidePane title={t.threads} wide onClose={onClose}>
      <div className="search-form">
        <div className="chips">
          <label className="chip">
            <input
              type="checkbox"
              checked={archived}
              onChange={({ target }) => setArchived(target.checked)}
            />
            <span>{t.showArchived}</span>
          </label>
        </div>
        {mayOpen && (
          <button
            type="button"
            className="button small"
            onClick={() => open({ kind: "new_thread", room: room.id, message: 0 })}
          >
            <Plus size={16} aria-hidden="true" /> {t.newThread}
          </button>
        )}
      </div>
      <div className="found-list">
        {threads.map((thread) => (
          <Post key={thread.id} thread={thread} />
        ))}
        {threads.length === 0 && <p className="picker-empty">{t.threadsNone}</p>}
        {more && (
          <button type="button" className="button small" onClick={loadMore}>
            {t.moreMembers}
          </button>
        )}
      </div>
    </SidePane>
  );
}

/** A forum: its posts, the liveliest first. */
export function ForumView({ room }: { readonly room: Room }) {
  const { open } = useShell();
  const { threads, more, loadMore } = useThreads(room, false);
  const [tag, setTag] = useState("");
  const mayPost = useView(({ known }) => may(known, "create_thread", room) && may(known, "send", room));
  const shown = tag === "" ? threads : threads.filter(({ tags }) => tags?.includes(tag));
  return (
    <div className="forum">
      <header className="forum-head">
        <div className="chips">
          {room.tags?.map((one) => (
            <label className="chip" key={one}>
              <input
                type="checkbox"
                checked={one === tag}
                onChange={({ target }) => setTag(target.checked ? one : "")}
              />
              <span>{one}</span>
            </label>
          ))}
        </div>
        {mayPost && (
          <button
            type="button"
            className="button primary"
            onClick={() => open({ kind: "new_thread", room: room.id, message: 0 })}
          >
            <Plus size={16} aria-hidden="true" /> {t.newPost}
          </button>
        )}
      </header>
      <div className="forum-list">
        {shown.map((thread) => (
          <Post key={thread.id} thread={thread} />
        ))}
        {shown.length === 0 && <p className="picker-empty">{t.forumEmpty}</p>}
        {more && (
          <button type="button" className="button small" onClick={loadMore}>
            {t.moreMembers}
          </button>
        )}
      </div>
    </div>
  );
}

function Post({ thread }: { readonly thread: Room }) {
  const unread = useView(({ known }) => unreadOf(known, thread).unread);
  const at = thread.last_activity || thread.created || 0;
  return (
    <a className={unread > 0 ? "post unread" : "post"} href={roomAddress(thread.id)}>
      <MessagesSquare aria-hidden="true" />
      <span className="post-text">
        <b dir="auto">{thread.name}</b>
        <span className="hint">
          {t.threadMessages(thread.message_count ?? 0)} · {stampOf(at, Date.now())}
        </span>
        {(thread.tags ?? []).length > 0 && (
          <span className="chips">
            {thread.tags?.map((tag) => (
              <span className="tag" key={tag}>
                {tag}
              </span>
            ))}
          </span>
        )}
      </span>
      {unread > 0 && <span className="badge">{unread}</span>}
    </a>
  );
}
