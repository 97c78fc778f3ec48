/** Files on their way to the server, with progress; and files that are dragged over the page. */

import { Check, FileText, X } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Attachment } from "../../../sdk/src/gen/protocol.ts";
import { upload } from "../../../sdk/src/upload.ts";
import { useStore } from "../state/react.ts";
import { explain } from "../state/store.ts";
import { t } from "../texts/texts.ts";

/** Most files of a message. */
const MAX_FILES = 10;

interface Uploading {
  readonly key: number;
  readonly name: string;
  readonly percent: number;
  /** A picture of it, of the browser's own; "" = none. */
  readonly preview: string;
  readonly attachment: Attachment | null;
}

export interface UploadList {
  readonly list: readonly Uploading[];
  readonly done: readonly Attachment[];
  readonly busy: boolean;
  add(files: readonly File[]): void;
  remove(key: number): void;
  clear(): void;
}

let keys = 0;

export function useUploads(): UploadList {
  const store = useStore();
  const [list, setList] = useState<readonly Uploading[]>([]);
  const shown = useRef(list);
  shown.current = list;

  useEffect(
    () => () => {
      for (const { preview } of shown.current) URL.revokeObjectURL(preview);
    },
    [],
  );

  const change = (key: number, by: Partial<Uploading>): void =>
    setList((before) => before.map((one) => (one.key === key ? { ...one, ...by } : one)));
  const remove = (key: number): void => setList((before) => before.filter((one) => one.key !== key));

  const begin = (file: File): void => {
    keys += 1;
    const key = keys;
    const name = file.name || "file";
    const preview = /^image\/(png|jpeg|gif|webp)$/.test(file.type) ? URL.createObjectURL(file) : "";
    setList((before) => [...before, { key, name, percent: 0, preview, attachment: null }]);
    const { server: url, token } = store.account;
    upload({
      url,
      token,
      file,
      name,
      onProgress: (sent, all) => change(key, { percent: Math.round((sent / all) * 100) }),
    }).then(
      (attachment) => change(key, { attachment, percent: 100 }),
      (error: unknown) => {
        remove(key);
        store.notify(t.uploadFailed(name, explain(error)), "error");
      },
    );
  };
  return {
    list,
    done: list.flatMap(({ attachment }) => attachment ?? []),
    busy: list.some(({ attachment }) => attachment === null),
    add: (files) => {
      for (const file of files.slice(0, MAX_FILES - shown.current.length)) begin(file);
    },
    remove,
    clear: () => setList([]),
  };
}

interface UploadsProps {
  readonly uploads: UploadList;
  /** One was taken away by its button, which is gone then. */
  readonly onRemoved: () => void;
}

export function Uploads({ uploads, onRemoved }: UploadsProps) {
  if (uploads.list.length === 0) return null;
  return (
    <ul className="uploads">
      {uploads.list.map(({ key, name, percent, preview, attachment }) => (
        <li key={key} className="upload">
          {preview === "" ? <FileText aria-hidden="true" /> : <img src={preview} alt="" />}
          <span className="upload-name" dir="auto">
            {name}
          </span>
          {attachment === null ? (
            <progress value={percent} max={100} aria-label={t.uploading(name, percent)} />
          ) : (
            <Check size={16} aria-hidden="true" />
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={t.removeFile(name)}
            onClick={() => {
              uploads.remove(key);
              onRemoved();
            }}
          >
            <X />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Takes files that are dropped anywhere; null takes none. True while some are over the page. */
export function useDrop(take: ((files: readonly File[]) => void) | null): boolean {
  const [over, setOver] = useState(false);
  const taking = useRef(take);
  taking.current = take;
  const hasFiles = useCallback(
    (event: DragEvent) => taking.current !== null && event.dataTransfer?.types.includes("Files") === true,
    [],
  );
  useEffect(() => {
    const dragged = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const left = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const dropped = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      taking.current?.([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener("dragover", dragged);
    document.addEventListener("dragleave", left);
    document.addEventListener("drop", dropped);
    return () => {
      document.removeEventListener("dragover", dragged);
      document.removeEventListener("dragleave", left);
      document.removeEventListener("drop", dropped);
    };
  }, [hasFiles]);
  return over;
}
