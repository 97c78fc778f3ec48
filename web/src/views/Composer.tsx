/** Where one writes. What was typed is kept; Enter sends. */

import { ChartColumn, SendHorizontal, Smile, X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { readCommand } from "../../../sdk/src/command-line.ts";
import type { Message, Room } from "../../../sdk/src/gen/protocol.ts";
import { EmojiButton } from "../parts/EmojiButton.tsx";
import { keepDraft, readDraft } from "../state/drafts.ts";
import { emojiNames, isSpellable, withEmojis } from "../state/emojis.ts";
import { nameOf } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { useShell } from "../state/shell.ts";
import { commandsIn, signOf } from "../state/slash.ts";
import { talk } from "../texts/talk.ts";
import { t } from "../texts/texts.ts";
import { Attach } from "./Attach.tsx";
import { Completion, useCompletion } from "./Completion.tsx";
import { SlashHelp } from "./Slash.tsx";
import { Uploads, useDrop, useUploads } from "./Uploads.tsx";

interface ComposerProps {
  readonly room: Room;
  readonly title: string;
  readonly disabled: boolean;
  readonly replyTo: Message | null;
  readonly onReplyEnd: () => void;
  /** The arrow key in an empty field asks for it. */
  readonly onEditLast: () => void;
}

/** A sign of typing goes out at most this often. */
const TYPING_MILLIS = 4_000;

const MAX_BYTES = 16_384;

export function Composer({ room, title, disabled, replyTo, onReplyEnd, onEditLast }: ComposerProps) {
  const store = useStore();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(store.account, room.id));
  const [ping, setPing] = useState(true);
  const [problem, setProblem] = useState("");
  const uploads = useUploads();
  const completion = useCompletion(room, field, text, change);
  const mayAttach = useView(({ known }) => may(known, "attach", room));
  const mayPoll = room.kind !== "notes";
  const { open } = useShell();
  const makePoll = (): void => open({ kind: "new_poll", room: room.id });
  const replyName = useView(({ known }) => nameOf(known, replyTo?.author));
  const lastTyped = useRef(0);
  /** The text that was to be sent before the names of emojis were known. */
  const unnamed = useRef("");
  const dropping = useDrop(mayAttach && !disabled ? uploads.add : null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer begins with the field
  useEffect(() => {
    if (replyTo !== null) field.current?.focus();
  }, [replyTo?.id]);
  useEffect(() => {
    // On a phone the keyboard would cover what one came to read.
    if (matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is as high as its text
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null || CSS.supports("field-sizing", "content")) return;
    current.style.blockSize = "auto";
    current.style.blockSize = `${current.scrollHeight}px`;
  }, [text]);

  function change(next: string): void {
    setText(next);
    setProblem("");
    keepDraft(store.account, room.id, next);
    const now = Date.now();
    if (next.trim() === "" || next.startsWith("/") || now - lastTyped.current < TYPING_MILLIS) return;
    lastTyped.current = now;
    store.request({ type: "typing_start", room_id: room.id }).catch(() => undefined);
  }

  const over = new TextEncoder().encode(text).length - MAX_BYTES;
  const canSend = (text.trim() !== "" || uploads.done.length > 0) && !uploads.busy && over <= 0;
  const send = (): void => {
    if (!canSend || disabled) return;
    const all = commandsIn(store.view.known, room);
    const typed = uploads.done.length === 0 ? readCommand(text.trimEnd(), all) : null;
    if (typed !== null) {
      const sign = signOf(typed.command, all);
      if (typed.missing.length > 0) return setProblem(talk.needsMore(sign, typed.missing));
      if (typed.extra !== "") return setProblem(talk.tooMuch(sign, typed.extra));
      const { name, id: command } = typed.command;
      store.uses.use({ room: room.id, text: text.trim(), name, command, arguments: typed.arguments });
      return emptied();
    }
    if (!isSpellable(text) && unnamed.current !== text) {
      // Pasted, and sent before the names came: it stays in the field until they are here, or do not come.
      unnamed.current = text;
      void emojiNames().then(() => field.current?.form?.requestSubmit());
      return;
    }
    store.send({
      room: room.id,
      content: withEmojis(store.view.known, text.trim()),
      replyTo: replyTo?.id ?? 0,
      replyPing: ping,
      attachmentIds: uploads.done.map(({ id }) => id),
      fileNames: uploads.done.map(({ name }) => name),
    });
    emptied();
  };
  const emptied = (): void => {
    setText("");
    setProblem("");
    keepDraft(store.account, room.id, "");
    lastTyped.current = 0;
    uploads.clear();
    onReplyEnd();
    setPing(true);
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || completion.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && text === "" && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onEditLast();
    } else if (event.key === "Escape" && replyTo !== null) {
      event.stopPropagation();
      onReplyEnd();
    }
  };
  const paste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || !mayAttach) return;
    event.preventDefault();
    uploads.add(files);
  };
  const insert = (what: string): void => {
    const { current } = field;
    const [from, to] = [current?.selectionStart ?? text.length, current?.selectionEnd ?? text.length];
    change(text.slice(0, from) + what + text.slice(to));
    requestAnimationFrame(() => {
      current?.focus();
      current?.setSelectionRange(from + what.length, from + what.length);
    });
  };

  if (disabled) {
    return <p className="composer-closed">{room.archived ? t.archivedRoom : t.maySend}</p>;
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {dropping && <div className="drop-here">{t.dropHere}</div>}
      <Completion {...completion} />
      {completion.list.length === 0 && <SlashHelp room={room} text={text} problem={problem} />}
      <div className="composer-box">
        {replyTo !== null && (
          <div className="composer-reply">
            <span>{t.replyingTo(replyName)}</span>
            <label className="check">
              <input type="checkbox" checked={ping} onChange={({ target }) => setPing(target.checked)} />
              {t.pingAuthor}
            </label>
            <button
              type="button"
              className="icon-button"
              aria-label={t.cancel}
              onClick={() => {
                onReplyEnd();
                field.current?.focus();
              }}
            >
              <X />
            </button>
          </div>
        )}
        <Uploads uploads={uploads} onRemoved={() => field.current?.focus()} />
        <div className="composer-row">
          {mayAttach && <Attach onFiles={uploads.add} onPoll={mayPoll ? makePoll : null} />}
          <textarea
            ref={field}
            id="composer"
            rows={1}
            dir="auto"
            value={text}
            placeholder={t.messageTo(title)}
            aria-label={t.messageTo(title)}
            aria-autocomplete="list"
            aria-describedby={text.startsWith("/") ? "slash-help" : undefined}
            aria-controls={completion.list.length > 0 ? "completion" : undefined}
            aria-activedescendant={completion.list.length > 0 ? `completion-${completion.at}` : undefined}
            onChange={({ target }) => {
              change(target.value);
              completion.look();
            }}
            onSelect={completion.look}
            onKeyDown={keys}
            onPaste={paste}
            onBlur={completion.close}
          />
          {mayPoll && (
            <button
              type="button"
              className={mayAttach ? "icon-button only-roomy" : "icon-button"}
              title={t.newPoll}
              aria-label={t.newPoll}
              onClick={makePoll}
            >
              <ChartColumn aria-hidden="true" />
            </button>
          )}
          <EmojiButton
            className="icon-button"
            label={t.insertEmoji}
            after={field}
            onPick={(emoji) => insert(emoji.startsWith(":") ? `<${emoji}> ` : emoji)}
          >
            <Smile aria-hidden="true" />
          </EmojiButton>
          <button type="submit" className="icon-button send" aria-label={t.send} disabled={!canSend}>
            <SendHorizontal className="flip" aria-hidden="true" />
          </button>
        </div>
        {over > 0 && (
          <p className="hint" role="alert">
            {t.tooLong(over)}
          </p>
        )}
      </div>
    </form>
  );
}
