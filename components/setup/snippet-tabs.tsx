"use client";

import { useTranslations } from "next-intl";
import { Tabs } from "radix-ui";
import { cn } from "@/components/ui/cn";
import { CodeBlock } from "@/components/ui/code-block";
import type { Snippet, SnippetLanguage } from "@/lib/client/accounts/connection-snippets";

const LANGUAGES: readonly SnippetLanguage[] = ["curl", "node", "python"];

/** The pieces to copy, one language at a time. */
export function SnippetTabs({ snippets }: { snippets: Readonly<Record<SnippetLanguage, readonly Snippet[]>> }) {
  const t = useTranslations("setup.snippets");
  return (
    <Tabs.Root defaultValue="curl" className="min-w-0">
      <Tabs.List aria-label={t("languages")} className="inline-flex rounded-md border bg-sunken p-0.5">
        {LANGUAGES.map((language) => (
          <Tabs.Trigger
            key={language}
            value={language}
            className={cn(
              "h-7 min-w-16 rounded-[5px] px-3 font-medium text-muted text-xs transition-colors hover:text-foreground",
              "data-[state=active]:bg-raised data-[state=active]:text-foreground data-[state=active]:shadow-panel",
              "data-[state=active]:ring-1 data-[state=active]:ring-border",
            )}
          >
            {t(language)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {LANGUAGES.map((language) => (
        <Tabs.Content
          key={language}
          value={language}
          // What is in it can take the focus by itself.
          tabIndex={-1}
          className="mt-3 flex min-w-0 flex-col gap-3 outline-none"
        >
          {snippets[language].map(({ purpose, code }) => (
            <CodeBlock key={purpose} code={code} label={t(`purpose.${purpose}`)} />
          ))}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
