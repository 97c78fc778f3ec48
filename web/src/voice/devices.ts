/** Which microphone, speaker and camera this device uses: kept by the browser. */

export interface Devices {
  /** The browser's ids; "" = its own choice. */
  readonly microphone: string;
  readonly speaker: string;
  readonly camera: string;
}

const KEY = "koine.devices";

export function readDevices(): Devices {
  try {
    const { microphone, speaker, camera } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Devices>;
    return { microphone: microphone ?? "", speaker: speaker ?? "", camera: camera ?? "" };
  } catch {
    return { microphone: "", speaker: "", camera: "" };
  }
}

export function keepDevices(devices: Devices): void {
  localStorage.setItem(KEY, JSON.stringify(devices));
}

/** The microphone. Rejects as the browser does, when there is none or it is not allowed. */
export async function openMicrophone(): Promise<MediaStreamTrack> {
  const { microphone } = readDevices();
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      ...(microphone === "" ? {} : { deviceId: microphone }),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  });
  return first(stream.getAudioTracks());
}

export async function openCamera(): Promise<MediaStreamTrack> {
  const { camera } = readDevices();
  const stream = await navigator.mediaDevices.getUserMedia({
    video: {
      ...(camera === "" ? {} : { deviceId: camera }),
      width: { ideal: 640 },
      height: { ideal: 360 },
      frameRate: { ideal: 24 },
    },
  });
  return first(stream.getVideoTracks());
}

/** Asks which window to share. */
export async function openScreen(): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15 } } });
  return first(stream.getVideoTracks());
}

/** Lets a sound come out of the chosen speaker, where the browser can choose. */
export async function toSpeaker(element: HTMLMediaElement): Promise<void> {
  const { speaker } = readDevices();
  if ("setSinkId" in element) await element.setSinkId(speaker).catch(() => undefined); // It was unplugged.
}

function first(tracks: readonly MediaStreamTrack[]): MediaStreamTrack {
  const [track] = tracks;
  if (track === undefined) throw new DOMException("Nothing was given", "NotFoundError");
  return track;
}
