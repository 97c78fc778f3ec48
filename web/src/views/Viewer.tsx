/** Pictures at their full size, one after another. */

import { ChevronLeft, ChevronRight, ExternalLink } from "lucide-react";
import type { Attachment } from "../../../sdk/src/gen/protocol.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { addressOf } from "../state/names.ts";
import { useStore } from "../state/react.ts";
import { t } from "../texts/texts.ts";

interface ViewerProps {
  readonly pictures: readonly Attachment[];
  readonly at: number;
  readonly onMove: (at: number) => void;
  readonly onClose: () => void;
}

export default function Viewer({ pictures, at, onMove, onClose }: ViewerProps) {
  const { server } = useStore().account;
  const picture = pictures[at];
  if (picture === undefined) return null;
  const move = (by: number): void => onMove((at + by + pictures.length) % pictures.length);
  const keys = ({ key }: React.KeyboardEvent): void => {
    if (key === "ArrowLeft") move(-1);
    if (key === "ArrowRight") move(1);
  };
  return (
    <Dialog title={picture.description || picture.name} onClose={onClose} shape="viewer">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it */}
      <div className="viewer-body" onKeyDown={keys}>
        <img src={addressOf(server, picture.url)} alt={picture.description || picture.name} />
        <footer>
          {pictures.length > 1 && (
            <button type="button" className="icon-button" aria-label={t.previous} onClick={() => move(-1)}>
              <ChevronLeft />
            </button>
          )}
          <a
            className="icon-button"
            href={addressOf(server, picture.url)}
            target="_blank"
            rel="noopener"
            aria-label={t.openLink}
          >
            <ExternalLink />
          </a>
          {pictures.length > 1 && (
            <button type="button" className="icon-button" aria-label={t.next} onClick={() => move(1)}>
              <ChevronRight />
            </button>
          )}
        </footer>
      </div>
    </Dialog>
  );
}
