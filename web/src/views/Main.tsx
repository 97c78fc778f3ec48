/** The frame: rooms, the conversation, who is there. On a phone one of them at a time. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Connection } from "../parts/Connection.tsx";
import { Notices } from "../parts/Notices.tsx";
import { notifyOf } from "../state/notify.ts";
import { useStore, useView } from "../state/react.ts";
import { firstRoom } from "../state/rooms.ts";
import { clearRoute, useRoute } from "../state/route.ts";
import { type Overlay, ShellContext } from "../state/shell.ts";
import type { Store } from "../state/store.ts";
import { t } from "../texts/texts.ts";
import { VoiceContext } from "../voice/react.ts";
import { Voice } from "../voice/voice.ts";
import { focusMessages } from "./areas.ts";
import { Conversation, type Side } from "./Conversation.tsx";
import { useSwipe } from "./gestures.ts";
import { Overlays } from "./Overlays.tsx";
import { Sidebar } from "./Sidebar.tsx";
import { useKeys } from "./shortcuts.ts";
import { Ringing } from "./voice/Ringing.tsx";

interface MainProps {
  readonly onSignOut: () => void;
  readonly onEnterSpace: (slug: string) => void;
}

export function Main({ onSignOut, onEnterSpace }: MainProps) {
  const store = useStore();
  const { route, visit } = useRoute();
  const arrived = useView(({ arrived }) => arrived);
  const fallback = useView(({ known }) => firstRoom(known));
  const wanted = route.kind === "room" ? route.room : fallback;
  const exists = useView(({ known }) => known.rooms[wanted] !== undefined);
  const [pane, setPane] = useState<"rooms" | "conversation">(
    route.kind === "room" ? "conversation" : "rooms",
  );
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [side, setSide] = useState<Side>(() =>
    matchMedia("(min-width: 1100px)").matches ? "members" : null,
  );
  const shell = useMemo(
    () => ({ open: setOverlay, signOut: onSignOut, enterSpace: onEnterSpace }),
    [onSignOut, onEnterSpace],
  );
  const voice = useOwnVoice(store);
  useEffect(() => notifyOf(store), [store]);
  const frame = useRef<HTMLDivElement>(null);
  const swiped = useCallback((to: "start" | "end") => setPane(to === "end" ? "rooms" : "conversation"), []);
  useSwipe(frame, arrived && voice !== null, swiped);
  const title = useView(({ known }) => known.space?.name ?? "Koine");

  // biome-ignore lint/correctness/useExhaustiveDependencies: every visit shows the conversation
  useEffect(() => {
    if (route.kind !== "room") return;
    setPane("conversation");
    // There it lies over the messages that one came for.
    if (matchMedia("(max-width: 1100px)").matches) setSide(null);
  }, [route, visit]);
  // Whoever is signed in and opens an invite is asked whether to join.
  useEffect(() => {
    if (route.kind !== "invite" || !arrived) return;
    setOverlay({ kind: "join_space", code: route.code });
    clearRoute();
  }, [route, arrived]);
  useEffect(() => {
    document.title = title;
  }, [title]);

  const room = exists ? wanted : fallback;
  useKeys(room, setOverlay, (wish) => {
    setSide(side === wish ? null : wish);
    // Whoever asks for it by key goes there by key; a search has its field.
    if (wish === "members" && side !== wish)
      requestAnimationFrame(() => document.querySelector<HTMLElement>(".side .icon-button")?.focus());
  });

  if (!arrived || voice === null) {
    return (
      <main className="waiting">
        <Connection />
        <span className="spinner" role="status" aria-label={t.connecting} />
        <Notices />
      </main>
    );
  }
  return (
    <ShellContext value={shell}>
      <VoiceContext value={voice}>
        <div className="frame" ref={frame} data-pane={pane}>
          <button className="skip-link" type="button" onClick={focusMessages}>
            {t.skipToMessages}
          </button>
          <Connection />
          <Sidebar room={room} onOpen={() => setPane("conversation")} />
          <Conversation
            key={`${store.account.handle} ${room}`}
            room={room}
            target={route.kind === "room" && route.room === room ? route.message : 0}
            visit={visit}
            side={side}
            onSide={setSide}
            onBack={() => setPane("rooms")}
          />
          <Notices />
          <Overlays overlay={overlay} onClose={() => setOverlay(null)} />
          <Ringing />
        </div>
      </VoiceContext>
    </ShellContext>
  );
}

/** Taking part by voice lasts as long as the main view. */
function useOwnVoice(store: Store): Voice | null {
  const [voice, setVoice] = useState<Voice | null>(null);
  useEffect(() => {
    const made = new Voice(store);
    setVoice(made);
    return () => made.close();
  }, [store]);
  return voice;
}
