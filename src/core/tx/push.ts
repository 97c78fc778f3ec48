/** What handlers need of devices that are notified. */

import type { Id } from "../model/ids.ts";
import type { PushDevice } from "../model/settings.ts";
import type { Awaitable } from "./awaitable.ts";

/** A device with the keys that only it and the server know. */
export interface DeviceKeys extends PushDevice {
  readonly user: Id;
  /** Where its push service takes messages for it. */
  readonly endpoint: string;
  /** The device's public key and its secret, base64url; "" = it has none. */
  readonly p256dh: string;
  readonly auth: string;
}

/** Whom a message of a space's room may concern. */
export interface PushAudience {
  readonly space: Id;
  readonly room: Id;
  readonly author: Id;
  readonly users: readonly Id[];
  readonly roles: readonly Id[];
  readonly everyone: boolean;
}

/** The keys by which push services know this server (RFC 8292), both in base64url. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface PushTx {
  pushKeys(): Awaitable<PushKeys | null>;
  insertPushKeys(keys: PushKeys): Awaitable<void>;
  /** One with the same endpoint is replaced, whosever it was. */
  putDevice(device: DeviceKeys): Awaitable<void>;
  device(id: Id): Awaitable<DeviceKeys | null>;
  /** The oldest first. */
  devicesOf(user: Id): Awaitable<DeviceKeys[]>;
  deleteDevice(id: Id): Awaitable<void>;
  /** It was notified at that time. */
  noteNotified(id: Id, at: number): Awaitable<void>;
  /** Whether any of the users has a device. */
  haveDevices(users: readonly Id[]): Awaitable<boolean>;
  /** Whether anybody who is in the space, or in the dialog or group, has a device. */
  isPushedFrom(stream: Id): Awaitable<boolean>;
  /**
   * The devices of those members whom a message mentions, and of those who want all of the room; never the author's.
   * Whether they see the room is asked when it is sent.
   */
  devicesFor(audience: PushAudience): Awaitable<Id[]>;
  /** The devices of those who are in a dialog or a group, but for the author's. */
  devicesIn(room: Id, author: Id): Awaitable<Id[]>;
}
