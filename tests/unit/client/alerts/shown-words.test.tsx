import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { IncidentFacts } from "@/components/alerts/incident-facts";
import { PushPanel } from "@/components/channels/push-panel";
import { FiringText } from "@/components/overview/headline-text";
import { channelsOptions } from "@/lib/client/channels/channels";
import { pushOptions } from "@/lib/client/push/push";
import { ViewerProvider } from "@/lib/client/session/viewer";
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
