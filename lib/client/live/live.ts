import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { leaveForSignIn } from "../api/signed-out";
import { fetchSession } from "../session/session";
import { type LiveState, openLiveStream } from "./live-stream";
import { allQueryKeys, MOVING_QUERY_KEYS, queryKeysOf } from "./live-topics";
import { createRefreshQueue } from "./refresh-queue";

/** The shortest period is drawn in steps of one minute, so that is how often its window moves on. */
const WINDOW_MOVES_MS = 60_000;

/**
 * Lets the page follow what happens: refetches what a change concerns, and everything after each (re)connection. To be
 * used once a page.
 *
 * A hidden page asks for nothing by it, and catches up when it is shown.
 */
export function useLive(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");

  useEffect(() => {
    const isHidden = () => document.visibilityState === "hidden";
    const queue = createRefreshQueue(client, isHidden);
    const stream = openLiveStream({
      open: () => new EventSource("/api/stream"),
      onState: setState,
      onConnected: () => queue.refresh(allQueryKeys()),
      onChange: (topics) => queue.refresh(queryKeysOf(topics)),
      onRefused: async () => {
        if (await isSignedIn()) return;
        stream.close();
        leaveForSignIn();
      },
      isHidden,
      random: Math.random,
      now: Date.now,
    });
    const moves = setInterval(() => {
      if (!isHidden()) queue.refresh(MOVING_QUERY_KEYS);
    }, WINDOW_MOVES_MS);

    const listeners = new AbortController();
    const { signal } = listeners;
    document.addEventListener("visibilitychange", stream.noteVisibility, { signal });
    window.addEventListener("offline", stream.noteOffline, { signal });
    window.addEventListener("online", stream.noteOnline, { signal });
    return () => {
      listeners.abort();
      clearInterval(moves);
      stream.close();
      queue.close();
    };
  }, [client]);

  return state;
}

/** The stream does not say why it is refused, so the session is asked. Without an answer nobody is sent away. */
const isSignedIn = (): Promise<boolean> =>
  fetchSession().then(
    ({ viewer }) => viewer !== null,
    () => true,
  );
