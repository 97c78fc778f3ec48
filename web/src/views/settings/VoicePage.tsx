/** Which microphone, speaker and camera are used, and whether voice works at all. */

import { Check, CircleDashed, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "../../state/react.ts";
import { v } from "../../texts/voice.ts";
import { type Devices, keepDevices, openMicrophone, readDevices } from "../../voice/devices.ts";
import { watchLevel } from "../../voice/level.ts";
import { useVoice } from "../../voice/react.ts";
import { STEPS, type Step, selfTest } from "../../voice/selftest.ts";

const KINDS = [
  ["microphone", "audioinput", v.microphone],
  ["speaker", "audiooutput", v.speaker],
  ["camera", "videoinput", v.cameraDevice],
] as const;

export default function VoicePage() {
  const voice = useVoice();
  const [chosen, setChosen] = useState(readDevices);
  const [found, setFound] = useState<readonly MediaDeviceInfo[]>([]);
  const [level, setLevel] = useState(0);

  // Their names are told once the microphone was allowed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another microphone is opened anew
  useEffect(() => {
    let end = (): void => undefined;
    let isOver = false;
    const look = (): void =>
      void navigator.mediaDevices?.enumerateDevices().then(
        (devices) => !isOver && setFound(devices),
        () => undefined,
      );
    look();
    openMicrophone().then(
      (track) => {
        if (isOver) return track.stop();
        look();
        const stop = watchLevel(track, setLevel);
        end = () => {
          stop();
          track.stop();
        };
      },
      () => undefined,
    );
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      isOver = true;
      end();
      navigator.mediaDevices?.removeEventListener("devicechange", look);
    };
  }, [chosen.microphone]);

  const choose = (change: Partial<Devices>): void => {
    const devices = { ...chosen, ...change };
    keepDevices(devices);
    setChosen(devices);
    void voice.devicesChanged();
  };
  return (
    <div className="form">
      {KINDS.map(([name, kind, label]) => (
        <div className="field" key={name}>
          <label htmlFor={`device-${name}`}>{label}</label>
          <select
            className="input"
            id={`device-${name}`}
            value={chosen[name]}
            onChange={({ target }) => choose({ [name]: target.value })}
          >
            <option value="">{v.byDefault}</option>
            {found
              .filter((one) => one.kind === kind && one.deviceId !== "" && one.deviceId !== "default")
              .map(({ deviceId, label: told }) => (
                <option key={deviceId} value={deviceId}>
                  {told || deviceId.slice(0, 8)}
                </option>
              ))}
          </select>
          {name === "microphone" && (
            <meter className="level" aria-label={v.level} min={0} max={0.3} value={Math.min(level, 0.3)} />
          )}
        </div>
      ))}
      <SelfTest />
    </div>
  );
}

function SelfTest() {
  const store = useStore();
  const [results, setResults] = useState<Partial<Record<Step, boolean>> | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setResults({});
    setBusy(true);
    await selfTest(
      () => store.view.status === "online",
      (step, ok) => setResults((before) => ({ ...before, [step]: ok })),
    );
    setBusy(false);
  };
  const running = busy ? STEPS.find((step) => results?.[step] === undefined) : undefined;
  return (
    <section className="form" aria-label={v.selfTest}>
      <header>
        <h3>{v.selfTest}</h3>
        <p className="hint">{v.selfTestLead}</p>
      </header>
      {results !== null && (
        <ol className="steps" aria-live="polite">
          {STEPS.map((step) => {
            const ok = results[step];
            const state =
              ok === undefined ? (step === running ? v.stepRuns : v.stepWaits) : ok ? v.stepOk : v.stepFailed;
            const Sign = ok === undefined ? CircleDashed : ok ? Check : X;
            return (
              <li key={step} data-ok={ok}>
                <Sign aria-hidden="true" />
                <span>
                  {v.steps[step]}
                  {ok === false && <span className="hint">{v.hints[step]}</span>}
                </span>
                <span className="hint">{state}</span>
              </li>
            );
          })}
        </ol>
      )}
      <div>
        <button type="button" className="button" disabled={busy} onClick={() => void run()}>
          {results === null ? v.runTest : v.again}
        </button>
      </div>
    </section>
  );
}
