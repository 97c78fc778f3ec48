/** A list whose rows are put in order by dragging, or with the arrow keys on their handles. */

import { GripVertical } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { s } from "../texts/staff.ts";

export interface SortableRow {
  readonly id: number;
  readonly name: string;
  /** Whether one may move it. */
  readonly fixed?: boolean;
  readonly content: ReactNode;
}

interface SortableProps {
  readonly label: string;
  readonly rows: readonly SortableRow[];
  /** Put the row at this index of the list without it. */
  readonly onMove: (id: number, index: number) => void;
}

export function Sortable({ label, rows, onMove }: SortableProps) {
  const [dragged, setDragged] = useState(0);
  const [over, setOver] = useState(-1);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLUListElement>(null);

  const move = (row: SortableRow, index: number): void => {
    if (index < 0 || index >= rows.length || rows[index]?.id === row.id || rows[index]?.fixed) return;
    onMove(row.id, index);
    setSaid(s.movedTo(row.name, index + 1, rows.length));
  };
  /** The row under the pointer. */
  const indexAt = (y: number): number =>
    [...(list.current?.children ?? [])].findIndex((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return y >= top && y < bottom;
    });
  return (
    <>
      <ul className="sortable" aria-label={label} ref={list}>
        {rows.map((row, i) => (
          <li
            key={row.id}
            data-dragged={row.id === dragged || undefined}
            data-over={over === i && dragged !== 0 && row.id !== dragged ? "true" : undefined}
          >
            <button
              type="button"
              className="icon-button grip"
              aria-label={s.drag(row.name)}
              title={s.drag(row.name)}
              disabled={row.fixed}
              onKeyDown={(event) => {
                if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
                event.preventDefault();
                event.stopPropagation();
                move(row, i + (event.key === "ArrowUp" ? -1 : 1));
              }}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                setDragged(row.id);
                setOver(i);
              }}
              onPointerMove={(event) => dragged === row.id && setOver(indexAt(event.clientY))}
              onPointerUp={(event) => {
                setDragged(0);
                // Where it is let go, and not where it was drawn last: a quick hand is ahead of what is drawn.
                if (dragged === row.id) move(row, indexAt(event.clientY));
              }}
              onPointerCancel={() => setDragged(0)}
            >
              <GripVertical aria-hidden="true" />
            </button>
            {row.content}
          </li>
        ))}
      </ul>
      <p className="hidden-visually" role="status">
        {said}
      </p>
    </>
  );
}
