import { DOCUMENTED_CODES } from "@/lib/domain/catalogue";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
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
