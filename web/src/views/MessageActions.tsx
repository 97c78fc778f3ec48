/** What can be done with a message: a bar over it, with the rest in a menu. */

import {
  Copy,
  CornerUpRight,
  Flag,
  Link,
  MoreHorizontal,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Spool,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import type { Message, Room } from "../../../sdk/src/gen/protocol.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { EmojiButton } from "../parts/EmojiButton.tsx";
import { type Entry, Menu } from "../parts/Menu.tsx";
import { isDirect } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { roomAddress } from "../state/route.ts";
import { useShell } from "../state/shell.ts";
import { talk } from "../texts/talk.ts";
import { t } from "../texts/texts.ts";
import { Forward } from "./Forward.tsx";
import { Report } from "./Report.tsx";

interface MessageActionsProps {
  readonly message: Message;
  readonly room: Room;
  readonly onEdit: (message: number) => void;
  readonly onReply: (message: Message) => void;
  /** Whether the tab key comes here: it would be long on its way through the buttons of every message. */
  readonly isReached: boolean;
}

export function MessageActions({ message, room, onEdit, onReply, isReached }: MessageActionsProps) {
  const store = useStore();
  const { open } = useShell();
  const tabIndex = isReached ? 0 : -1;
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<"delete" | "forward" | "report" | null>(null);
  const { id, content, pinned = false } = message;
  const isOwn = useView(({ known }) => message.author?.id === known.user?.id);
  const can = useView(
    ({ known }) => ({
      send: may(known, "send", room),
      react: may(known, "react", room),
      pin: may(known, "pin", room),
      thread: room.kind === "text" && may(known, "create_thread", room),
      edit: isOwn && message.poll === undefined && may(known, "edit_own", room),
      remove: may(known, "delete_any", room) || (isOwn && may(known, "delete_own", room)),
    }),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  const copy = (text: string): void =>
    void navigator.clipboard.writeText(text).then(() => store.notify(t.copied));
  const entries: Entry[] = [
    ...(can.edit ? [{ label: t.edit, icon: Pencil, onSelect: () => onEdit(id) }] : []),
    ...(can.thread && message.thread === undefined
      ? [
          {
            label: t.startThread,
            icon: Spool,
            onSelect: () => open({ kind: "new_thread", room: room.id, message: id }),
          },
        ]
      : []),
    { label: t.forward, icon: CornerUpRight, onSelect: () => setAsking("forward") },
    ...(can.pin
      ? [
          {
            label: pinned ? t.unpin : t.pin,
            icon: pinned ? PinOff : Pin,
            onSelect: () => void store.act({ type: pinned ? "pin_remove" : "pin_add", message_id: id }),
          },
        ]
      : []),
    { label: t.copyText, icon: Copy, onSelect: () => copy(content) },
    {
      label: t.copyLink,
      icon: Link,
      onSelect: () => copy(`${store.account.server}/${roomAddress(room.id, id)}`),
    },
    ...(isOwn || isDirect(room)
      ? []
      : [{ label: talk.report, icon: Flag, onSelect: () => setAsking("report") }]),
    ...(can.remove
      ? [
          null,
          {
            label: t.deleteMessage,
            icon: Trash2,
            danger: true,
            onSelect: () => setAsking("delete"),
          },
        ]
      : []),
  ];
  return (
    <div className="message-actions" role="toolbar" aria-label={t.messageActions} data-busy={busy}>
      {can.react && (
        <EmojiButton
          className="icon-button"
          label={t.react}
          tabIndex={tabIndex}
          onOpenChange={setBusy}
          onPick={(emoji) => void store.act({ type: "reaction_add", message_id: id, emoji })}
        >
          <SmilePlus aria-hidden="true" />
        </EmojiButton>
      )}
      {can.send && (
        <button
          type="button"
          className="icon-button"
          tabIndex={tabIndex}
          title={t.reply}
          aria-label={t.reply}
          onClick={() => onReply(message)}
        >
          <Reply aria-hidden="true" />
        </button>
      )}
      <Menu entries={entries} onOpenChange={setBusy}>
        <button
          type="button"
          className="icon-button"
          tabIndex={tabIndex}
          title={t.messageMenu}
          aria-label={t.messageMenu}
        >
          <MoreHorizontal aria-hidden="true" />
        </button>
      </Menu>
      {asking === "delete" && (
        <Confirm
          title={t.deleteMessage}
          question={t.deleteMessageSure}
          action={t.remove}
          onClose={() => setAsking(null)}
          onConfirm={() => void store.act({ type: "message_delete", message_id: id })}
        />
      )}
      {asking === "report" && <Report message={message} onClose={() => setAsking(null)} />}
      {asking === "forward" && <Forward message={message} onClose={() => setAsking(null)} />}
    </div>
  );
}
