/** A browser without a screen: it keeps cookies by origin and follows redirects, one page at a time. */
export interface Browser {
  /** Opens an address and follows it to the page that it ends on. */
  open(url: string, form?: Record<string, string>): Promise<Page>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

const MAX_REDIRECTS = 15;

export function createBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>();

  const jarOf = (url: string): Map<string, string> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };

  const keepCookies = (url: string, response: Response): void => {
    const jar = jarOf(url);
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = cookie.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const isOver = attributes.some((attribute) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute));
      if (isOver) jar.delete(name);
      else jar.set(name, pair.slice(name.length + 1));
    }
  };

  const request = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const cookie = [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      method: form === undefined ? "GET" : "POST",
      headers: { accept: "text/html", ...(cookie === "" ? {} : { cookie }) },
      body: form === undefined ? undefined : new URLSearchParams(form),
      redirect: "manual",
    });
    keepCookies(url, response);
    return response;
  };

  return {
    open: async (firstUrl, form) => {
      let url = firstUrl;
      let response = await request(url, form);
      for (let hops = 0; hops < MAX_REDIRECTS; hops += 1) {
        const location = response.headers.get("location");
        if (location === null) return { url, status: response.status, text: await response.text() };
        await response.arrayBuffer();
        url = new URL(location, url).href;
        response = await request(url);
      }
      throw new Error(`too many redirects, the last to ${url}`);
    },
  };
}
