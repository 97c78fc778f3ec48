/** A call that rings here: heard and seen until it is answered, refused or over. */

import { Phone, PhoneOff, Video } from "lucide-react";
import { useEffect } from "react";
import { Avatar } from "../../parts/Avatar.tsx";
import { addressOf, nameOf, roomName } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { go } from "../../state/route.ts";
import { v } from "../../texts/voice.ts";
import { useVoice, useVoiceView } from "../../voice/react.ts";
import { startRing } from "../../voice/ring.ts";

export function Ringing() {
  const store = useStore();
  const voice = useVoice();
  const known = useView(({ known }) => known);
  const place = useVoiceView(({ place }) => place);
  const me = known.user?.id ?? 0;
  const call = Object.values(known.calls).find(
    ({ state, caller, participants, declined_ids, id }) =>
      state === "ringing" &&
      caller?.id !== me &&
      place?.call !== id &&
      !participants?.some((one) => one.id === me) &&
      !declined_ids?.includes(me),
  );
  const isQuiet = known.presences[me]?.status === "dnd";
  const id = call?.id ?? 0;
  useEffect(() => (id === 0 || isQuiet ? undefined : startRing()), [id, isQuiet]);
  const room = known.rooms[call?.room_id ?? 0];
  if (call === undefined || room === undefined) return null;
  const name = nameOf(known, call.caller);
  const title = room.kind === "group" ? v.incomingIn(name, roomName(known, room)) : v.incoming(name);
  const accept = (): void => {
    go(room.id);
    void voice.accept(room.id, call.id).then(() => (call.video ? voice.toggleCamera() : undefined));
  };
  return (
    <section className="ringing" role="alertdialog" aria-label={title}>
      <Avatar
        id={call.caller?.id ?? 0}
        name={name}
        picture={addressOf(store.account.server, call.caller?.avatar)}
        size={3}
      />
      <p>{title}</p>
      <div className="ringing-actions">
        <button type="button" className="button danger" onClick={() => void voice.decline(call.id)}>
          <PhoneOff size={18} aria-hidden="true" />
          {v.decline}
        </button>
        <button type="button" className="button primary" onClick={accept}>
          {call.video ? <Video size={18} aria-hidden="true" /> : <Phone size={18} aria-hidden="true" />}
          {v.accept}
        </button>
      </div>
    </section>
  );
}
