/** A poll in its message: choosing, and what was chosen so far. */

import { Check } from "lucide-react";
import type { Message, Poll, Room } from "../../../sdk/src/gen/protocol.ts";
import { may } from "../state/permissions.ts";
import { useStore, useView } from "../state/react.ts";
import { stampOf } from "../state/times.ts";
import { t } from "../texts/texts.ts";

interface PollViewProps {
  readonly message: Message;
  readonly poll: Poll;
  readonly room: Room;
}

export function PollView({ message, poll, room }: PollViewProps) {
  const store = useStore();
  const { question, options, voters, multiple = false, ends = 0, ended = 0 } = poll;
  const mayEnd = useView(
    ({ known }) => message.author?.id === known.user?.id || may(known, "delete_any", room),
  );
  const chosen = options.filter(({ me }) => me).map(({ id }) => id);
  const vote = (id: number): void => {
    const others = multiple ? chosen.filter((one) => one !== id) : [];
    const option_ids = chosen.includes(id) ? others : [...others, id];
    void store.act({ type: "poll_vote", message_id: message.id, option_ids });
  };
  return (
    <fieldset className="poll" disabled={ended > 0}>
      <legend dir="auto">{question}</legend>
      {options.map(({ id, text, votes, me = false }) => {
        const share = voters === 0 ? 0 : Math.round((votes / voters) * 100);
        return (
          <button
            type="button"
            key={id}
            className="poll-option"
            aria-pressed={me}
            onClick={() => vote(id)}
            style={{ "--share": `${share}%` } as React.CSSProperties}
          >
            <span className="poll-mark" data-round={!multiple}>
              {me && <Check aria-hidden="true" />}
            </span>
            <span dir="auto">{text}</span>
            <span className="poll-share">
              {votes} · {share} %
            </span>
          </button>
        );
      })}
      <p className="hint">
        {t.pollVoters(voters)}
        {ended > 0 ? ` · ${t.pollEnded}` : ends > 0 ? ` · ${t.pollEndsAt(stampOf(ends, Date.now()))}` : ""}
        {ended === 0 && mayEnd && (
          <button
            type="button"
            className="button small quiet"
            onClick={() => void store.act({ type: "poll_end", message_id: message.id })}
          >
            {t.endPoll}
          </button>
        )}
      </p>
    </fieldset>
  );
}
