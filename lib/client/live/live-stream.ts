import { changeEvent, type Topic } from "@/lib/contracts/stream";
import { backoffMs } from "./backoff";

/** `lost` lasts until the stream is back; `paused` as long as nobody looks. */
export type LiveState = "connecting" | "live" | "lost" | "paused";

/** The part of `EventSource` that is used. */
export interface StreamSource {
  /** 2 (closed) at an error that the browser does not try again by itself: the server refused the stream. */
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface LiveStreamOptions {
  /** Opens a connection; a source reports its failure as an `error` event. */
  readonly open: () => StreamSource;
  readonly onState: (state: LiveState) => void;
  /** The stream is up, for the first time or again: what happened before is unknown. */
  readonly onConnected: () => void;
  readonly onChange: (topics: readonly Topic[]) => void;
  /** The server answered, and refused. Trying goes on until the stream is closed. */
  readonly onRefused: () => void;
  readonly isHidden: () => boolean;
  readonly random: () => number;
  /** UTC epoch milliseconds of the machine, which go on while it sleeps. */
  readonly now: () => number;
}

export interface LiveStream {
  /** Tell it when the page was hidden or shown. */
  noteVisibility(): void;
  /** Tell it that the machine lost its network. */
  noteOffline(): void;
  /** Tell it that the network is back: no reason to wait any longer. */
  noteOnline(): void;
  /** For good: nothing that it is told opens it again. */
  close(): void;
}

/** `EventSource.CLOSED` (HTML, 9.2.2), which is not there outside a browser. */
const CLOSED = 2;

/** A connection that is accepted but never says hello (a proxy that gathers the answer) counts as failed. */
const HELLO_TIMEOUT_MS = 10_000;

const WATCH_EVERY_MS = 5_000;

/** A watch that comes this late means that the machine slept, and a connection from before is often dead unnoticed. */
const SLEPT_MS = 15_000;

/**
 * Keeps one server-sent event stream open while somebody looks at the page.
 *
 * `EventSource` reconnects by itself only after some failures, gives up for good on an HTTP error and never backs off,
 * so each failure closes it here and a new one is opened after `backoffMs`.
 */
export function openLiveStream(options: LiveStreamOptions): LiveStream {
  let source: StreamSource | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watchedAtMs = options.now();
  let state: LiveState | null = null;
  let isClosed = false;

  const setState = (next: LiveState) => {
    if (next === state) return;
    state = next;
    options.onState(next);
  };

  const disconnect = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };

  const fail = () => {
    disconnect();
    failures++;
    setState("lost");
    timer = setTimeout(connect, backoffMs(failures, options.random()));
  };

  const connect = () => {
    disconnect();
    const opened = options.open();
    source = opened;
    // What a closed source still had in its queue belongs to no connection of ours any more.
    const on = (type: string, handle: (event: MessageEvent<string>) => void) =>
      opened.addEventListener(type, (event) => {
        if (source === opened) handle(event);
      });
    timer = setTimeout(fail, HELLO_TIMEOUT_MS);
    on("hello", () => {
      clearTimeout(timer);
      failures = 0;
      setState("live");
      options.onConnected();
    });
    on("change", (event) => {
      const topics = readTopics(event.data);
      if (topics.length > 0) options.onChange(topics);
    });
    on("error", () => {
      const isRefused = opened.readyState === CLOSED;
      fail();
      if (isRefused) options.onRefused();
    });
  };

  const start = () => {
    if (isClosed) return;
    failures = 0;
    if (state !== "lost") setState("connecting");
    connect();
  };

  const noteVisibility = () => {
    if (options.isHidden()) {
      disconnect();
      setState("paused");
    } else if (state === "paused" || state === null) start();
  };

  const watch = setInterval(() => {
    const nowMs = options.now();
    const slept = nowMs - watchedAtMs > SLEPT_MS;
    watchedAtMs = nowMs;
    if (slept && state !== "paused") start();
  }, WATCH_EVERY_MS);

  noteVisibility();
  return {
    noteVisibility,
    noteOffline: () => {
      if (state !== "paused" && !isClosed) fail();
    },
    noteOnline: () => {
      if (state === "lost") start();
    },
    close: () => {
      isClosed = true;
      clearInterval(watch);
      disconnect();
    },
  };
}

/** The topics of a `change`; none when it cannot be read, for instance from a server of another version. */
export function readTopics(data: string): readonly Topic[] {
  try {
    return changeEvent.parse(JSON.parse(data)).topics;
  } catch {
    return [];
  }
}
