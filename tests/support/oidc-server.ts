import { createServer } from "node:http";
import { findFreePort } from "./banwatch-process";

export const OIDC_CLIENT = { id: "banwatch", secret: "oidc-client-secret-of-tests-4f1c" };

export interface OidcPerson {
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
}

/** A real OpenID Connect provider on the loopback, whose sign-in form takes anybody it knows. */
export interface OidcServer {
  readonly issuer: string;
  /** Adds somebody. They sign in at the form with their `sub`. */
  addPerson(person: OidcPerson): void;
  close(): Promise<void>;
}

/** @param redirectUri where Banwatch waits for the browser to come back */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  // It warns on the console that its keys and forms are for development, which is what they are here for.
  const { warn, info } = console;
  console.warn = () => {};
  console.info = () => {};
  const { default: Provider } = await import("oidc-provider");
  const people = new Map<string, OidcPerson>();
  const port = await findFreePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.id,
        client_secret: OIDC_CLIENT.secret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ["cookie key of tests"] },
    findAccount: (_context, sub) => {
      const person = people.get(sub);
      if (person === undefined) return undefined;
      const { email, emailVerified, name } = person;
      return { accountId: sub, claims: () => ({ sub, email, email_verified: emailVerified, name }) };
    },
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  console.warn = warn;
  console.info = info;
  return {
    issuer,
    addPerson: (person) => people.set(person.sub, person),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
