/**
 * One port of the server. Its certificate can be changed while it is open.
 *
 * The runtime cannot change the certificate of a listening server (tried on Bun 1.4.5: `reload` ignores it), so a
 * second server takes the port over in the same turn; the connections of the first live on and are published to.
 */

import type { Server } from "bun";
import type { Frame } from "../core/dialect.ts";

/** A certificate with its chain, and its key, both as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What listens; a runtime's server on that port with that certificate. */
export type Serve<Seat> = (port: number, certificate: Certificate | null) => Server<Seat>;

export class Port<Seat> {
  readonly number: number;
  readonly #serve: Serve<Seat>;
  #current: Server<Seat>;
  /** Servers that listen no more and still have connections. */
  #former: Server<Seat>[] = [];

  /** Throws when the port is taken or the certificate does not fit its key. */
  constructor(port: number, certificate: Certificate | null, serve: Serve<Seat>) {
    this.#serve = serve;
    this.#current = serve(port, certificate);
    this.number = this.#current.port ?? port;
  }

  /** To every subscriber but those of one server. */
  publish(topic: string, frame: Frame, except: Server<Seat> | null = null): void {
    if (this.#current !== except) this.#current.publish(topic, frame, false);
    for (const server of this.#former) {
      if (server !== except) server.publish(topic, frame, false);
    }
  }

  /** New connections get this certificate. Throws, and changes nothing, when it does not fit its key. */
  renew(certificate: Certificate): void {
    void this.#serve(0, certificate).stop(true); // Whether it can be used shows on a port of no meaning.
    const former = this.#current;
    const ended = former.stop();
    this.#former.push(former);
    this.#current = this.#serve(this.number, certificate);
    void ended.then(() => {
      this.#former = this.#former.filter((server) => server !== former);
    });
  }

  /** Accept nothing more; resolves when all calls are answered and all connections closed. */
  async finish(): Promise<void> {
    await this.#stop(false);
  }

  /** Cut off what is still open. */
  async end(): Promise<void> {
    await this.#stop(true);
  }

  async #stop(cutting: boolean): Promise<void> {
    await Promise.all([this.#current, ...this.#former].map((server) => server.stop(cutting)));
  }
}
