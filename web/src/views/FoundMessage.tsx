/** A message in a list of what was found or pinned; a press goes there. */

import type { ReactNode } from "react";
import type { Message } from "../../../sdk/src/gen/protocol.ts";
import { Avatar } from "../parts/Avatar.tsx";
import { addressOf, nameOf, roomTitle } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { roomAddress } from "../state/route.ts";
import { stampOf } from "../state/times.ts";
import { t } from "../texts/texts.ts";
import { Markup } from "./Markup.tsx";

interface FoundMessageProps {
  readonly message: Message;
  /** Say in which room. */
  readonly withRoom: boolean;
  readonly children?: ReactNode;
}

export function FoundMessage({ message, withRoom, children }: FoundMessageProps) {
  const { server } = useStore().account;
  const known = useView(({ known }) => known);
  const room = known.rooms[message.channel_id];
  const name = nameOf(known, message.author);
  return (
    <article className="found">
      <header className="message-head">
        <Avatar
          id={message.author?.id ?? 0}
          name={name}
          picture={addressOf(server, message.author?.avatar)}
          size={1.25}
        />
        <b>{name}</b>
        <time>{stampOf(message.created ?? 0, Date.now())}</time>
      </header>
      <div className="content found-text" dir="auto">
        <Markup text={message.content} message={message} />
        {message.content === "" && message.attachments?.map(({ name }) => name).join(", ")}
      </div>
      <footer>
        <a href={roomAddress(message.channel_id, message.id)}>
          {withRoom && room !== undefined ? roomTitle(known, room) : t.jumpToMessage}
        </a>
        {children}
      </footer>
    </article>
  );
}
