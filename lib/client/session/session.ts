import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { type acceptLinkRequest, type ReadLinkResponse, readLinkResponse } from "@/lib/contracts/people";
import {
  doneResponse,
  type SecondFactorRequest,
  type SetUpOwnerRequest,
  type SignInRequest,
  sessionResponse,
  signInResponse,
} from "@/lib/contracts/session";
import { fetchJson, sendJson, toQuery } from "../api/fetch-json";

export const fetchSession = (signal?: AbortSignal) => fetchJson("/api/session", sessionResponse, signal);

export const sessionOptions = () =>
  queryOptions({ queryKey: ["session"], queryFn: ({ signal }) => fetchSession(signal) });

/** Who is signed in, whether there is an owner, and the identity provider. Open to everyone. */
export const useSession = () => useQuery(sessionOptions());

/** The link that leads to the identity provider and, from there, back to us. */
export const identityProviderHref = (next: string | null): string =>
  `/api/session/identity-provider${toQuery({ next: next ?? undefined })}`;

/** The first step of a sign-in. */
export const useSignIn = () =>
  useMutation({
    mutationFn: (request: SignInRequest) => sendJson("POST", "/api/session", request, signInResponse),
  });

/** The second step, where one is due. */
export const useSecondFactor = () =>
  useMutation({
    mutationFn: (request: SecondFactorRequest) =>
      sendJson("POST", "/api/session/second-factor", request, signInResponse),
  });

export const useSignOut = () =>
  useMutation({ mutationFn: () => sendJson("DELETE", "/api/session", undefined, doneResponse) });

/** Makes the first person, who owns the installation, and signs them in. */
export const useSetUpOwner = () =>
  useMutation({
    mutationFn: (request: SetUpOwnerRequest) => sendJson("POST", "/api/setup/owner", request, signInResponse),
  });

/** What a link is for. Asked once: a link that was used meanwhile says so when it is used. */
export const linkOptions = (token: string) =>
  queryOptions({
    queryKey: ["link", token],
    queryFn: (): Promise<ReadLinkResponse> => sendJson("POST", "/api/links/read", { token }, readLinkResponse),
    enabled: token !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useLink = (token: string) => useQuery(linkOptions(token));

/** Takes up an invitation, or sets a new password. Whoever has a second factor still has to sign in after it. */
export const useAcceptLink = () =>
  useMutation({
    mutationFn: (request: z.input<typeof acceptLinkRequest>) =>
      sendJson("POST", "/api/links/use", request, signInResponse),
  });
