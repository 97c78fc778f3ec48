/** Where the web client's files come from: out of the single file, or built from the sources when asked for. */

import { buildWeb, changed, type WebFile } from "../../web/build.ts";

/** The name under which `npm run build` puts the files, all in one, into the single file. */
const PACKED = "web-client";

/** Brotli's effort when somebody waits; `npm run build` takes the highest. */
const QUICK = 5;

/**
 * Give the files. From the sources they are built at the first request, and again when a source changed, so
 * that a reload shows what was edited.
 */
export function webFiles(): () => Promise<readonly WebFile[]> {
  const packed = Bun.embeddedFiles.find((file) => "name" in file && String(file.name).includes(PACKED));
  if (packed !== undefined) {
    const files = packed.text().then(unpack);
    return () => files;
  }
  let built: { readonly at: number; readonly files: Promise<readonly WebFile[]> } | null = null;
  let checked = 0;
  return async () => {
    if (built === null || Date.now() - checked > 1_000) {
      checked = Date.now();
      const at = await changed();
      if (built === null || built.at !== at) built = { at, files: buildWeb(QUICK) };
    }
    return built.files;
  };
}

/** All files as one text. */
export function pack(files: readonly WebFile[]): string {
  const text = (bytes: Uint8Array | null): string | null =>
    bytes === null ? null : Buffer.from(bytes).toString("base64");
  return JSON.stringify(
    files.map(({ body, brotli, gzip, ...rest }) => ({
      ...rest,
      body: text(body),
      brotli: text(brotli),
      gzip: text(gzip),
    })),
  );
}

function unpack(packed: string): WebFile[] {
  const bytes = (text: string | null): Uint8Array | null =>
    text === null ? null : new Uint8Array(Buffer.from(text, "base64"));
  const files = JSON.parse(packed) as (Omit<WebFile, "body" | "brotli" | "gzip"> &
    Record<"body" | "brotli" | "gzip", string | null>)[];
  return files.map(({ body, brotli, gzip, ...rest }) => ({
    ...rest,
    body: bytes(body) ?? new Uint8Array(),
    brotli: bytes(brotli),
    gzip: bytes(gzip),
  }));
}
