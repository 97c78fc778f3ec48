/** Who takes part in a voice room or a call, above what is written there. */

import { Headphones, Phone } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import type { Room, User } from "../../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../../sdk/src/state.ts";
import { may } from "../../state/permissions.ts";
import { useView } from "../../state/react.ts";
import { v } from "../../texts/voice.ts";
import { useVoice, useVoiceView } from "../../voice/react.ts";
import { Controls } from "./Controls.tsx";
import { Tile } from "./Tile.tsx";

/** Nothing where nobody can be heard. */
export function Stage({ room }: { readonly room: Room }) {
  const voice = useVoice();
  const known = useView(({ known }) => known);
  const place = useVoiceView(({ place }) => place);
  const problem = useVoiceView(({ problem }) => problem);
  const call = known.calls[room.id];
  const isHere = place?.room === room.id;
  const stage = useRef<HTMLElement>(null);
  const wasHere = useRef(isHere);
  // Joining and leaving take away the button that was pressed.
  useLayoutEffect(() => {
    if (wasHere.current === isHere) return;
    wasHere.current = isHere;
    if (document.activeElement !== document.body) return;
    stage.current?.querySelector<HTMLElement>(".voice-controls button, .stage-enter button")?.focus();
  }, [isHere]);
  if (room.kind !== "voice" && call === undefined) return null;
  const users = participantsOf(known, room);
  const mayEnter = may(known, "connect", room);
  return (
    <section className="stage" ref={stage} aria-label={v.participants}>
      {users.length === 0 ? (
        <p className="stage-empty">
          <Headphones aria-hidden="true" />
          {v.nobodyHere}
        </p>
      ) : (
        <ul className="tiles" data-many={users.length > 2 || undefined}>
          {users.map((user) => (
            <Tile key={user.id} user={user} room={room.id} isHere={isHere} />
          ))}
        </ul>
      )}
      {call?.state === "ringing" && isHere && <p className="stage-state">{v.ringing}</p>}
      {problem !== "" && isHere && (
        <p className="stage-problem" role="alert">
          {problem}
        </p>
      )}
      {isHere ? (
        <Controls />
      ) : (
        <div className="stage-enter">
          <button
            type="button"
            className="button primary"
            disabled={!mayEnter}
            onClick={() => void (call === undefined ? voice.join(room.id) : voice.accept(room.id, call.id))}
          >
            {call === undefined ? (
              <Headphones size={18} aria-hidden="true" />
            ) : (
              <Phone size={18} aria-hidden="true" />
            )}
            {call === undefined ? v.join : v.joinCall}
          </button>
        </div>
      )}
    </section>
  );
}

/** Who is in a voice room or a call. */
export function participantsOf(known: State, { id }: Room): readonly User[] {
  const call = known.calls[id];
  if (call !== undefined) return call.participants ?? [];
  return Object.values(known.voices)
    .filter(({ room_id }) => room_id === id)
    .sort((a, b) => (a.joined ?? 0) - (b.joined ?? 0))
    .map(({ user }) => user);
}
