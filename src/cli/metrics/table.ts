/** Every metric: its type, its labels and what it means. `docs/metrics.md` is made from this table. */

interface Metric {
  readonly type: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  readonly help: string;
}

export const METRICS = {
  koine_info: { type: "gauge", labels: ["software"], help: "1; the label says what runs" },
  koine_connections: { type: "gauge", labels: ["dialect"], help: "Open WebSocket connections" },
  koine_connections_opened_total: {
    type: "counter",
    labels: ["dialect"],
    help: "WebSocket connections that were opened",
  },
  koine_connections_ended_total: {
    type: "counter",
    labels: ["dialect", "reason"],
    help: "WebSocket connections that ended. too-slow: the peer did not read (back-pressure); silent: no sign of life; going-down: the server stops; left: either side said goodbye; lost: the network broke, or it was cut off at hard_buffer_bytes",
  },
  koine_connections_limit: { type: "gauge", labels: [], help: "[limits] connections" },
  koine_events_total: {
    type: "counter",
    labels: ["dialect"],
    help: "Events told, once for each dialect and stream that somebody listens on",
  },
  koine_deliveries_total: {
    type: "counter",
    labels: ["dialect"],
    help: "Events delivered, once for each connection",
  },
  koine_commands_total: {
    type: "counter",
    labels: ["command", "outcome"],
    help: 'Commands carried out. The outcome is "ok" or the code of the fault',
  },
  koine_rate_limited_total: {
    type: "counter",
    labels: ["limit"],
    help: "What was refused because somebody did it too often, by the limit's name",
  },
  koine_command_seconds: {
    type: "histogram",
    labels: ["kind"],
    help: "From a command's coming to the store to its outcome; kind is change or read",
  },
  koine_commands_waiting: {
    type: "gauge",
    labels: ["kind"],
    help: "Commands at the store whose outcome is not there yet",
  },
  koine_commit_seconds: {
    type: "histogram",
    labels: [],
    help: "How long a commit took, its commands included, until it was on the disk",
  },
  koine_commit_commands: { type: "histogram", labels: [], help: "Commands that shared a commit" },
  koine_log_streams: { type: "gauge", labels: [], help: "Streams of the log that somebody listens to" },
  koine_log_events: {
    type: "gauge",
    labels: [],
    help: "Sum of the heads (positions up to which everything was told) of the streams somebody listens to",
  },
  koine_log_healing_total: {
    type: "counter",
    labels: [],
    help: "Times that events were read from the log because they came out of turn or were not announced",
  },
  koine_backend_state: {
    type: "gauge",
    labels: ["backend", "state"],
    help: "1 for the state that a backend is in: starting, running, failing or stopped",
  },
  koine_backend_starts_total: {
    type: "counter",
    labels: ["backend"],
    help: "Times that a backend's program was started",
  },
  koine_backend_memory_bytes: {
    type: "gauge",
    labels: ["backend"],
    help: "Memory of a backend's program, looked at every second; only on Linux",
  },
  process_cpu_seconds_total: { type: "counter", labels: [], help: "Processor time of the process" },
  process_resident_memory_bytes: { type: "gauge", labels: [], help: "Memory of the process" },
  process_start_time_seconds: { type: "gauge", labels: [], help: "When the process began, as Unix time" },
  process_open_fds: { type: "gauge", labels: [], help: "Open files and sockets; only on Linux" },
  koine_turn_delay_seconds: {
    type: "gauge",
    labels: [],
    help: "The longest that a turn of the event loop kept timers waiting since the last scrape",
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;
