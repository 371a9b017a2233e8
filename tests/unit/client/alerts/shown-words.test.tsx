import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { useRuleSentence } from "@/components/alert-rules/use-rule-words";
import { HistoryList } from "@/components/alerts/history-list";
import { IncidentFacts } from "@/components/alerts/incident-facts";
import { IncidentFigures } from "@/components/alerts/incident-figures";
import { PushPanel } from "@/components/channels/push-panel";
import { QuietText, useQuietDetail } from "@/components/maintenance/quiet-text";
import { FiringText } from "@/components/overview/headline-text";
import { channelsOptions } from "@/lib/client/channels/channels";
import type { RunningQuiet } from "@/lib/client/maintenance/running-quiet";
import { pushOptions } from "@/lib/client/push/push";
import { ViewerProvider } from "@/lib/client/session/viewer";
import { proxyKeysOptions } from "@/lib/client/settings/proxy-keys";
import type { RuleSettings } from "@/lib/contracts/alert-rules";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import type { Role } from "@/lib/domain/roles";
import { formats } from "@/lib/i18n/formats";
import { messagesByLocale } from "@/lib/i18n/messages";
import { makeIncident } from "./make-incident";

/** What a person reads, without the markup. */
function readText(node: ReactNode, role: Role = "viewer", client = new QueryClient()): string {
  const viewer = { role } as Parameters<typeof ViewerProvider>[0]["viewer"];
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <NextIntlClientProvider locale="en" timeZone="UTC" formats={formats} messages={messagesByLocale.en}>
        <ViewerProvider viewer={viewer}>{node}</ViewerProvider>
      </NextIntlClientProvider>
    </QueryClientProvider>,
  )
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

describe("the headline of alerts", () => {
  const worst = makeIncident({ kind: "no-traffic" });

  it("counts in whole sentences", () => {
    expect(readText(<FiringText firing={{ count: 1, worst }} />)).toBe("1 alert fires: No calls: main");
    expect(readText(<FiringText firing={{ count: 2, worst }} />)).toBe("2 alerts fire, the worst: No calls: main");
    expect(readText(<FiringText firing={{ count: 700, worst: null }} />)).toBe("700 alerts fire");
  });
});

describe("the facts of a channel that fails", () => {
  it("tell what its service answered, and not a provider", () => {
    const facts = { description: "chat not found", providerName: null, providerHost: null, account: null };
    const shown = readText(<IncidentFacts incident={makeIncident({ kind: "channel-failing", facts })} />);
    expect(shown).toContain("What the service answered chat not found");
    expect(shown).not.toMatch(/provider/i);
  });
});

describe("the facts of a new code", () => {
  it("tell the code once", () => {
    const facts = { code: "ERROR_NEW", subject: { kind: "code" as const, id: "x", name: "ERROR_NEW" } };
    const shown = readText(<IncidentFacts incident={makeIncident({ kind: "new-code", facts })} />);
    expect(shown.match(/ERROR_NEW/g)).toHaveLength(1);
  });
});

describe("what came back", () => {
  const clock = { serverNowMs: 105_000, receivedAtMs: 0 };
  const back = { openedAtMs: 0, firesSinceMs: 100_000, reopened: 1 };

  it("tells how long it fires this time, and when it did first", () => {
    const shown = readText(<IncidentFigures incident={makeIncident(back)} clock={clock} />);
    expect(shown).toMatch(/Open for 00:05 since .*01:40.* came back once first .*00:00/);
  });

  it("tells the whole span once it is over", () => {
    const over = makeIncident({ ...back, firesSinceMs: 0, status: "resolved", resolvedAtMs: 110_000 });
    expect(readText(<IncidentFigures incident={over} clock={clock} />)).toMatch(/Lasted 01:50 since .* came back once/);
    expect(readText(<HistoryList incidents={[over]} nowMs={120_000} />)).toMatch(/01:50 came back once/);
  });
});

describe("a maintenance that runs", () => {
  const quiet = { name: "load test", scope: { accountIds: [], providers: [] }, untilMs: 5_400_000, others: 0 };

  it("tells until when, its name and what it covers", () => {
    expect(readText(<QuietText quiet={quiet} nowMs={0} />)).toMatch(/^Quiet until .*1:30.*: load test$/);
    expect(readText(<QuietText quiet={{ ...quiet, others: 2 }} nowMs={0} />)).toMatch(/: load test and 2 more$/);
    expect(readText(<Detail quiet={quiet} />)).toBe(
      "No alert is told meanwhile, of any account. 2 alerts are open and muted.",
    );
    const scope = { accountIds: [], providers: ["capmonster" as const] };
    expect(readText(<Detail quiet={{ ...quiet, scope }} />)).toMatch(
      /Nobody is told of alerts about CapMonster Cloud meanwhile/,
    );
  });
});

function Detail({ quiet }: { quiet: RunningQuiet }) {
  return useQuietDetail()(quiet, 2);
}

describe("a rule that is narrowed to a proxy key", () => {
  const [rule] = DEFAULT_RULES.filter(({ settings }) => settings.when === "error-rate");
  const narrowed = { ...rule?.settings, scope: { ...rule?.settings.scope, proxyKeyIds: ["k"] } } as RuleSettings;
  const client = new QueryClient();
  client.setQueryData(proxyKeysOptions().queryKey, { keys: [{ id: "k", label: "worker-1" }] } as never);

  it("names it to who may list keys, and counts it for the others", () => {
    expect(readText(<Sentence rule={narrowed} />, "admin", client)).toContain("only proxy key worker-1");
    expect(readText(<Sentence rule={narrowed} />, "viewer")).toContain("only 1 proxy key");
    const gone = { ...narrowed, scope: { ...narrowed.scope, proxyKeyIds: ["k", "gone"] } };
    expect(readText(<Sentence rule={gone} />, "admin", client)).toContain("only 2 proxy keys");
  });
});

function Sentence({ rule }: { rule: RuleSettings }) {
  return useRuleSentence()(rule);
}

describe("push in this browser, before the channel is there", () => {
  const client = new QueryClient();
  client.setQueryData(channelsOptions().queryKey, { serverNowMs: 0, receivedAtMs: 0, channels: [] } as never);
  client.setQueryData(pushOptions().queryKey, { publicKey: "k", subscriptions: [] } as never);
  client.setQueryData(["this-browser", "push"], { kind: "able", permission: "default", endpointHash: null });
  const shownTo = (role: Role) => readText(<PushPanel onAddChannel={() => undefined} />, role, client);

  it("warns an admin first, and offers the channel before the switch", () => {
    expect(shownTo("admin")).toMatch(/no channel.*Add browser push.*Switch on in this browser/);
  });

  it("tells everybody else whom to ask, and offers nothing to press", () => {
    const shown = shownTo("operator");
    expect(shown).toContain("Ask an admin of your team");
    expect(shown).not.toMatch(/Add browser push|Switch on in this browser/);
  });
});
