/** What the player of transcripts has to know of a dialect; each has one in its `transcripts/stage.ts`. */

export interface Stage {
  /** What the server is started with besides. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Bytes of UTF-8 that no frame of the server may exceed. */
  readonly maxFrameBytes?: number;
  /** The mark of this number, where it has to have a form of its own; no mark is part of another. */
  mark?(number: number): string;
  /** What the wire calls a user, where that is not the number; a transcript has it as <id:NAME>. */
  userId?(user: number): string;
  /**
   * Whether a client that has sent this frame is heard from then on, so that it can take part in a barrier; `path`
   * is that of its connection.
   */
  enters(sent: string, path: string): boolean;
  /**
   * A text frame that the server answers when it has answered everything before it, and changes nothing;
   * `mark` comes back in the answer. By the time that the answer is here, so is everything that was told to
   * this client before.
   */
  barrier(mark: string, path: string): string;
  /** A binary frame as text to compare; `first` for the first of a connection. */
  toText(frame: Uint8Array, first: boolean): string;
  /** The same for a frame of a client. */
  sentToText(frame: Uint8Array, first: boolean): string;
  /** Text of the transcript as a binary frame of a client. */
  toBytes(text: string): Uint8Array;
}
