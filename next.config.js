import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

// Some clients join the base URL and the method so that any path prefix is lost, so the documented
// methods answer at the root as well.
const ROOT_METHODS = ["createTask", "getTaskResult", "getBalance", "getSoftID"];

/** @type {import("next").NextConfig} */
const nextConfig = {
  serverExternalPackages: [
    "better-sqlite3",
    "@prisma/client",
    "@prisma/adapter-better-sqlite3",
    "undici",
    "pino",
    "better-auth",
  ],
  poweredByHeader: false,
  // A base URL that ends in a slash must not cost a redirect, which clients do not follow with a POST.
  skipTrailingSlashRedirect: true,
  reactStrictMode: true,
  // `npm test` checks the types of everything, tests included; a start on a small machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  rewrites: async () => ({
    beforeFiles: ROOT_METHODS.map((method) => ({
      source: `/${method}`,
      destination: `/api/proxy/${method}`,
    })),
    afterFiles: [],
    // Any other method, for whoever does not ask for a page: those get the page that says there is none.
    fallback: [
      {
        source: "/:method([A-Za-z][A-Za-z0-9]{0,63})",
        missing: [{ type: "header", key: "accept", value: ".*text/html.*" }],
        destination: "/api/proxy/:method",
      },
    ],
  }),
};

export default withNextIntl(nextConfig);
