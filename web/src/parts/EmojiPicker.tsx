/** All emojis, the server's own first. */

import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from "frimousse";
import { useState } from "react";
import { addressOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { language, t } from "../texts/texts.ts";

const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

export default function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { server } = useStore().account;
  const emojis = useView(({ known }) => known.emojis);
  const [wanted, setWanted] = useState("");
  const own = Object.values(emojis).filter(({ name }) => name.includes(wanted.trim().toLowerCase()));
  return (
    <Picker.Root
      className="picker-root"
      locale={language === "de" ? "de" : "en"}
      emojibaseUrl={`${location.origin}/emoji`}
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(spelled(emoji))}
    >
      <Picker.Search
        className="input"
        placeholder={t.emojiSearch}
        aria-label={t.emojiSearch}
        autoFocus
        value={wanted}
        onChange={({ target }) => setWanted(target.value)}
      />
      {own.length > 0 && (
        <section className="picker-own" aria-label={t.serverEmojis}>
          {own.slice(0, 48).map(({ id, name, url }) => (
            <button
              type="button"
              key={id}
              title={`:${name}:`}
              aria-label={`:${name}:`}
              onClick={() => onPick(`:${name}:${id}`)}
            >
              <img src={addressOf(server, url)} alt="" loading="lazy" />
            </button>
          ))}
        </section>
      )}
      <Picker.Viewport className="picker-view">
        <Picker.Loading className="picker-empty">{t.emojiLoading}</Picker.Loading>
        <Picker.Empty className="picker-empty">{t.emojiNone}</Picker.Empty>
        <Picker.List className="picker-list" components={{ CategoryHeader, Row, Emoji }} />
      </Picker.Viewport>
      <footer className="picker-foot">
        <Picker.SkinToneSelector className="icon-button" aria-label={t.skinTone} />
        <Picker.ActiveEmoji>
          {({ emoji }) => <span>{emoji === undefined ? "" : `${emoji.emoji} ${emoji.label}`}</span>}
        </Picker.ActiveEmoji>
      </footer>
    </Picker.Root>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div className="picker-category" {...props}>
      {category.label}
    </div>
  );
}

// The library counts rows and columns from 0, readers of the screen from 1.
function Row({ children, ...props }: EmojiPickerListRowProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role comes with the properties
    <div {...props} aria-rowindex={Number(props["aria-rowindex"] ?? 0) + 1}>
      {children}
    </div>
  );
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role comes with the properties
    <button
      type="button"
      className="picker-emoji"
      {...props}
      aria-colindex={Number(props["aria-colindex"] ?? 0) + 1}
    >
      {emoji.emoji}
    </button>
  );
}

/** The list writes a sign for "as a picture" behind emojis that are pictures anyway; the standard does not. */
function spelled(emoji: string): string {
  const plain = emoji.replaceAll("\u{FE0F}", "");
  return !ONE_EMOJI.test(emoji) && ONE_EMOJI.test(plain) ? plain : emoji;
}
