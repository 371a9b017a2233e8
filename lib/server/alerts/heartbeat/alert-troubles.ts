import type { ChannelRecords } from "../channels/channel-records";
import type { AlertEngine } from "../engine/alert-engine";
import { isLate } from "./lateness";

/** Why alerts do not reach everybody that they should, in sentences: nothing secret, for it is open to everybody. */
export interface AlertTroubles {
  list(): readonly string[];
  /** From now on something is to be read. */
  noteStart(): void;
}

export function createAlertTroubles(parts: {
  readonly channels: Pick<ChannelRecords, "list">;
  readonly engine: Pick<AlertEngine, "lookedAtMs" | "readAtMs">;
  readonly now: () => number;
}): AlertTroubles {
  const { channels, engine, now } = parts;
  let startedAtMs = now();

  const describeRefused = (): string[] => {
    const refused = channels.list().filter(({ refusal }) => refusal !== null).length;
    if (refused === 0) return [];
    const which = refused === 1 ? "A channel of alerts was" : `${refused} channels of alerts were`;
    return [`${which} switched off: the service refuses messages.`];
  };

  const describeLate = (): string[] => {
    const lookedAtMs = engine.lookedAtMs();
    if (lookedAtMs === null) return [];
    if (isLate(lookedAtMs, now())) return ["Rules have not been looked at for two minutes, so alerts may be missing."];
    // Before the first reading there is the time since the start.
    if (!isLate(engine.readAtMs() ?? startedAtMs, now())) return [];
    return ["What rules look at could not be read for two minutes, so alerts may be missing."];
  };

  return {
    list: () => [...describeRefused(), ...describeLate()],
    noteStart: () => {
      startedAtMs = now();
    },
  };
}
