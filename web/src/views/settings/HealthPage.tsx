/** How the server is and how much it holds, read again every few seconds. */

import { useEffect, useState } from "react";
import type { Backend, InstanceHealth, QueueHealth } from "../../../../sdk/src/gen/protocol.ts";
import { useStore } from "../../state/react.ts";
import { durationOf, stampOf, wholeTimeOf } from "../../state/times.ts";
import { r } from "../../texts/running.ts";
import { t } from "../../texts/texts.ts";
import { sizeOf } from "../Attachments.tsx";

/** Pause between an answer and the next question. */
const PAUSE_MILLIS = 3_000;

/** Below this share of the disk it is time to make room. */
const LITTLE_SHARE = 0.1;

export default function HealthPage() {
  const { health, at, failed } = useHealth();
  if (health === null)
    return failed ? (
      <p className="empty">{r.healthUnknown}</p>
    ) : (
      <span className="spinner" role="status" aria-label={t.connecting} />
    );
  const { software, uptime, memory, database = 0, files = 0, file_bytes = 0 } = health;
  const { wires = [], queues = [], backends = [] } = health;
  return (
    <>
      <p className="hint">{failed ? r.healthStale(wholeTimeOf(at)) : r.healthLead}</p>
      <dl className="facts">
        <Fact name={r.version}>{software}</Fact>
        <Fact name={r.uptime}>{durationOf(uptime)}</Fact>
        <Fact name={r.memoryUsed}>{sizeOf(memory)}</Fact>
        <Fact name={r.openConnections}>
          {wires.reduce((sum, { connections }) => sum + connections, 0)}
          <small>
            {wires
              .filter(({ connections }) => connections > 0)
              .map(({ name, connections }) => `${name} ${connections}`)
              .join(" · ")}
          </small>
        </Fact>
      </dl>
      <section className="form" aria-label={r.storage}>
        <h3>{r.storage}</h3>
        <dl className="facts">
          <Fact name={r.database}>{sizeOf(database)}</Fact>
          <Fact name={r.uploads}>
            {sizeOf(file_bytes)}
            <small>{r.files(files)}</small>
          </Fact>
          <Disk {...health} />
        </dl>
      </section>
      <section className="form" aria-label={r.queues}>
        <h3>{r.queues}</h3>
        <ul className="rows">
          {queues.map((queue) => (
            <Queue key={queue.name} queue={queue} />
          ))}
        </ul>
      </section>
      {backends.length > 0 && (
        <section className="form" aria-label={r.backends}>
          <h3>{r.backends}</h3>
          <ul className="rows">
            {backends.map((backend) => (
              <Program key={backend.name} backend={backend} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Disk({ disk_free = 0, disk_total = 0 }: InstanceHealth) {
  if (disk_total === 0) return null;
  const share = Math.round((1 - disk_free / disk_total) * 100);
  const isLittle = disk_free / disk_total < LITTLE_SHARE;
  return (
    <Fact name={r.diskFree}>
      {sizeOf(disk_free)}
      <small>{r.ofTotal(sizeOf(disk_total))}</small>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be given our colours everywhere */}
      <span
        className="share"
        role="meter"
        aria-label={r.diskUsed}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        style={{ "--share": `${share}%` } as React.CSSProperties}
      />
      {isLittle && <span className="tag warn">{r.diskLittle}</span>}
    </Fact>
  );
}

function Queue({ queue: { name, waiting, dead = 0, oldest = 0 } }: { readonly queue: QueueHealth }) {
  return (
    <li className="row">
      <span className="row-text">
        <b>{r.queueNames[name] ?? name}</b>
        {oldest > 0 && <span className="hint">{r.oldest(stampOf(oldest, Date.now()))}</span>}
      </span>
      {dead > 0 && <span className="tag warn">{r.dead(dead)}</span>}
      <span className={waiting === 0 ? "tag plain" : "tag"}>{r.waiting(waiting)}</span>
    </li>
  );
}

function Program({ backend: { name, state, since, text = "" } }: { readonly backend: Backend }) {
  return (
    <li className="row">
      <span className="row-text">
        <b>{name}</b>
        <span className="hint">{r.since(stampOf(since, Date.now()))}</span>
        {text !== "" && <span>{text}</span>}
      </span>
      <span className={state === "running" ? "tag" : "tag warn"}>{r.backendStates[state] ?? state}</span>
    </li>
  );
}

/** The newest answer, and when it came (milliseconds since the Unix epoch); `failed`: a later question had none. */
function useHealth(): { health: InstanceHealth | null; at: number; failed: boolean } {
  const store = useStore();
  const [known, setKnown] = useState<{ health: InstanceHealth | null; at: number; failed: boolean }>({
    health: null,
    at: 0,
    failed: false,
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const read = async (): Promise<void> => {
      try {
        const { health = null } = await store.request({ type: "instance_health_get" });
        if (!ended) setKnown({ health, at: Date.now(), failed: false });
      } catch {
        if (!ended) setKnown((before) => ({ ...before, failed: true }));
      }
      if (!ended) timer = setTimeout(() => void read(), PAUSE_MILLIS);
    };
    void read();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [store]);
  return known;
}
