/** The dialogs of the main view, each loaded when it is opened first. */

import { lazy, Suspense } from "react";
import type { Overlay } from "../state/shell.ts";

const Settings = lazy(() => import("./settings/Settings.tsx"));
const Switcher = lazy(() => import("./Switcher.tsx"));
const Keys = lazy(() => import("./Keys.tsx"));
const NewMessage = lazy(() => import("./NewMessage.tsx"));
const Invite = lazy(() => import("./Invite.tsx"));
const PollForm = lazy(() => import("./PollForm.tsx"));
const ThreadForm = lazy(() => import("./ThreadForm.tsx"));
const RoomForm = lazy(() => import("./RoomForm.tsx"));

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
    case "invite":
      return <Invite onClose={onClose} />;
    case "new_room":
      return <RoomForm room={0} category={overlay.category} onClose={onClose} />;
    case "new_category":
      return <RoomForm room={0} kind="category" category={0} onClose={onClose} />;
    case "new_poll":
      return <PollForm room={overlay.room} onClose={onClose} />;
    case "new_thread":
      return <ThreadForm room={overlay.room} message={overlay.message} onClose={onClose} />;
    case "edit_room":
      return <RoomForm room={overlay.room} category={0} onClose={onClose} />;
  }
}
