/** Who has read a message of one's own, in dialogs and groups. */

import { Check, CheckCheck } from "lucide-react";
import type { Message, Receipt, Room } from "../../../sdk/src/gen/protocol.ts";
import { nameOf } from "../state/names.ts";
import { useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";

export function Receipts({ message, room }: { readonly message: Message; readonly room: Room }) {
  const known = useView(
    ({ known }) => known,
    (a, b) => a.receipts[room.id] === b.receipts[room.id] && a.members === b.members,
  );
  const others = Object.values(known.receipts[room.id] ?? {}).filter(
    ({ user_id }) => user_id !== known.user?.id,
  );
  const readers = others.filter((receipt) => hasRead(receipt, message));
  if (readers.length > 0 && room.kind === "group") {
    const names = readers.map(({ user_id }) =>
      nameOf(known, known.members[user_id]?.user ?? room.members?.find(({ id }) => id === user_id)),
    );
    return (
      <p className="receipt read">
        <CheckCheck size={14} aria-hidden="true" /> {t.readBy(names.join(", "))}
      </p>
    );
  }
  const isDelivered = others.some(({ delivered_id = 0 }) => delivered_id >= message.id);
  const state = readers.length > 0 ? t.read : isDelivered ? t.delivered : t.sent;
  return (
    <p className={readers.length > 0 ? "receipt read" : "receipt"}>
      {isDelivered || readers.length > 0 ? (
        <CheckCheck size={14} aria-hidden="true" />
      ) : (
        <Check size={14} aria-hidden="true" />
      )}{" "}
      {state}
    </p>
  );
}

function hasRead({ read_id, read_n = 0 }: Receipt, message: Message): boolean {
  return read_id >= message.id || read_n >= (message.n ?? Number.POSITIVE_INFINITY);
}
