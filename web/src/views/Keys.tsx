/** The keys of the client. */

import { Dialog } from "../parts/Dialog.tsx";
import { talk } from "../texts/talk.ts";
import { t } from "../texts/texts.ts";

const KEYS: readonly (readonly [keyof typeof talk.keyList, readonly string[]])[] = [
  ["switcher", ["Ctrl", "K"]],
  ["search", ["Ctrl", "Shift", "F"]],
  ["members", ["Ctrl", "Shift", "U"]],
  ["roomUp", ["Alt", "↑"]],
  ["roomDown", ["Alt", "↓"]],
  ["unreadUp", ["Alt", "Shift", "↑"]],
  ["unreadDown", ["Alt", "Shift", "↓"]],
  ["areas", ["F6"]],
  ["moveRoom", ["Ctrl", "Shift", "↑", "↓"]],
  ["send", ["Enter"]],
  ["newline", ["Shift", "Enter"]],
  ["editLast", ["↑"]],
  ["messages", ["↑", "↓"]],
  ["replyKey", ["R"]],
  ["editKey", ["E"]],
  ["escape", ["Esc"]],
  ["help", ["?"]],
];

export default function Keys({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t.keys} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([what, keys]) => (
          <div key={what}>
            <dt>{talk.keyList[what]}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
