/** The backend said what the protocol does not allow. The message is for the operator, and says nothing that was said. */
export class Violation extends Error {
  /** The beginning of what was said, for the log alone. */
  readonly value: string;

  constructor(message: string, value = "") {
    super(message);
    this.value = value;
  }
}
