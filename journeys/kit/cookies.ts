import type { Transport } from '@miaodai/http-api/client';

/** Keeps cookies by their names, as a browser would: the session's, and the device's. */
export class CookieJar {
  readonly #kept = new Map<string, string>();

  /** As a request carries them: 'a=1; b=2'. */
  get header(): string {
    return [...this.#kept].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The same device, with nobody signed in. */
  device(): CookieJar {
    const jar = new CookieJar();
    jar.keep([`miaodai_device=${this.#kept.get('miaodai_device') ?? ''}`]);
    return jar;
  }

  keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.#kept.set(name, value);
    }
  }

  readonly carry =
    (send: Transport = fetch): Transport =>
    async (url, init) => {
      const cookie = this.header;
      const response = await send(url, { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
      this.keep(response.headers.getSetCookie());
      return response;
    };
}
