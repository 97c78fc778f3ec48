/** Starts the web client. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Broken } from "./parts/Broken.tsx";
import { applyAppearance } from "./state/appearance.ts";
import { go } from "./state/route.ts";
import { direction, language } from "./texts/texts.ts";
import { App } from "./views/App.tsx";

document.documentElement.lang = language === "rtl" ? "en" : language;
document.documentElement.dir = direction;
applyAppearance();

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the client");
createRoot(root).render(
  <StrictMode>
    <Broken>
      <App />
    </Broken>
  </StrictMode>,
);

if ("serviceWorker" in navigator && isSecureContext) {
  // Without it everything works but opening the page while there is no connection.
  navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
  // Somebody opened a notification while the client is open.
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    const { room, message } = data as { room: number; message: number };
    go(room, message);
  });
}
