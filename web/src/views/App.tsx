/** Who is signed in decides what is shown. */

import { useEffect, useState } from "react";
import { call } from "../../../sdk/src/http.ts";
import { type Account, keepAccount, onAccount, readAccount } from "../state/account.ts";
import { StoreContext, useView } from "../state/react.ts";
import { clearRoute } from "../state/route.ts";
import { Store } from "../state/store.ts";
import { t } from "../texts/texts.ts";
import { Entry } from "./Entry.tsx";
import { FirstRun } from "./FirstRun.tsx";
import { Main } from "./Main.tsx";

export function App() {
  const [store, setStore] = useState<Store | null>(null);
  const [account, setAccount] = useState(readAccount);
  const [isNew, setIsNew] = useState(false);
  const [notice, setNotice] = useState("");

  useEffect(() => onAccount(setAccount), []);

  useEffect(() => {
    if (account === null) return setStore(null);
    const opened = new Store(account);
    setStore(opened);
    return () => opened.close();
  }, [account]);

  if (account === null || store === null) {
    const enter = (entered: Account, registered: boolean): void => {
      keepAccount(entered);
      setIsNew(registered);
      setNotice("");
      setAccount(entered);
      clearRoute();
    };
    return account === null ? <Entry notice={notice} onEnter={enter} /> : null;
  }

  const enterSpace = (space: string): void => {
    const entered = { ...account, space };
    keepAccount(entered);
    setAccount(entered);
    clearRoute();
  };
  const leave = (said: string): void => {
    keepAccount(null);
    setNotice(said);
    setAccount(null);
    clearRoute();
  };
  const signOut = (): void => {
    // The token ends on the server, too; without a connection it is at least forgotten here.
    void call(account.server, "POST", "/api/v1/logout", {}, account.token).catch(() => undefined);
    leave("");
  };
  return (
    <StoreContext value={store}>
      <SignedIn
        key={account.space}
        onEnterSpace={enterSpace}
        isNew={isNew}
        onSettled={() => setIsNew(false)}
        onSignOut={signOut}
        onEnded={leave}
      />
    </StoreContext>
  );
}

interface SignedInProps {
  /** The account was made just now. */
  readonly isNew: boolean;
  readonly onSettled: () => void;
  readonly onSignOut: () => void;
  readonly onEnterSpace: (slug: string) => void;
  /** The server ended it; with what to tell. */
  readonly onEnded: (said: string) => void;
}

function SignedIn({ isNew, onSettled, onSignOut, onEnterSpace, onEnded }: SignedInProps) {
  const isOwner = useView(
    ({ known }) => known.user !== null && known.user.id === (known.space?.owner_id ?? 0),
  );
  const arrived = useView(({ arrived }) => arrived);
  const ended = useView(({ status, reason }) => (status === "closed" ? reason : null));

  useEffect(() => {
    if (ended !== null && ended !== "closed by the program") onEnded(`${t.signedOut} ${t.closedNow(ended)}`);
  }, [ended, onEnded]);

  if (isNew && arrived && isOwner) return <FirstRun onDone={onSettled} />;
  return <Main onSignOut={onSignOut} onEnterSpace={onEnterSpace} />;
}
