import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type ChangePasswordRequest,
  doneResponse,
  endSessionsResponse,
  meResponse,
  recoveryCodesResponse,
  sessionListResponse,
  totpSetupResponse,
} from "@/lib/contracts/session";
import { fetchJson, sendJson } from "../api/fetch-json";

export const useRename = () =>
  useMutation({ mutationFn: (name: string) => sendJson("PATCH", "/api/me", { name }, meResponse) });

/** Changes the password, which ends every other session. */
export const useChangePassword = () =>
  useSessionChange((request: ChangePasswordRequest) => sendJson("POST", "/api/me/password", request, doneResponse));

/** Begins to turn the second factor on. Nothing changes before {@link useConfirmTotp}. */
export const useSetUpTotp = () =>
  useMutation({
    mutationFn: (password: string) => sendJson("POST", "/api/me/totp", { password }, totpSetupResponse),
  });

export const useConfirmTotp = () =>
  useSessionChange((code: string) => sendJson("POST", "/api/me/totp/confirm", { code }, doneResponse));

export const useDisableTotp = () =>
  useSessionChange((password: string) => sendJson("POST", "/api/me/totp/disable", { password }, doneResponse));

/** New recovery codes; the former ones end. */
export const useNewRecoveryCodes = () =>
  useMutation({
    mutationFn: (password: string) => sendJson("POST", "/api/me/recovery-codes", { password }, recoveryCodesResponse),
  });

export const mySessionsOptions = () =>
  queryOptions({
    queryKey: ["my-sessions"],
    queryFn: ({ signal }) => fetchJson("/api/me/sessions", sessionListResponse, signal),
  });

export const useMySessions = () => useQuery(mySessionsOptions());

/** Ends one session of one's own. */
export const useEndSession = () =>
  useSessionChange((id: string) =>
    sendJson("DELETE", `/api/me/sessions/${encodeURIComponent(id)}`, undefined, doneResponse),
  );

/** Ends every session of one's own but this one. */
export const useEndOtherSessions = () =>
  useSessionChange(() => sendJson("DELETE", "/api/me/sessions", undefined, endSessionsResponse));

/** A change after which the list of sessions is another one: it ends some, or begins this one anew. */
function useSessionChange<Answer, Which = void>(change: (which: Which) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ["my-sessions"] }),
  });
}
