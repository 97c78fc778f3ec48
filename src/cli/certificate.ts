/** The certificate that the server shows, read again when its files change. */

import { readFileSync } from "node:fs";
import type { Config } from "../config.ts";
import type { Log } from "../core/log.ts";
import type { Certificate } from "../net/port.ts";

/** Of `[tls]`; null without. Throws a sentence when one of the two files is missing or cannot be read. */
export function readCertificate({ tls }: Config): Certificate | null {
  if (tls.certificate === "" && tls.key === "") return null;
  if (tls.certificate === "" || tls.key === "") {
    throw new Error("[tls] needs both, certificate and key");
  }
  return { cert: readFileSync(tls.certificate, "utf8"), key: readFileSync(tls.key, "utf8") };
}

export interface CertificateWatch {
  /** Look at once. */
  look(): void;
  stop(): void;
}

/**
 * Look at the files from time to time and hand on a pair that changed.
 *
 * What cannot be read or used is told once, and the certificate before it stays. `renew` throws when it cannot.
 */
export function watchCertificate(
  config: Config,
  first: Certificate,
  renew: (certificate: Certificate) => void,
  log: Log,
): CertificateWatch {
  /** What was looked at last, whether it could be used or not. */
  let seen = JSON.stringify(first);
  let complained = "";

  const look = (): void => {
    try {
      const certificate = readCertificate(config);
      const now = JSON.stringify(certificate);
      if (certificate === null || now === seen) return;
      seen = now;
      complained = "";
      renew(certificate);
      log.info("a new certificate is used", { file: config.tls.certificate });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason === complained) return;
      complained = reason;
      log.error("a new certificate cannot be used; the one before stays", { reason });
    }
  };
  const timer = setInterval(look, config.tls.check_interval);
  return { look, stop: () => clearInterval(timer) };
}
