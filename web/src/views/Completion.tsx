/** Completes @people, #rooms, :emojis: and /commands while one types. */

import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { emojiNames } from "../state/emojis.ts";
import { addressOf, isDirect, nameOf } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore } from "../state/react.ts";
import type { Store } from "../state/store.ts";
import { t } from "../texts/texts.ts";
import { slashSuggestions } from "./Slash.tsx";

export interface Suggestion {
  readonly key: string;
  /** What comes into the text. */
  readonly text: string;
  readonly label: string;
  readonly hint: string;
  readonly picture: React.ReactNode;
  /** What it is found by; a command's suggestions are never shown for a word that was typed on. */
  readonly names?: readonly string[];
}

export interface CompletionState {
  readonly list: readonly Suggestion[];
  readonly at: number;
  readonly choose: (index: number) => void;
}

const MAX_SUGGESTIONS = 8;

/** The sign, and what was typed after it, before the cursor. */
const WORD = /(?:^|[\s(])([@#:])([\p{L}\p{N}_+-]*)$/u;

export function useCompletion(
  room: Room,
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  change: (text: string) => void,
) {
  const store = useStore();
  const [list, setList] = useState<readonly Suggestion[]>([]);
  const [at, setAt] = useState(0);
  const asked = useRef(0);
  /** Where in the text what is chosen goes. */
  const from = useRef(0);
  /** The sign of the word that is typed. */
  const shown = useRef("");

  const look = (): void => {
    asked.current += 1;
    const mine = asked.current;
    const { value = "", selectionStart = 0, selectionEnd = 0 } = field.current ?? {};
    const before = value.slice(0, selectionStart);
    if (selectionStart !== selectionEnd) return setList([]);
    const slash = slashSuggestions(store.view.known, room, before, MAX_SUGGESTIONS);
    if (slash !== null) {
      from.current = slash.from;
      setList(slash.list);
      return setAt(0);
    }
    const [, sign, word] = WORD.exec(before) ?? [];
    if (sign === undefined || word === undefined) return setList([]);
    const begin = before.length - word.length - 1;
    const isSame = from.current === begin && shown.current === sign;
    from.current = begin;
    shown.current = sign;
    // Until the answer is here: Enter must not take what is no longer meant.
    setList(isSame ? list.filter((one) => fits(sign, word, one.names ?? [])) : []);
    setAt(0);
    void suggest(store, room, sign, word).then((found) => {
      if (asked.current !== mine) return; // Typed on meanwhile.
      setList(found);
      setAt(0);
    });
  };
  const close = (): void => {
    asked.current += 1;
    setList([]);
  };
  const choose = (index: number): void => {
    const chosen = list[index];
    const { current } = field;
    if (chosen === undefined || current === null) return;
    const before = text.slice(0, from.current);
    const after = text.slice(current.selectionStart).replace(/^ /, "");
    // At once: what is typed next has to find the cursor in its place.
    flushSync(() => change(`${before}${chosen.text} ${after}`));
    close();
    const position = before.length + chosen.text.length + 1;
    current.focus();
    current.setSelectionRange(position, position);
    // A command's next argument may have values of its own to choose from.
    if (text.startsWith("/") || chosen.text.startsWith("/")) look();
  };
  /** Whether the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (list.length === 0) return false;
    if (event.key === "ArrowDown") setAt((at + 1) % list.length);
    else if (event.key === "ArrowUp") setAt((at + list.length - 1) % list.length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") choose(at);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { list, at, look, close, choose, onKey };
}

export function Completion({ list, at, choose }: CompletionState) {
  if (list.length === 0) return null;
  return (
    <div className="completion" id="completion" role="listbox" aria-label={t.suggestions}>
      {list.map(({ key, label, hint, picture }, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys
        <div
          key={key}
          id={`completion-${i}`}
          className="completion-entry"
          role="option"
          aria-selected={i === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(i)}
        >
          {picture}
          <b>{label}</b>
          <span>{hint}</span>
        </div>
      ))}
    </div>
  );
}

async function suggest(store: Store, room: Room, sign: string, word: string): Promise<readonly Suggestion[]> {
  if (sign === "@") return people(store, room, word);
  if (sign === "#") return rooms(store, word);
  return word.length < 2 ? [] : emojis(store, word.toLowerCase());
}

async function people(store: Store, room: Room, word: string): Promise<readonly Suggestion[]> {
  const found = isDirect(room)
    ? (room.members ?? []).filter(({ handle, name }) => begins(word, handle, name))
    : await store.client
        .members({ room_id: room.id, prefix: word, limit: MAX_SUGGESTIONS })
        .then(({ members }) => members.map(({ user }) => user))
        .catch(() => []);
  const { known } = store.view;
  const { server } = store.account;
  const suggestions: Suggestion[] = found.map((user) => ({
    key: `user ${user.id}`,
    text: `<@${user.id}>`,
    label: nameOf(known, user),
    hint: `@${user.handle}`,
    names: [user.handle, user.name ?? "", nameOf(known, user)],
    picture: (
      <Avatar id={user.id} name={nameOf(known, user)} picture={addressOf(server, user.avatar)} size={1.5} />
    ),
  }));
  const mayAll = may(known, "mention_everyone", room);
  for (const { id, name, mentionable, position } of Object.values(known.roles)) {
    if (position === 0 || isDirect(room) || !(mentionable || mayAll) || !begins(word, name)) continue;
    suggestions.push({
      key: `role ${id}`,
      text: `<@&${id}>`,
      label: name,
      hint: t.roles,
      picture: <i>@</i>,
      names: [name],
    });
  }
  for (const [name, hint] of [["everyone", t.everyone] as const, ["here", t.here] as const]) {
    if (mayAll && word !== "" && begins(word, name))
      suggestions.push({
        key: name,
        text: `@${name}`,
        label: `@${name}`,
        hint,
        picture: <i>@</i>,
        names: [name],
      });
  }
  return suggestions.slice(0, MAX_SUGGESTIONS);
}

function rooms(store: Store, word: string): readonly Suggestion[] {
  return Object.values(store.view.known.rooms)
    .filter((room) => !isDirect(room) && room.kind !== "category" && begins(word, room.name))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ id, name, topic = "" }) => ({
      key: `room ${id}`,
      text: `<#${id}>`,
      label: name,
      hint: topic,
      picture: <i>#</i>,
      names: [name],
    }));
}

async function emojis(store: Store, word: string): Promise<readonly Suggestion[]> {
  const own = Object.values(store.view.known.emojis)
    .filter(({ name }) => name.includes(word))
    .map(({ id, name, url }) => ({
      key: `emoji ${id}`,
      text: `<:${name}:${id}>`,
      label: `:${name}:`,
      hint: "",
      picture: <img className="emoji" src={addressOf(store.account.server, url)} alt="" />,
      names: [name],
    }));
  const common = [...(await emojiNames())]
    .filter(([name]) => name.includes(word))
    .sort(([a], [b]) => Number(b.startsWith(word)) - Number(a.startsWith(word)) || a.length - b.length)
    .slice(0, MAX_SUGGESTIONS)
    .map(([name, character]) => ({
      key: name,
      text: character,
      label: `:${name}:`,
      hint: "",
      picture: <i>{character}</i>,
      names: [name],
    }));
  return [...own, ...common].slice(0, MAX_SUGGESTIONS);
}

/** Whether something of these names is meant by a word that was begun. */
function fits(sign: string, word: string, names: readonly string[]): boolean {
  return sign === ":" ? names.some((name) => name.includes(word.toLowerCase())) : begins(word, ...names);
}

function begins(word: string, ...names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase().startsWith(word.toLowerCase()));
}
