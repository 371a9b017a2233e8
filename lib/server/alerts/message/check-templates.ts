import { createTranslator } from "use-intl/core";
import type { ChannelTemplates } from "@/lib/contracts/alert-channels";
import type { TemplateProblem } from "@/lib/contracts/template-problem";
import { messagesByLocale } from "@/lib/i18n/messages";
import { parseTemplate } from "./template-engine";
import type { FoundFault } from "./template-fault";
import { listUnknownNames } from "./template-names";
import { KNOWN_NAMES } from "./template-variables";

const t = createTranslator({ locale: "en", messages: messagesByLocale.en, namespace: "channels.template.problem" });

/** A fault with the template that has it, and in an English sentence. */
export function toProblem(field: TemplateProblem["field"], found: FoundFault): TemplateProblem {
  const { fault, what, place, near } = found;
  const named = t(fault, { what, isKnown: what === "" ? "no" : "yes" });
  const whole = near.length === 0 ? named : t("near", { problem: named, names: near.join(", ") });
  return { ...found, field, message: place === null ? whole : t("at", { ...place, problem: whole }) };
}

function checkTemplate(field: TemplateProblem["field"], template: string): TemplateProblem[] {
  const parsed = parseTemplate(template);
  if (parsed.kind === "wrong") return [toProblem(field, parsed.fault)];
  return listUnknownNames(parsed.templates, parsed.used, KNOWN_NAMES).map((found) => toProblem(field, found));
}

/** What of a channel's templates cannot be read, and what of them names something that there is not. */
export const checkTemplates = (templates: ChannelTemplates): TemplateProblem[] =>
  (["title", "text"] as const).flatMap((field) => {
    const template = templates[field];
    return template === null ? [] : checkTemplate(field, template);
  });
