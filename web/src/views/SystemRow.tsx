/** What happened in a room, as a line among what was said. */

import type { Message } from "../../../sdk/src/gen/protocol.ts";
import { nameOf } from "../state/names.ts";
import { useView } from "../state/react.ts";
import { stampOf, wholeTimeOf } from "../state/times.ts";
import { t } from "../texts/texts.ts";

export function SystemRow({ message }: { readonly message: Message }) {
  const { system, created = 0, author } = message;
  const who = useView(({ known }) =>
    (system?.users ?? (author === undefined ? [] : [author])).map((user) => nameOf(known, user)).join(", "),
  );
  if (system === undefined) return null;
  const say = t.system[system.what as keyof typeof t.system];
  return (
    <p className="system-line">
      <span>{say === undefined ? `${who} ${system.text ?? ""}` : say(who, system.text ?? "")}</span>
      <time dateTime={new Date(created).toISOString()} title={wholeTimeOf(created)}>
        {stampOf(created, Date.now())}
      </time>
    </p>
  );
}
