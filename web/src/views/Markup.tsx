/** A text as its tree says (docs/markup.md): as elements, never as HTML. */

import { type ReactNode, Suspense, useMemo, useState } from "react";
import type { Message } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { parseMarkup, type Span, type Markup as Tree } from "../../../src/core/markup.ts";
import { lazily } from "../parts/lazily.ts";
import { addressOf, nameOf } from "../state/names.ts";
import { useStore, useView } from "../state/react.ts";
import { roomAddress } from "../state/route.ts";
import { type Table, withTables } from "../state/tables.ts";
import { t } from "../texts/texts.ts";

const Code = lazily(() => import("./Code.tsx"));

interface MarkupProps {
  readonly text: string;
  /** Who is mentioned, as the server found it; without it mentions by handle stay as they are written. */
  readonly message?: Message;
  /** In one line, without links: where something is quoted. */
  readonly plain?: boolean;
}

interface Surroundings {
  readonly known: State;
  readonly server: string;
  readonly message: Message | undefined;
  readonly plain: boolean;
}

export function Markup(props: MarkupProps) {
  const { text, plain = false } = props;
  const parts = useMemo(() => (plain ? [text] : withTables(text)), [text, plain]);
  if (parts.length === 1 && typeof parts[0] === "string") return <Spans {...props} />;
  return parts.map((part, i) =>
    typeof part === "string" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text is drawn anew when it changes
      <Spans {...props} key={i} text={part} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <TableView {...props} key={i} table={part} />
    ),
  );
}

function TableView({ table, ...props }: MarkupProps & { readonly table: Table }) {
  const { head, rows, align } = table;
  const cell = (text: string, column: number): ReactNode => (
    <td key={column} data-align={align[column]}>
      <Spans {...props} text={text} />
    </td>
  );
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            {head.map((text, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={column} scope="col" data-align={align[column]}>
                <Spans {...props} text={text} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={i}>{row.map(cell)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A text without tables. */
function Spans({ text, message, plain = false }: MarkupProps) {
  const { server } = useStore().account;
  const tree = useMemo(() => parseMarkup(text), [text]);
  const isPlain = tree.every(({ type }) => type === "text");
  // Most texts name nobody: they are drawn once.
  const known = useView(({ known }) => (isPlain ? null : known), isSameNames);
  if (isPlain || known === null) return <>{plain ? text.replaceAll("\n", " ") : text}</>;
  return <>{draw(tree, { known, server, message, plain })}</>;
}

/** What a text can name: people, roles, rooms and emojis. */
function isSameNames(a: State | null, b: State | null): boolean {
  if (a === null || b === null) return a === b;
  return a.members === b.members && a.rooms === b.rooms && a.roles === b.roles && a.emojis === b.emojis;
}

function draw(tree: Tree, around: Surroundings): ReactNode {
  const isLarge =
    !around.plain &&
    tree.length <= 12 &&
    tree.every((span) => isEmoji(span) || isBlank(span)) &&
    tree.some(isEmoji);
  return tree.map((span, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a tree is drawn anew when its text changes
    <Piece key={i} span={span} around={around} isLarge={isLarge} />
  ));
}

const ONLY_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,12}$/v;

function isEmoji(span: Span): boolean {
  return span.type === "emoji" || (span.type === "text" && ONLY_EMOJI.test(span.text));
}

function isBlank(span: Span): boolean {
  return span.type === "text" && span.text.trim() === "";
}

interface PieceProps {
  readonly span: Span;
  readonly around: Surroundings;
  readonly isLarge: boolean;
}

function Piece({ span, around, isLarge }: PieceProps): ReactNode {
  const { known, server, message, plain } = around;
  switch (span.type) {
    case "text":
      return plain ? span.text.replaceAll("\n", " ") : span.text;
    case "bold":
      return <strong>{draw(span.children, around)}</strong>;
    case "italic":
      return <em>{draw(span.children, around)}</em>;
    case "underline":
      return <u>{draw(span.children, around)}</u>;
    case "strike":
      return <s>{draw(span.children, around)}</s>;
    case "spoiler":
      return plain ? "▒▒▒" : <Spoiler>{draw(span.children, around)}</Spoiler>;
    case "quote":
      return plain ? draw(span.children, around) : <blockquote>{draw(span.children, around)}</blockquote>;
    case "code":
      return <code>{span.text}</code>;
    case "code_block":
      return plain ? <code>{span.text}</code> : <CodeBlock text={span.text} language={span.language} />;
    case "link":
      return plain ? (
        draw(span.children, around)
      ) : (
        <a href={span.url} title={span.url} target="_blank" rel="noopener noreferrer nofollow">
          {draw(span.children, around)}
        </a>
      );
    case "user": {
      const user = known.members[span.id]?.user ?? message?.mentions?.users?.find(({ id }) => id === span.id);
      return <Mention isOwn={span.id === known.user?.id}>@{nameOf(known, user)}</Mention>;
    }
    case "handle": {
      const user = message?.mentions?.users?.find(({ handle }) => handle.toLowerCase() === span.handle);
      if (user === undefined) return `@${span.handle}`;
      return <Mention isOwn={user.id === known.user?.id}>@{nameOf(known, user)}</Mention>;
    }
    case "role": {
      const role = known.roles[span.id];
      const isOwn = known.members[known.user?.id ?? 0]?.role_ids.includes(span.id) ?? false;
      return <Mention isOwn={isOwn}>@{role?.name ?? t.unknownUser}</Mention>;
    }
    case "everyone":
    case "here":
      if (message !== undefined && message.mentions?.everyone !== true) return `@${span.type}`;
      return <Mention isOwn>@{span.type}</Mention>;
    case "room":
      return <RoomMention id={span.id} known={known} plain={plain} />;
    case "room_name": {
      const room = Object.values(known.rooms).find(
        ({ name }) => name.toLowerCase() === span.name.toLowerCase(),
      );
      return room === undefined ? `#${span.name}` : <RoomMention id={room.id} known={known} plain={plain} />;
    }
    case "message":
      return `<!${span.id}>`;
    case "emoji": {
      const address = addressOf(server, known.emojis[span.id]?.url);
      if (address === "") return `:${span.name}:`;
      return (
        <img
          className={isLarge ? "emoji large" : "emoji"}
          src={address}
          alt={`:${span.name}:`}
          title={`:${span.name}:`}
        />
      );
    }
  }
}

function Mention({ isOwn, children }: { readonly isOwn: boolean; readonly children: ReactNode }) {
  return <span className={isOwn ? "mention own" : "mention"}>{children}</span>;
}

function RoomMention(props: { readonly id: number; readonly known: State; readonly plain: boolean }) {
  const room = props.known.rooms[props.id];
  const name = `#${room?.name ?? t.unknownUser}`;
  if (room === undefined || props.plain) return <span className="mention">{name}</span>;
  return (
    <a className="mention" href={roomAddress(room.id)}>
      {name}
    </a>
  );
}

function Spoiler({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState(false);
  if (shown) return <span className="spoiler shown">{children}</span>;
  return (
    <button type="button" className="spoiler" aria-label={t.spoiler} onClick={() => setShown(true)}>
      <span aria-hidden="true" inert>
        {children}
      </span>
    </button>
  );
}

function CodeBlock({ text, language }: { readonly text: string; readonly language: string }) {
  return (
    <Suspense fallback={<pre className="code-block">{text}</pre>}>
      <Code text={text} language={language} />
    </Suspense>
  );
}
