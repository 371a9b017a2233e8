import type { ChannelDraft } from "./channel-form";

/**
 * Whether what came of a test still speaks of the form: each change makes another draft, so the very same one has not
 * been touched since.
 *
 * @param tested null before the first test
 */
export const isOfDraft = (tested: ChannelDraft | null, draft: ChannelDraft): boolean => tested === draft;
