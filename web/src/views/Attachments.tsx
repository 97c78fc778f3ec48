/** The files of a message: pictures, sound and film where they can be shown, else something to download. */

import { Download, FileText } from "lucide-react";
import { Suspense, useState } from "react";
import type { Attachment } from "../../../sdk/src/gen/protocol.ts";
import { lazily } from "../parts/lazily.ts";
import { addressOf } from "../state/names.ts";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";

const Viewer = lazily(() => import("./Viewer.tsx"));

/** Types that the server hands out to be shown; it decides by the bytes. */
const SHOWN = /^image\/(png|jpeg|gif|webp|avif)$/;

export function Attachments({ attachments }: { readonly attachments: readonly Attachment[] }) {
  const [open, setOpen] = useState(-1);
  const pictures = attachments.filter(({ media_type }) => SHOWN.test(media_type));
  if (attachments.length === 0) return null;
  return (
    <div className={pictures.length > 1 ? "attachments several" : "attachments"}>
      {attachments.map((attachment) => {
        const at = pictures.indexOf(attachment);
        if (at !== -1)
          return <Picture key={attachment.id} attachment={attachment} onOpen={() => setOpen(at)} />;
        return <Other key={attachment.id} attachment={attachment} />;
      })}
      {open !== -1 && (
        <Suspense>
          <Viewer pictures={pictures} at={open} onMove={setOpen} onClose={() => setOpen(-1)} />
        </Suspense>
      )}
    </div>
  );
}

interface PictureProps {
  readonly attachment: Attachment;
  readonly onOpen: () => void;
}

function Picture({ attachment, onOpen }: PictureProps) {
  const { server } = useStore().account;
  const [shown, setShown] = useState(attachment.spoiler !== true);
  const { name, description = "", width = 0, height = 0, thumbnail_url = "", url } = attachment;
  const small = addressOf(server, thumbnail_url || url);
  // Its place is kept before it is there, so that nothing jumps.
  const style =
    width > 0 && height > 0 ? { aspectRatio: `${width} / ${height}`, width: Math.min(width, 420) } : {};
  return (
    <button
      type="button"
      className={shown ? "picture" : "picture covered"}
      aria-label={shown ? t.openImage(description || name) : t.spoiler}
      style={style}
      onClick={() => (shown ? onOpen() : setShown(true))}
    >
      <img src={small} alt="" loading="lazy" decoding="async" />
    </button>
  );
}

function Other({ attachment }: { readonly attachment: Attachment }) {
  const { server } = useStore().account;
  const { name, size, media_type, url, description = "" } = attachment;
  const address = addressOf(server, url);
  if (media_type.startsWith("video/")) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: whoever uploads a film brings no captions
      <video className="film" src={address} controls preload="metadata" aria-label={description || name} />
    );
  }
  return (
    <div className="file">
      <FileText aria-hidden="true" />
      <span className="file-text">
        <b dir="auto">{name}</b>
        <span>{sizeOf(size)}</span>
      </span>
      <a className="icon-button" href={address} download={name} aria-label={`${t.download} ${name}`}>
        <Download />
      </a>
      {media_type.startsWith("audio/") && (
        // biome-ignore lint/a11y/useMediaCaption: whoever uploads a sound brings no captions
        <audio src={address} controls preload="none" aria-label={description || name} />
      )}
    </div>
  );
}

/** "1.4 MB". */
export function sizeOf(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 })} ${units[power]}`;
}
