/** What a message can have besides its text, at the composer: files and, where there is room for one button only, polls. */

import { ChartColumn, Paperclip, Plus } from "lucide-react";
import { useRef } from "react";
import { Menu } from "../parts/Menu.tsx";
import { t } from "../texts/texts.ts";

interface AttachProps {
  readonly onFiles: (files: readonly File[]) => void;
  /** Null where there are no polls. */
  readonly onPoll: (() => void) | null;
}

export function Attach({ onFiles, onPoll }: AttachProps) {
  const files = useRef<HTMLInputElement>(null);
  return (
    <>
      <label className={onPoll === null ? "icon-button" : "icon-button only-roomy"} title={t.attach}>
        <Paperclip aria-hidden="true" />
        <input
          ref={files}
          className="hidden-visually"
          type="file"
          multiple
          aria-label={t.attach}
          onChange={({ target }) => {
            onFiles([...(target.files ?? [])]);
            target.value = "";
          }}
        />
      </label>
      {onPoll !== null && (
        <Menu
          align="start"
          entries={[
            { label: t.attach, icon: Paperclip, onSelect: () => files.current?.click() },
            { label: t.newPoll, icon: ChartColumn, onSelect: onPoll },
          ]}
        >
          <button type="button" className="icon-button only-tight" aria-label={t.addFileOrPoll}>
            <Plus aria-hidden="true" />
          </button>
        </Menu>
      )}
    </>
  );
}
