/** Two short tones, the second higher: heard through music, and over before it annoys. In hertz and seconds. */
const TONES = [
  { hertz: 660, fromSeconds: 0 },
  { hertz: 880, fromSeconds: 0.16 },
] as const;
const TONE_SECONDS = 0.14;
const LOUDNESS = 0.18;
/** Without a rise and a fall a tone clicks. */
const EDGE_SECONDS = 0.015;

let context: AudioContext | null = null;

/** Browsers allow a sound only once somebody has pressed something on the page, and complain about an earlier try. */
const mayPlay = (): boolean => navigator.userActivation?.hasBeenActive === true && "AudioContext" in window;

/**
 * Plays the tone of a new critical alert. Silent where the browser does not allow it.
 *
 * @returns whether it was played
 */
export function playAlarm(): boolean {
  if (!mayPlay()) return false;
  context ??= new AudioContext();
  const { destination, currentTime } = context;
  // A context that slept with its page begins anew; a refusal leaves it silent, which is all that can be done.
  if (context.state === "suspended") context.resume().catch(() => undefined);
  for (const { hertz, fromSeconds } of TONES) {
    const startAt = currentTime + fromSeconds;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, startAt);
    gain.gain.linearRampToValueAtTime(LOUDNESS, startAt + EDGE_SECONDS);
    gain.gain.setValueAtTime(LOUDNESS, startAt + TONE_SECONDS - EDGE_SECONDS);
    gain.gain.linearRampToValueAtTime(0, startAt + TONE_SECONDS);
    const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
    tone.connect(gain).connect(destination);
    tone.start(startAt);
    tone.stop(startAt + TONE_SECONDS);
  }
  return true;
}
