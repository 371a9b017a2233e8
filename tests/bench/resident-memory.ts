import { spawnSync } from "node:child_process";

const SAMPLE_EVERY_MS = 250;

/** Resident memory of a process in KiB, as `ps` tells on Linux and macOS alike. */
export function readResidentKib(pid: number): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(stdout.trim());
}

/** Watches for the highest resident memory of a process until `stop` is called, which returns it in KiB. */
export function watchPeakResident(pid: number): { stop(): number } {
  let peakKib = readResidentKib(pid);
  const timer = setInterval(() => {
    peakKib = Math.max(peakKib, readResidentKib(pid));
  }, SAMPLE_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(peakKib, readResidentKib(pid));
    },
  };
}
