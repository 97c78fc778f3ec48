/** What reading the structure of a picture gives, whatever its format. */

export interface Cleaned {
  /** The picture without what does not show. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** How it must be turned to stand upright: 1 (not at all) to 8, as Exif counts. */
  readonly orientation: number;
}

/** The parts of a file put together again. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
