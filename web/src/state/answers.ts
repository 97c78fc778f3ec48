/** What a view asks the server for while it is shown: lists that are no part of the state. */

import { useCallback, useEffect, useRef, useState } from "react";
import type { Ok } from "../../../sdk/src/gen/protocol.ts";
import type { Packet, Request } from "../../../sdk/src/packet.ts";
import { useStore } from "./react.ts";

export interface Paged<T> {
  readonly list: readonly T[];
  /** The first answer is still on its way. */
  readonly busy: boolean;
  /** There is more to ask for. */
  readonly more: boolean;
  readonly onMore: () => void;
}

/**
 * A list in pages: asked for when it is shown, whenever `key` changes, and again when one of the events in `on`
 * was told. `ask` makes the request for what follows the last element.
 */
export function useList<T>(
  key: string,
  on: readonly NonNullable<Packet["event"]>["type"][],
  ask: (last: T | undefined) => Request,
  read: (ok: Ok) => readonly T[] | undefined,
): Paged<T> {
  const store = useStore();
  const [list, setList] = useState<readonly T[]>([]);
  const [more, setMore] = useState(false);
  const [busy, setBusy] = useState(true);
  const latest = useRef({ ask, read, on });
  latest.current = { ask, read, on };
  /** Counts what was asked anew: an answer to an earlier question is late. */
  const turn = useRef(0);

  const load = useCallback(
    async (last: T | undefined) => {
      const mine = turn.current;
      const ok = await store.act(latest.current.ask(last));
      if (mine !== turn.current) return;
      setBusy(false);
      if (ok === null) return;
      const page = latest.current.read(ok) ?? [];
      setList((before) => (last === undefined ? page : [...before, ...page]));
      setMore(ok.more === true);
    },
    [store],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another question
  useEffect(() => {
    turn.current += 1;
    setBusy(true);
    void load(undefined);
    const end = store.onPacket(({ event }) => {
      if (event === undefined || !latest.current.on.includes(event.type)) return;
      turn.current += 1;
      void load(undefined);
    });
    return () => {
      turn.current += 1;
      end();
    };
  }, [store, load, key]);
  return { list, busy, more, onMore: () => void load(list.at(-1)) };
}
