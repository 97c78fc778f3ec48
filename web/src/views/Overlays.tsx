/** The dialogs of the main view, each loaded when it is opened first. */

import { Suspense } from "react";
import { lazily } from "../parts/lazily.ts";
import type { Overlay } from "../state/shell.ts";

const Settings = lazily(() => import("./settings/Settings.tsx"));
const Switcher = lazily(() => import("./Switcher.tsx"));
const Keys = lazily(() => import("./Keys.tsx"));
const NewMessage = lazily(() => import("./NewMessage.tsx"));
const Invite = lazily(() => import("./Invite.tsx"));
const Mentions = lazily(() => import("./Mentions.tsx"));
const PollForm = lazily(() => import("./PollForm.tsx"));
const ThreadForm = lazily(() => import("./ThreadForm.tsx"));
const SpaceForm = lazily(() => import("./SpaceForm.tsx"));
const RoomForm = lazily(() => import("./RoomForm.tsx"));

interface OverlaysProps {
  readonly overlay: Overlay | null;
  readonly onClose: () => void;
}

export function Overlays({ overlay, onClose }: OverlaysProps) {
  return <Suspense>{overlay !== null && <One overlay={overlay} onClose={onClose} />}</Suspense>;
}

function One({ overlay, onClose }: { readonly overlay: Overlay; readonly onClose: () => void }) {
  switch (overlay.kind) {
    case "settings":
      return <Settings page={overlay.page} onClose={onClose} />;
    case "switcher":
      return <Switcher onClose={onClose} />;
    case "keys":
      return <Keys onClose={onClose} />;
    case "new_message":
      return <NewMessage onClose={onClose} />;
    case "mentions":
      return <Mentions onClose={onClose} />;
    case "invite":
      return <Invite onClose={onClose} />;
    case "new_room":
      return <RoomForm room={0} category={overlay.category} onClose={onClose} />;
    case "new_category":
      return <RoomForm room={0} kind="category" category={0} onClose={onClose} />;
    case "new_space":
      return <SpaceForm kind="new" code="" onClose={onClose} />;
    case "join_space":
      return <SpaceForm kind="join" code={overlay.code} onClose={onClose} />;
    case "new_poll":
      return <PollForm room={overlay.room} onClose={onClose} />;
    case "new_thread":
      return <ThreadForm room={overlay.room} message={overlay.message} onClose={onClose} />;
    case "edit_room":
      return <RoomForm room={overlay.room} category={0} onClose={onClose} />;
  }
}
