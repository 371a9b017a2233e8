import type { Dispatcher } from "undici";

/**
 * Calls the function that a request carries as `opaque` in the very moment in which the request would be written on its
 * connection, which may have taken seconds to be made. When the function throws, nothing of the request is written, it
 * fails with what was thrown, and the connection stays good for the next one.
 */
export const askBeforeWrite: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { opaque: ask } = options as { readonly opaque?: () => void };
  if (ask === undefined) return dispatch(options, handler);
  return dispatch(options, {
    onRequestStart: (controller, context) => {
      ask();
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  });
};
