/** This browser as a device that is notified while the client is closed. */

import type { PushDevice } from "../../../sdk/src/gen/protocol.ts";
import type { Store } from "./store.ts";

/** What this browser can do: nothing, for good or because its user refused; or be asked; or it is subscribed. */
export type PushState = "unsupported" | "refused" | "off" | "on";

export async function pushState(): Promise<PushState> {
  if (!("serviceWorker" in navigator && "PushManager" in window && isSecureContext)) return "unsupported";
  if (Notification.permission === "denied") return "refused";
  const registration = await navigator.serviceWorker.ready;
  return (await registration.pushManager.getSubscription()) === null ? "off" : "on";
}

/** Asks the user, the browser's push service and then the server. Rejects when one of them says no. */
export async function subscribePush(store: Store, name: string): Promise<readonly PushDevice[]> {
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: store.view.known.pushKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh = "", auth = "" } = keys ?? {};
  const fields = { kind: "web", endpoint: endpoint ?? "", p256dh, auth, name };
  const { devices = [] } = await store.request({ type: "push_subscribe", ...fields });
  return devices;
}

/** Forgets this browser, here and at the server. */
export async function unsubscribePush(store: Store): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.getSubscription();
  if (subscription === null) return;
  await subscription.unsubscribe();
  await store.act({ type: "push_unsubscribe", endpoint: subscription.endpoint });
}
