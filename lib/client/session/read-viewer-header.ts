import { type Viewer, viewer } from "@/lib/contracts/session";

/**
 * Reads who is signed in from the header that the server in front of the pages sets.
 *
 * @returns null for a missing or unreadable header, so that a fault there shows as nobody being signed in
 */
export function readViewerHeader(value: string | null): Viewer | null {
  if (value === null) return null;
  try {
    const bytes = Uint8Array.from(atob(value.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return viewer.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}
