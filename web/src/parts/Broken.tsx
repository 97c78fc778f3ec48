/** Instead of an empty page when a part of it fails: what is typed is kept, and loading it anew mends most. */

import { Component, type ReactNode } from "react";
import { t } from "../texts/texts.ts";

interface BrokenState {
  readonly failed: boolean;
}

export class Broken extends Component<{ readonly children: ReactNode }, BrokenState> {
  override state: BrokenState = { failed: false };

  static getDerivedStateFromError(): BrokenState {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="waiting">
        <div className="entry-form" role="alert">
          <p>{t.broken}</p>
          <button type="button" className="button primary" onClick={() => location.reload()}>
            {t.reload}
          </button>
        </div>
      </main>
    );
  }
}
