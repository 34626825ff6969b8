// The interceptor of many tutorials, for comparison: whichever request is refused refreshes, and tries once more.
// It remembers that it has tried, and shares nothing with the requests beside it.

export interface NaiveClient {
  request(url: string): Promise<Response>;
}

export function createNaiveClient(send: typeof fetch, refreshUrl: string, token: string): NaiveClient {
  let access = token;
  const ask = (url: string) => send(url, { headers: { Authorization: `Bearer ${access}` } });

  async function refresh(): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    const response = await send(refreshUrl, { method: "POST", headers, body: "{}" });
    if (!response.ok) throw new Error(`The refresh was answered with ${response.status}.`);
    access = ((await response.json()) as { access: string }).access;
  }

  return {
    async request(url) {
      const response = await ask(url);
      if (response.status !== 401) return response;
      await refresh();
      return ask(url);
    },
  };
}
