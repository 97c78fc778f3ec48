/** Finding messages, here or everywhere. */

import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Message, Room } from "../../../sdk/src/gen/protocol.ts";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";
import { FoundMessage } from "./FoundMessage.tsx";
import { SidePane } from "./SidePane.tsx";

interface SearchProps {
  readonly room: Room;
  readonly title: string;
  readonly onClose: () => void;
}

interface Filters {
  readonly here: boolean;
  readonly pinned: boolean;
  readonly with_attachment: boolean;
  readonly mentions_me: boolean;
  /** A handle; "" = anybody. */
  readonly from: string;
}

interface Found {
  readonly messages: readonly Message[];
  /** Where to go on; 0 = this is all. */
  readonly next: number;
}

const PAGE = 50;

export function Search({ room, title, onClose }: SearchProps) {
  const store = useStore();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const [filters, setFilters] = useState<Filters>({
    here: false,
    pinned: false,
    with_attachment: false,
    mentions_me: false,
    from: "",
  });

  useEffect(() => field.current?.focus(), []);

  const search = async (before: number): Promise<void> => {
    const { here, pinned, with_attachment, mentions_me } = filters;
    setBusy(true);
    const author = await authorOf(filters.from);
    const ok =
      author === null
        ? { messages: [], more: false }
        : await store.act({
            type: "search",
            query: query.trim(),
            limit: PAGE,
            before,
            ...(here ? { room_id: room.id } : {}),
            ...(author === 0 ? {} : { author_id: author }),
            pinned,
            with_attachment,
            mentions_me,
          });
    setBusy(false);
    if (ok === null) return;
    const { messages = [], more = false } = ok;
    const next = "next_before" in ok && more ? (ok.next_before ?? 0) : 0;
    setFound({ messages: before === 0 ? messages : [...(found?.messages ?? []), ...messages], next });
  };
  /** Whose messages; 0 = anybody's, null = nobody has that handle. */
  const authorOf = async (handle: string): Promise<number | null> => {
    const wanted = handle.trim().replace(/^@/, "").toLowerCase();
    if (wanted === "") return 0;
    const page = await store.client.members({ prefix: wanted, limit: PAGE }).catch(() => null);
    return page?.members.find(({ user }) => user.handle.toLowerCase() === wanted)?.user.id ?? null;
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void search(0);
  };
  const toggle = (name: "here" | "pinned" | "with_attachment" | "mentions_me", label: string) => (
    <label className="chip">
      <input
        type="checkbox"
        checked={filters[name]}
        onChange={({ target }) => setFilters({ ...filters, [name]: target.checked })}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <SidePane title={t.search} wide onClose={onClose}>
      <search>
        <form className="search-form" onSubmit={submit}>
          <input
            ref={field}
            className="input"
            type="search"
            value={query}
            placeholder={t.searchHint}
            aria-label={filters.here ? t.searchIn(title) : t.searchEverywhere}
            onChange={({ target }) => setQuery(target.value)}
          />
          <div className="chips">
            {toggle("here", t.searchHere)}
            {toggle("pinned", t.searchPinned)}
            {toggle("with_attachment", t.searchFiles)}
            {toggle("mentions_me", t.searchMe)}
          </div>
          <div className="copy-row">
            <input
              className="input"
              value={filters.from}
              placeholder={`${t.searchFrom}: @…`}
              aria-label={t.searchFrom}
              onChange={({ target }) => setFilters({ ...filters, from: target.value })}
            />
            <button type="submit" className="button primary" disabled={busy}>
              {t.search}
            </button>
          </div>
        </form>
      </search>
      <div className="found-list" aria-busy={busy}>
        {found !== null && (
          <p className="hint" role="status">
            {found.messages.length === 0 ? t.searchNone : t.searchResults(found.messages.length)}
          </p>
        )}
        {found?.messages.map((message) => (
          <FoundMessage key={message.id} message={message} withRoom />
        ))}
        {found !== null && found.next !== 0 && (
          <button
            type="button"
            className="button small"
            disabled={busy}
            onClick={() => void search(found.next)}
          >
            {t.searchMore}
          </button>
        )}
      </div>
    </SidePane>
  );
}
