import type { AlertFacts } from "@/lib/contracts/alert-notice";

/** What the titles of incidents may name. */
export interface TitleNames {
  /** The account, the code, the channel or the host that it is about. */
  readonly subject: string;
  readonly host: string;
  readonly provider: string;
}

/** The names in an incident's title. What is not known of it is called by its subject, so that no title has a hole. */
export function readTitleNames({ subject, providerHost, providerName }: AlertFacts): TitleNames {
  const host = providerHost ?? subject.name;
  return { subject: subject.name, host, provider: providerName ?? host };
}
