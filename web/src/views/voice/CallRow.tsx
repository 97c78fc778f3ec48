/** A call that is over, as a line among what was said. */

import { Phone, PhoneMissed } from "lucide-react";
import type { Message } from "../../../../sdk/src/gen/protocol.ts";
import { nameOf } from "../../state/names.ts";
import { useView } from "../../state/react.ts";
import { stampOf, wholeTimeOf } from "../../state/times.ts";
import { v } from "../../texts/voice.ts";

export function CallRow({ message }: { readonly message: Message }) {
  const { call, created = 0 } = message;
  const who = useView(({ known }) => nameOf(known, call?.caller));
  if (call === undefined) return null;
  const seconds = Math.round((call.duration_ms ?? 0) / 1_000);
  const isOver = call.state === "ended";
  const text = isOver
    ? v.callEnded(who, v.minutes(Math.floor(seconds / 60), seconds % 60))
    : call.state === "declined"
      ? v.callDeclined(who)
      : v.callMissed(who);
  return (
    <p className="system-line">
      {isOver ? <Phone aria-hidden="true" /> : <PhoneMissed aria-hidden="true" />}
      <span>{text}</span>
      <time dateTime={new Date(created).toISOString()} title={wholeTimeOf(created)}>
        {stampOf(created, Date.now())}
      </time>
    </p>
  );
}
