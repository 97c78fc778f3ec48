/** The backend said what the protocol does not allow. The message is for the operator. */
export class Violation extends Error {}
