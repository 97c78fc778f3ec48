/** The boxes under a message: previews of links, and what programs add. */

import { X } from "lucide-react";
import type { Embed, EmbedField, Message, Room } from "../../../sdk/src/gen/protocol.ts";
import { addressOf } from "../state/names.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { wholeTimeOf } from "../state/times.ts";
import { talk } from "../texts/talk.ts";
import { Markup } from "./Markup.tsx";

export function Embeds({ message, room }: { readonly message: Message; readonly room: Room }) {
  const store = useStore();
  const { embeds = [] } = message;
  // All previews of a message go together: its author may take them away, and who may delete it.
  const mayRemove = useView(
    ({ known }) =>
      embeds.some(({ kind }) => kind === "link") &&
      (known.user?.id === message.author?.id || may(known, "delete_any", room)),
  );
  if (embeds.length === 0) return null;
  return (
    <ul className="embeds" aria-label={talk.embeds}>
      {embeds.map((embed, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no names, and come and go all together
        <li key={i}>
          <Box embed={embed} />
          {mayRemove && embed.kind === "link" && (
            <button
              type="button"
              className="icon-button embed-remove"
              title={talk.removePreviews}
              aria-label={talk.removePreviews}
              onClick={() => void store.act({ type: "previews_remove", message_id: message.id })}
            >
              <X aria-hidden="true" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Box({ embed }: { readonly embed: Embed }) {
  const { server } = useStore().account;
  const { color = 0, site_name = "", author_name = "", author_url = "", title = "", url } = embed;
  const {
    description = "",
    fields = [],
    footer = "",
    created = 0,
    image_width = 0,
    image_height = 0,
  } = embed;
  const image = addressOf(server, embed.image_url);
  const thumbnail = addressOf(server, embed.thumbnail_url);
  // Its place is kept before it is there, so that nothing jumps.
  const size = image_width > 0 && image_height > 0 ? { width: image_width, height: image_height } : {};
  const stripe = color === 0 ? undefined : `#${color.toString(16).padStart(6, "0")}`;
  return (
    <div
      className="embed"
      style={stripe === undefined ? undefined : ({ "--stripe": stripe } as React.CSSProperties)}
    >
      <div className="embed-text" dir="auto">
        {site_name !== "" && <p className="embed-site">{site_name}</p>}
        {author_name !== "" && (
          <p className="embed-author">
            <Outward url={author_url} text={author_name} />
          </p>
        )}
        {title !== "" && (
          <p className="embed-title">
            <Outward url={url} text={title} />
          </p>
        )}
        {description !== "" && (
          <div className="content">
            <Markup text={description} />
          </div>
        )}
        {fields.length > 0 && <Fields fields={fields} />}
        {(footer !== "" || created > 0) && (
          <p className="hint">
            {[footer, created > 0 ? wholeTimeOf(created) : ""].filter((one) => one !== "").join(" · ")}
          </p>
        )}
      </div>
      {thumbnail !== "" && image === "" && (
        <img className="embed-thumbnail" src={thumbnail} alt="" loading="lazy" />
      )}
      {image !== "" && <img className="embed-image" src={image} alt="" loading="lazy" {...size} />}
    </div>
  );
}

/** A link, where the address is one that a browser may open. */
function Outward({ url, text }: { readonly url: string; readonly text: string }) {
  if (!/^https?:\/\//i.test(url)) return <b>{text}</b>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {text}
    </a>
  );
}

function Fields({ fields }: { readonly fields: readonly EmbedField[] }) {
  return (
    <dl className="embed-fields">
      {fields.map(({ name, value, inline = false }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two fields may have the same name
        <div key={i} data-inline={inline || undefined}>
          <dt>{name}</dt>
          <dd>
            <Markup text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
