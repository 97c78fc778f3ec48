/** A message as the store takes it, for filling rooms and for the bare peer. */

import type { Message } from "../src/core/model/messages.ts";
import type { UserRef } from "../src/core/model/users.ts";

/** What people talk about: each word in about one message of eight. */
const WORDS = `about after again all also another any around because been before being between both bring
  build call came change could day did different does done down each end even every few find first from gave
  get give going good great had hand have here high home house into just keep kind know last leave left less
  life light line little live long look made make many mean might more most move much must name need never
  new next night number off often old once only open other our out over own part people place point put read
  right said same saw say second see seem set should show side small some something soon stand start state
  still such take tell than that their them then there these they thing think this those three through time
  together told too took tree turn two under until upon very wait walk want watch water way well went were
  what when where which while who why will wish with word work world would write year`.split(/\s+/);

/** In one message of 50,000, beside the common word, and in no other word. */
export const RARE = "zephyr";
/** In one message of eight. */
export const COMMON = "people";

/** The text of the `i`th of many messages: 200 bytes of words, the same for the same number. */
export function variedText(i: number): string {
  let state = (i + 1) * 2_654_435_761;
  let text = i % 50_000 === 25_000 ? `${RARE} ${COMMON}` : "";
  while (text.length < 200) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += `${text === "" ? "" : " "}${WORDS[(state >>> 8) % WORDS.length]}`;
  }
  return text.slice(0, 200);
}

/** A plain message, of 200 bytes unless a text is given. */
export function plainMessage(
  id: number,
  room: number,
  author: UserRef,
  nonce: string,
  at: number,
  text = `${nonce} ${"words that people say to each other in a room ".repeat(5)}`.slice(0, 200),
): Message {
  return {
    id,
    room,
    n: 0,
    kind: "text",
    author,
    text,
    replyTo: null,
    forwardedFrom: null,
    thread: null,
    poll: null,
    attachments: [],
    mentions: null,
    pinned: false,
    reactions: [],
    nonce,
    created: at,
    edited: null,
    deleted: null,
  };
}
