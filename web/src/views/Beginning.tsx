/** What stands above the first message of a room. */

import type { Room } from "../../../sdk/src/gen/protocol.ts";
import { partnerOf, roomName } from "../state/names.ts";
import { useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";
import { Markup } from "./Markup.tsx";
import { RoomSign } from "./RoomSign.tsx";

export function Beginning({ room, title }: { readonly room: Room; readonly title: string }) {
  const name = useView(({ known }) => roomName(known, room));
  const isDialog = useView(({ known }) => partnerOf(known, room) !== undefined);
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
    </header>
  );
}
