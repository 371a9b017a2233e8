import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  type createInvitationRequest,
  invitationListResponse,
  personListResponse,
  personResponse,
  signInLinkResponse,
} from "@/lib/contracts/people";
import { doneResponse } from "@/lib/contracts/session";
import type { Role } from "@/lib/domain/roles";
import { fetchJson, sendJson } from "../api/fetch-json";

export const peopleOptions = () =>
  queryOptions({
    queryKey: ["people"],
    queryFn: ({ signal }) => fetchJson("/api/people", personListResponse, signal),
  });

export const usePeople = () => useQuery(peopleOptions());

export const invitationsOptions = () =>
  queryOptions({
    queryKey: ["invitations"],
    queryFn: ({ signal }) => fetchJson("/api/invitations", invitationListResponse, signal),
  });

/** The links that can still be used, those for a new password among them. */
export const useInvitations = () => useQuery(invitationsOptions());

const personUrl = (id: string) => `/api/people/${encodeURIComponent(id)}`;

export function useChangeRole() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) =>
      sendJson("PATCH", personUrl(id), { role }, personResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["people"] }),
  });
}

/** Ends a person's sessions and the proxy keys that belong to them. */
export function useRemovePerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => sendJson("DELETE", personUrl(id), undefined, doneResponse),
    onSettled: () => Promise.all(["people", "proxy-keys"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** A link with which a person chooses a new password. Its token is told this once. */
export function useCreateResetLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => sendJson("POST", `${personUrl(id)}/reset-link`, undefined, signInLinkResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["invitations"] }),
  });
}

/** A link that lets somebody in. Its token is told this once. */
export function useCreateInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: z.input<typeof createInvitationRequest>) =>
      sendJson("POST", "/api/invitations", request, signInLinkResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["invitations"] }),
  });
}

export function useRevokeInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      sendJson("DELETE", `/api/invitations/${encodeURIComponent(id)}`, undefined, doneResponse),
    onSettled: () => client.invalidateQueries({ queryKey: ["invitations"] }),
  });
}

/** The address to hand out. The token stands behind the `#`, where neither logs nor other sites see it. */
export const invitationHref = (origin: string, token: string): string => `${origin}/invitation#${token}`;
