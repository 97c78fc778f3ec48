/** Where one takes part, below the rooms: it stays in sight while one reads elsewhere. */

import { Volume2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { roomName } from "../../state/names.ts";
import { useView } from "../../state/react.ts";
import { roomAddress } from "../../state/route.ts";
import { v } from "../../texts/voice.ts";
import { useVoiceView } from "../../voice/react.ts";
import { catchFocus } from "../areas.ts";
import { Controls } from "./Controls.tsx";

export function VoiceBar() {
  const place = useVoiceView(({ place }) => place);
  const name = useView(({ known }) => {
    const room = known.rooms[place?.room ?? 0];
    return room === undefined ? "" : roomName(known, room);
  });
  const isHere = place !== null;
  const wasHere = useRef(isHere);
  // Whoever leaves from here loses what they pressed.
  useEffect(() => {
    if (wasHere.current && !isHere) catchFocus();
    wasHere.current = isHere;
  }, [isHere]);
  if (place === null) return null;
  return (
    <section className="voice-bar" aria-label={v.inPlace(name)}>
      <a href={roomAddress(place.room)}>
        <Volume2 aria-hidden="true" />
        <span>{name}</span>
      </a>
      <Controls small />
    </section>
  );
}
