import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  type CreateChannelRequest,
  channelListResponse,
  channelResponse,
  type previewTemplatesRequest,
  previewTemplatesResponse,
  type TestChannelRequest,
  testChannelResponse,
  type UpdateChannelRequest,
} from "@/lib/contracts/alert-channels";
import { doneResponse } from "@/lib/contracts/session";
import { fetchJson, sendJson } from "../api/fetch-json";

export const channelsOptions = () =>
  queryOptions({
    queryKey: ["alerts", "channels"],
    queryFn: async ({ signal }) => {
      const list = await fetchJson("/api/alerts/channels", channelListResponse, signal);
      return { ...list, receivedAtMs: performance.now() };
    },
  });

/** Every channel; settings and ends of secrets are told to admins alone. */
export const useChannels = () => useQuery(channelsOptions());

/** Adds a channel. */
export const useCreateChannel = () =>
  useChannelChange((request: CreateChannelRequest) =>
    sendJson("POST", "/api/alerts/channels", request, channelResponse),
  );

/** Changes a channel, or switches it on or off. A secret that is left out stays. */
export const useUpdateChannel = () =>
  useChannelChange(({ id, changes }: { id: string; changes: UpdateChannelRequest }) =>
    sendJson("PATCH", `/api/alerts/channels/${encodeURIComponent(id)}`, changes, channelResponse),
  );

/** Deletes a channel; rules that name it do without it from then on. */
export const useDeleteChannel = () =>
  useChannelChange((id: string) =>
    sendJson("DELETE", `/api/alerts/channels/${encodeURIComponent(id)}`, undefined, doneResponse),
  );

/** Sends a made-up alert through a channel, saved or not. The answer is the service's own. */
export const useTestChannel = () =>
  useChannelChange((request: TestChannelRequest) =>
    sendJson("POST", "/api/alerts/channels/test", request, testChannelResponse),
  );

/** The message that templates make of a made-up alert. The last one stays while the next is on its way. */
export const useTemplatePreview = (request: z.input<typeof previewTemplatesRequest>) =>
  useQuery({
    queryKey: ["template-preview", request],
    queryFn: ({ signal }) =>
      sendJson("POST", "/api/alerts/channels/preview", request, previewTemplatesResponse, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });

function useChannelChange<Answer, Which>(change: (which: Which) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ["alerts", "channels"] }),
  });
}
