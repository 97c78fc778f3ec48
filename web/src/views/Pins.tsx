/** What is pinned in the room. */

import { useEffect, useState } from "react";
import type { Message, Room } from "../../../sdk/src/gen/protocol.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";
import { FoundMessage } from "./FoundMessage.tsx";
import { SidePane } from "./SidePane.tsx";

const PAGE = 100;

export function Pins({ room, onClose }: { readonly room: Room; readonly onClose: () => void }) {
  const store = useStore();
  const status = useView(({ status }) => status);
  const mayPin = useView(({ known }) => may(known, "pin", room));
  const [pinned, setPinned] = useState<readonly Message[] | null>(null);

  useEffect(() => {
    const load = (): void => {
      store.request({ type: "pins_get", room_id: room.id, limit: PAGE }).then(
        ({ messages = [] }) => setPinned(messages),
        () => undefined, // Interrupted: asked for again when the connection is back.
      );
    };
    if (status === "online") load();
    return store.onPacket(({ event }) => {
      if (event?.type === "pin_update" && event.room_id === room.id) load();
    });
  }, [store, room.id, status]);

  return (
    <SidePane title={t.pins} wide onClose={onClose}>
      <div className="found-list">
        {pinned?.map((message) => (
          <FoundMessage key={message.id} message={message} withRoom={false}>
            {mayPin && (
              <button
                type="button"
                className="button small quiet"
                onClick={() => void store.act({ type: "pin_remove", message_id: message.id })}
              >
                {t.unpin}
              </button>
            )}
          </FoundMessage>
        ))}
        {pinned?.length === 0 && <p className="picker-empty">{t.pinsNone}</p>}
      </div>
    </SidePane>
  );
}
