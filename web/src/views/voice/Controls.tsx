/** What one does while one takes part: be silent, hear nothing, show something, leave. */

import {
  HeadphoneOff,
  Headphones,
  type LucideIcon,
  Mic,
  MicOff,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  Settings2,
  Video,
  VideoOff,
} from "lucide-react";
import { may } from "../../state/permissions.ts";
import { useView } from "../../state/react.ts";
import { useShell } from "../../state/shell.ts";
import { v } from "../../texts/voice.ts";
import { useVoice, useVoiceView } from "../../voice/react.ts";

/** `small`: without pictures, for where there is little room. */
export function Controls({ small = false }: { readonly small?: boolean }) {
  const voice = useVoice();
  const { open } = useShell();
  const view = useVoiceView((view) => view);
  const mayShow = useView(({ known }) => {
    const room = known.rooms[view.place?.room ?? 0];
    return room !== undefined && may(known, "stream", room);
  });
  const { muted, deafened, camera, screen, place } = view;
  return (
    <div className={small ? "voice-controls small" : "voice-controls"}>
      <Toggle
        label={muted ? v.unmute : v.mute}
        icon={muted ? MicOff : Mic}
        off={muted}
        onClick={() => voice.setMuted(!muted)}
      />
      <Toggle
        label={deafened ? v.undeafen : v.deafen}
        icon={deafened ? HeadphoneOff : Headphones}
        off={deafened}
        onClick={() => voice.setDeafened(!deafened)}
      />
      {!small && mayShow && (
        <>
          <Toggle
            label={camera === null ? v.camera : v.cameraOff}
            icon={camera === null ? VideoOff : Video}
            on={camera !== null}
            onClick={() => voice.toggleCamera()}
          />
          {"getDisplayMedia" in navigator.mediaDevices && (
            <Toggle
              label={screen === null ? v.screen : v.screenOff}
              icon={screen === null ? ScreenShare : ScreenShareOff}
              on={screen !== null}
              onClick={() => voice.toggleScreen()}
            />
          )}
        </>
      )}
      {!small && (
        <Toggle
          label={v.voiceSettings}
          icon={Settings2}
          onClick={() => open({ kind: "settings", page: "voice" })}
        />
      )}
      <button
        type="button"
        className="voice-button leave"
        aria-label={place?.call === 0 ? v.leave : v.hangUp}
        title={place?.call === 0 ? v.leave : v.hangUp}
        onClick={() => void voice.leave()}
      >
        <PhoneOff aria-hidden="true" />
      </button>
    </div>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly icon: LucideIcon;
  /** What it is about is on. */
  readonly on?: boolean;
  /** What it is about was taken away. */
  readonly off?: boolean;
  readonly onClick: () => unknown;
}

function Toggle({ label, icon: Icon, on = false, off = false, onClick }: ToggleProps) {
  return (
    <button
      type="button"
      className="voice-button"
      data-state={on ? "on" : off ? "off" : undefined}
      aria-label={label}
      title={label}
      onClick={() => void onClick()}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}
