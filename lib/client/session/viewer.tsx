"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Viewer } from "@/lib/contracts/session";
import { allows, type Role } from "@/lib/domain/roles";

const ViewerContext = createContext<Viewer | null>(null);

/** Tells everything below who is signed in. The server has read it from the session, so it is right from the first byte. */
export function ViewerProvider({ viewer, children }: { viewer: Viewer | null; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** Whoever is signed in; null on the pages that stand before the sign-in. */
export const useViewer = (): Viewer | null => useContext(ViewerContext);

/**
 * Whether to offer what `needed` is asked for. Only a courtesy: the server refuses it all the same.
 *
 * @returns false for who is not signed in
 */
export const useAllows = (needed: Role): boolean => {
  const viewer = useViewer();
  return viewer !== null && allows(viewer.role, needed);
};
