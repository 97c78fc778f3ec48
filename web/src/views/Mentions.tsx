/** What mentions oneself, in all rooms that one sees: a press goes there (docs/handbook.md). */

import type { Ping } from "../../../sdk/src/gen/protocol.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { useList } from "../state/answers.ts";
import { useStore } from "../state/react.ts";
import { p } from "../texts/personal.ts";
import { s } from "../texts/staff.ts";
import { FoundMessage } from "./FoundMessage.tsx";

export default function Mentions({ onClose }: { readonly onClose: () => void }) {
  const store = useStore();
  const { list, busy, more, onMore } = useList<Ping>(
    "",
    // Seeing them is told as one's own settings or read marks.
    ["user_update", "receipt_update"],
    (last) => ({ type: "pings_get", ...(last === undefined ? {} : { before: last.message?.id ?? 0 }) }),
    (ok) => ok.pings,
  );
  return (
    <Dialog title={p.mentions} lead={p.mentionsLead} onClose={onClose}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links in it are what is pressed */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div
        className="found-list mentions"
        onClick={({ target }) => target instanceof Element && target.closest("a") !== null && onClose()}
      >
        {list.map(
          ({ message, unread = false }) =>
            message !== undefined && (
              <FoundMessage key={message.id} message={message} withRoom>
                {unread && <span className="tag">{p.mentionNew}</span>}
              </FoundMessage>
            ),
        )}
        {list.length === 0 && !busy && <p className="picker-empty">{p.mentionsNone}</p>}
        {more && (
          <button type="button" className="button" onClick={onMore}>
            {s.more}
          </button>
        )}
      </div>
      {list.some(({ unread }) => unread === true) && (
        <footer className="dialog-actions">
          <button type="button" className="button" onClick={() => void store.act({ type: "pings_clear" })}>
            {p.mentionsSeen}
          </button>
        </footer>
      )}
    </Dialog>
  );
}
