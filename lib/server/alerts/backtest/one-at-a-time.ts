import { RequestError } from "../../request-error";

/**
 * Lets one piece of work run at a time and few wait: it is too much for several at once, and nobody waits for long.
 *
 * @throws {RequestError} 503 when as many wait already
 */
export function createOneAtATime(maxWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve();
  let under = 0;
  return (work) => {
    if (under > maxWaiting) {
      const message = "Too many previews are being worked out. Try again in a few seconds.";
      return Promise.reject(new RequestError(503, "busy", message, { retryAfterSeconds: 3 }));
    }
    under += 1;
    const done = tail.then(work).finally(() => {
      under -= 1;
    });
    tail = done.catch(() => undefined);
    return done;
  };
}
