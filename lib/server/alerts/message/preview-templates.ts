import type { PreviewTemplatesRequest, PreviewTemplatesResponse } from "@/lib/contracts/alert-channels";
import { isUnusable } from "@/lib/contracts/template-problem";
import { checkTemplates } from "./check-templates";
import { builtInText, fillTemplates } from "./compose-message";
import { createSampleNotice } from "./sample-notice";
import { listVariables, templateValues } from "./template-variables";
import { DEFAULT_TIME_ZONE } from "./words";

/** What a message of a made-up ban would be with these templates, and what they may name. */
export type PreviewTemplates = (request: PreviewTemplatesRequest) => PreviewTemplatesResponse;

export const createPreviewTemplates =
  (parts: {
    readonly origin: string;
    readonly timeZone?: () => string;
    readonly now: () => number;
  }): PreviewTemplates =>
  ({ locale, templates, event }) => {
    const nowMs = parts.now();
    const notices = [createSampleNotice({ event, locale, nowMs })];
    const channel = { locale, templates };
    const message = { dedupKey: "preview", notices, moreNotices: 0, channel, createdAtMs: nowMs, nowMs };
    const { words, ...builtIn } = builtInText(message, parts.origin, parts.timeZone?.() ?? DEFAULT_TIME_ZONE);
    const values = templateValues(builtIn, notices, 0, words, nowMs);
    const { title, text, problems } = fillTemplates(templates, values);
    return {
      title: title ?? builtIn.title,
      text: text ?? builtIn.text,
      problems: [...problems, ...checkTemplates(templates).filter((problem) => !isUnusable(problem))],
      variables: listVariables(values),
    };
  };
