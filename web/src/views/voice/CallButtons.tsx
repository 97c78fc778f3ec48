/** Ringing in a dialog or group. */

import { Phone, Video } from "lucide-react";
import type { Room } from "../../../../sdk/src/gen/protocol.ts";
import { useView } from "../../state/react.ts";
import { v } from "../../texts/voice.ts";
import { useVoice } from "../../voice/react.ts";

/** Nothing where nobody can be called, or while a call goes on. */
export function CallButtons({ room }: { readonly room: Room }) {
  const voice = useVoice();
  const isCalling = useView(({ known }) => known.calls[room.id] !== undefined);
  if ((room.kind !== "dialog" && room.kind !== "group") || isCalling) return null;
  return (
    <>
      {[
        { label: v.call, icon: Phone, video: false },
        { label: v.videoCall, icon: Video, video: true },
      ].map(({ label, icon: Icon, video }) => (
        <button
          key={label}
          type="button"
          className="icon-button"
          title={label}
          aria-label={label}
          onClick={() => void voice.ring(room.id, video)}
        >
          <Icon aria-hidden="true" />
        </button>
      ))}
    </>
  );
}
