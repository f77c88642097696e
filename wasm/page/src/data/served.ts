/**
 * The store of the server that serves the page (`veyl serve`). It says so by a <meta> in the
 * page, so that no other host is ever asked for a store that it does not have.
 */
export interface Served {
  name: string;
  snapshot: Uint8Array;
}

export async function served(): Promise<Served | undefined> {
  const said = document.querySelector<HTMLMetaElement>('meta[name="veyl-store"]')?.content;
  if (!said) return undefined;
  const url = new URL(said, document.baseURI);
  if (url.origin !== location.origin)
    throw new Error(`the store is at ${url.origin}; the page only opens one of its own origin`);
  const store = (await (await answered(url)).json()) as { name: string; snapshot: string };
  // Beside the page, as `said` itself is.
  const bytes = await (await answered(new URL(store.snapshot, document.baseURI))).arrayBuffer();
  return { name: store.name, snapshot: new Uint8Array(bytes) };
}

async function answered(url: URL): Promise<Response> {
  if (url.origin !== location.origin) throw new Error(`${url.href} is not of this origin`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} is answered with ${response.status} ${response.statusText}`);
  return response;
}
