import { DOCUMENTED_CODES } from "@/lib/domain/catalogue";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import { sendJson } from "../support/api";
import { REAL_CLIENTS, type RealClient } from "../support/real-clients";
import { CLIENT_KEY, expect, test } from "./product";

const TASK = { type: "RecaptchaV2TaskProxyless", websiteURL: "https://shop.example/", websiteKey: VALID_SITE_KEY };

/** One call per documented code. @returns what the library reports of each */
async function collectReports(client: RealClient): Promise<{ code: string | null; description: string | null }[]> {
  const reports: { code: string | null; description: string | null }[] = [];
  for (const _ of DOCUMENTED_CODES) {
    const failure = await client.createTask(TASK).then(
      () => null,
      (error: unknown) => error,
    );
    reports.push({ code: client.reportedCode(failure), description: client.reportedDescription(failure) });
  }
  return reports;
}

test("real client libraries report the same twelve codes through Banwatch, and a person sees them all", async ({
  page,
  product,
}) => {
  await product.addAccount();
  // Bans stand among the twelve: a guard that holds would answer the codes after them itself.
  await sendJson("PATCH", `${product.origin}/api/guard`, { mode: "observe" });
  const scriptAllCodes = () =>
    product.sandbox.provider.script(
      DOCUMENTED_CODES.map((code) => ({ method: "createTask", answer: { kind: "error", code } })),
    );

  for (const { name, create } of REAL_CLIENTS) {
    scriptAllCodes();
    const direct = await collectReports(create({ baseUrl: product.sandbox.origin, clientKey: CLIENT_KEY }));
    scriptAllCodes();
    const through = await collectReports(create({ baseUrl: product.origin, clientKey: CLIENT_KEY }));
    expect(
      direct.map((report) => report.code),
      `${name} directly`,
    ).toEqual([...DOCUMENTED_CODES]);
    expect(through, `${name} through Banwatch`).toEqual(direct);
    expect(await create({ baseUrl: product.origin, clientKey: CLIENT_KEY }).getBalance()).toBe(50_000);
  }

  await page.goto("/");
  const chart = page.getByRole("region", { name: "Errors over time" });
  for (const code of DOCUMENTED_CODES) {
    // Each library once.
    await expect(chart.getByRole("button", { name: new RegExp(`${code}.*2`) })).toBeVisible();
  }
  await page.goto("/errors");
  const list = page.getByRole("table", { name: "Error log" });
  for (const code of DOCUMENTED_CODES) {
    await expect(list.getByText(code, { exact: true })).toHaveCount(REAL_CLIENTS.length);
  }
});

test("real client libraries stop at a held call as at the ban itself, with our words", async ({ page, product }) => {
  await product.addAccount();
  const answer = { kind: "error", code: "ERROR_IP_BANNED" } as const;
  product.sandbox.provider.next({ method: "createTask", answer });
  for (const { name, create } of REAL_CLIENTS) {
    const client = create({ baseUrl: product.origin, clientKey: CLIENT_KEY });
    const report = async () => {
      const failure = await client.createTask(TASK).then(
        () => null,
        (error: unknown) => error,
      );
      return { code: client.reportedCode(failure), description: client.reportedDescription(failure) };
    };
    const isFirst = name === REAL_CLIENTS[0].name;
    if (isFirst) expect((await report()).description).toMatch(/^Your IP has been blocked/);
    const sent = product.sandbox.provider.received.total;
    const held = await report();
    expect(held.code, name).toBe("ERROR_IP_BANNED");
    expect(held.description, name).toMatch(/^Banwatch held this call: .* \d+ seconds.*\/cooldowns\/[\w-]+$/);
    expect(product.sandbox.provider.received.total).toBe(sent);
    // The address in the text leads to the ban.
    await page.goto(new URL(/http\S+$/.exec(held.description ?? "")?.[0] ?? "").pathname);
    await expect(page.getByText("ERROR_IP_BANNED").first()).toBeVisible();
  }
});
