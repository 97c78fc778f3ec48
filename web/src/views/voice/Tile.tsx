/** One participant: their picture, or what their camera or screen shows, and how they are heard. */

import { HeadphoneOff, MicOff, Unplug } from "lucide-react";
import { useEffect, useRef } from "react";
import type { User } from "../../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../../parts/Avatar.tsx";
import { addressOf, nameOf } from "../../state/names.ts";
import { useStore, useView } from "../../state/react.ts";
import { v } from "../../texts/voice.ts";
import { useVoiceView } from "../../voice/react.ts";

interface TileProps {
  readonly user: User;
  readonly room: number;
  /** One takes part oneself: then one knows more of the others. */
  readonly isHere: boolean;
}

export function Tile({ user, room, isHere }: TileProps) {
  const { server } = useStore().account;
  const name = useView(({ known }) => nameOf(known, user));
  const isSelf = useView(({ known }) => known.user?.id === user.id);
  const state = useView(({ known }) => {
    const voice = known.voices[user.id];
    return voice?.room_id === room ? voice : undefined;
  });
  const own = useVoiceView((view) => (isSelf && isHere ? view : null));
  const peer = useVoiceView(({ peers }) => (isHere ? peers[user.id] : undefined));
  const camera = own?.camera ?? peer?.camera ?? null;
  const screen = own?.screen ?? peer?.screen ?? null;
  const speaking = own?.speaking ?? peer?.speaking ?? false;
  const muted = own?.muted || state?.self_muted || peer?.flags.muted || false;
  const silenced = state?.muted === true;
  const status = isSelf || !isHere ? "connected" : (peer?.status ?? "none");
  const said = [
    speaking ? v.speaking : "",
    silenced ? v.mutedByModerator : muted ? v.muted : "",
    status === "failed" ? v.failed : status === "none" ? v.noSound : "",
    status === "connecting" ? v.connecting : "",
  ].filter((one) => one !== "");
  return (
    <>
      <li className="tile" data-speaking={speaking || undefined} data-status={status}>
        {camera === null ? (
          <Avatar id={user.id} name={name} picture={addressOf(server, user.avatar)} size={4} />
        ) : (
          <Picture stream={camera} label={v.cameraOf(name)} mirrored={isSelf} />
        )}
        <span className="tile-name">
          {(muted || silenced) && <MicOff aria-hidden="true" />}
          {state?.self_deafened && <HeadphoneOff aria-hidden="true" />}
          {(status === "failed" || status === "none") && <Unplug aria-hidden="true" />}
          <b>{name}</b>
          {said.length > 0 && <span className="hidden-visually">, {said.join(", ")}</span>}
        </span>
        {status !== "connected" && <span className="tile-state">{said.at(-1)}</span>}
      </li>
      {screen !== null && (
        <li className="tile wide">
          <Picture stream={screen} label={v.screenOf(name)} />
          <span className="tile-name">{v.screenOf(name)}</span>
        </li>
      )}
    </>
  );
}

interface PictureProps {
  readonly stream: MediaStream;
  readonly label: string;
  readonly mirrored?: boolean;
}

/** Without sound: that comes by a way of its own. */
function Picture({ stream, label, mirrored = false }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      className={mirrored ? "mirrored" : undefined}
      aria-label={label}
      autoPlay
      playsInline
      muted
    />
  );
}
