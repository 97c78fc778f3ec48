/** The reactions to a message; a press adds or takes back one's own. */

import { SmilePlus } from "lucide-react";
import type { Message, Room } from "../../../sdk/src/gen/protocol.ts";
import { EmojiButton } from "../parts/EmojiButton.tsx";
import { addressOf } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { t } from "../texts/texts.ts";

export function Reactions({ message, room }: { readonly message: Message; readonly room: Room }) {
  const store = useStore();
  const mayReact = useView(({ known }) => may(known, "react", room));
  const reactions = message.reactions ?? [];
  if (reactions.length === 0) return null;
  return (
    <ul className="reactions">
      {reactions.map(({ emoji, count, me = false }) => (
        <li key={emoji}>
          <button
            type="button"
            className="reaction"
            aria-pressed={me}
            disabled={!mayReact && !me}
            aria-label={t.reactionLabel(shortOf(emoji), count, me)}
            onClick={() =>
              void store.act({ type: me ? "reaction_remove" : "reaction_add", message_id: message.id, emoji })
            }
          >
            <EmojiFace emoji={emoji} />
            <span>{count}</span>
          </button>
        </li>
      ))}
      {mayReact && (
        <li>
          <EmojiButton
            className="reaction add"
            label={t.addReaction}
            onPick={(emoji) => void store.act({ type: "reaction_add", message_id: message.id, emoji })}
          >
            <SmilePlus size={16} aria-hidden="true" />
          </EmojiButton>
        </li>
      )}
    </ul>
  );
}

/** A character, or the picture of a server emoji (":name:id"). */
export function EmojiFace({ emoji }: { readonly emoji: string }) {
  const { server } = useStore().account;
  const [, name, id] = /^:(\w+):(\d+)$/.exec(emoji) ?? [];
  const known = useView(({ known }) => known.emojis[Number(id ?? 0)]);
  if (name === undefined) return <span className="emoji-text">{emoji}</span>;
  const address = addressOf(server, known?.url);
  if (address === "") return <span>:{name}:</span>;
  return <img className="emoji" src={address} alt={`:${name}:`} />;
}

function shortOf(emoji: string): string {
  return emoji.replace(/^(:\w+:)\d+$/, "$1");
}
