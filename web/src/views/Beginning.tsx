/** What stands above the first message of a room. */

import { UserPlus } from "lucide-react";
import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { isDirect, partnerOf, roomName } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useView } from "../state/react.ts";
import { useShell } from "../state/shell.ts";
import { t } from "../texts/texts.ts";
import { Markup } from "./Markup.tsx";
import { RoomSign } from "./RoomSign.tsx";

export function Beginning({ room, title }: { readonly room: Room; readonly title: string }) {
  const name = useView(({ known }) => roomName(known, room));
  const isDialog = useView(({ known }) => partnerOf(known, room) !== undefined);
  const { open } = useShell();
  // An empty room is where one asks oneself how the others come here.
  const mayInvite = useView(
    ({ known }) =>
      (room.last_message_id ?? 0) === 0 &&
      room.kind === "text" &&
      !isDirect(room) &&
      may(known, "create_invite"),
  );
  return (
    <header className="beginning">
      <span className="beginning-sign">
        <RoomSign room={room} size={3.5} />
      </span>
      <h3>{isDialog ? name : t.beginningOf(title)}</h3>
      <p>{isDialog ? t.beginningDialog(name) : t.beginningLead}</p>
      {room.topic !== undefined && room.topic !== "" && (
        <p>
          <Markup text={room.topic} />
        </p>
      )}
      {mayInvite && (
        <button type="button" className="button small" onClick={() => open({ kind: "invite" })}>
          <UserPlus size={16} aria-hidden="true" />
          {t.invitePeople}
        </button>
      )}
    </header>
  );
}
