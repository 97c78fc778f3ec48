/** Whom one is on other networks: a part of one's account, once there is somebody (docs/backends.md). */

import { useRef } from "react";
import { p } from "../../texts/personal.ts";
import { UndoIdentity, useIdentities } from "../UndoIdentity.tsx";

export function Identities() {
  const { list } = useIdentities();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className="form" aria-labelledby="identities">
      <h3 id="identities" ref={heading} tabIndex={-1}>
        {p.identities}
      </h3>
      <p className="hint">{list.length === 0 ? p.identitiesNone : p.identitiesLead}</p>
      <ul className="rows" aria-labelledby="identities">
        {list.map((ghost) => (
          <li key={ghost.id} className="row">
            <span className="row-text">
              <b>{ghost.name}</b>
              <span className="hint">{ghost.handle}</span>
            </span>
            <UndoIdentity ghost={ghost} onUndone={() => heading.current?.focus()} />
          </li>
        ))}
      </ul>
    </section>
  );
}
