/** The file in a multipart form (RFC 7578), as it arrives: nothing of it is held in memory as a whole. */

/** Longest head of one part that is read, in bytes. */
const MAX_HEAD = 16 * 1024;

/** Most parts before the file that are passed over. */
const MAX_PARTS = 100;

export interface FilePart {
  readonly name: string;
  /** How many bytes it has at most. */
  readonly most: number;
  /** Throws when the form ends before the part does. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The boundary that a Content-Type names; null when it is none of a form. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null;
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  return quoted ?? bare ?? null;
}

/**
 * The first part with a file under a field's name; null when there is none. `length` is how many bytes the form has.
 * Throws on what is no form.
 */
export async function filePart(
  body: ReadableStream<Uint8Array>,
  boundary: string,
  field: string,
  length: number,
): Promise<FilePart | null> {
  const source = new Source(body);
  // The first boundary stands at the beginning of the form, or of a line as all others do.
  source.unread(Buffer.from("\r\n"));
  const mark = Buffer.from(`\r\n--${boundary}`);
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    for await (const _passed of source.upTo(mark));
    const end = await source.take(2);
    if (end === "--") return null;
    if (end !== "\r\n") throw new Error("A boundary ends with its line");
    const head = await source.head();
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
    const isField = parameter(disposition, "name") === field;
    const name = parameter(disposition, "filename");
    if (!isField || name === null) continue;
    // The beginning was given besides.
    return { name, most: Math.max(0, length - (source.taken - 2)), bytes: whole(source, mark) };
  }
  throw new Error("The form has too many parts");
}

/** The part, and then the rest of the form, which nobody wants: an answer to half a request may not be heard. */
async function* whole(source: Source, mark: Buffer): AsyncGenerator<Uint8Array> {
  yield* source.upTo(mark);
  await source.drain();
}

function parameter(disposition: string, name: string): string | null {
  const [, quoted, bare] =
    new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, "i").exec(disposition) ?? [];
  if (quoted === undefined) return bare ?? null;
  // What browsers do to quotes and lines in names.
  return quoted
    .replaceAll("%22", '"')
    .replaceAll(/%0[DA]/gi, " ")
    .replaceAll(/\\(.)/g, "$1");
}

class Source {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes given. */
  taken = 0;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  }

  unread(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held]);
  }

  /** Reads on; throws at the end. */
  async #more(): Promise<void> {
    const { done, value } = await this.#reader.read();
    if (done) throw new Error("The form ended early");
    this.#held = Buffer.concat([this.#held, value]);
  }

  #give(count: number): Buffer {
    const given = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    this.taken += count;
    return given;
  }

  async take(count: number): Promise<string> {
    while (this.#held.length < count) await this.#more();
    return this.#give(count).toString("latin1");
  }

  /** The head of a part, without the empty line after it. */
  async head(): Promise<string> {
    // Without a line of a head, the empty line follows at once.
    this.unread(Buffer.from("\r\n"));
    this.taken -= 2;
    for (;;) {
      const at = this.#held.indexOf("\r\n\r\n");
      if (at > MAX_HEAD || (at < 0 && this.#held.length > MAX_HEAD))
        throw new Error("A part's head is too long");
      if (at >= 0)
        return this.#give(at + 4)
          .toString("utf8")
          .trim();
      await this.#more();
    }
  }

  /** What stands before a mark, which is taken too. */
  async *upTo(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        if (at > 0) yield this.#give(at);
        this.#give(mark.length);
        return;
      }
      // The end of it may be the beginning of the mark.
      const safe = this.#held.length - mark.length + 1;
      if (safe > 0) yield this.#give(safe);
      await this.#more();
    }
  }

  async drain(): Promise<void> {
    this.#held = Buffer.alloc(0);
    while (!(await this.#reader.read()).done);
  }
}
