import { randomBytes } from 'node:crypto';
import { request } from 'undici';
import { contracts } from '#contracts/index.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import { patientSettings } from '#journeys/shop-kit/patient-settings.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { LivePicture } from '#platform/picture/live-picture.ts';
import { EdgeRecorder } from '#platform/telemetry/edge-recorder.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { ChannelLanguages, readChannels } from '../admission/channel-languages.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import { askAuth } from '../identity/ask-auth.ts';
import { routes } from '../routes/index.ts';
import { openGateway } from '../serving/gateway.ts';
import type { PagesHanded } from '../serving/pages.ts';

export interface GatewayOfShop {
  readonly url: string;
  drain(): Promise<void>;
}

interface Difference {
  readonly publicUrl?: string;
  /** Of another data folder unless it is the same. */
  readonly secrets?: Secrets;
  readonly allowedOrigins?: readonly string[];
  readonly rateLimits?: 'on' | 'off';
  readonly servePages?: (handed: PagesHanded) => void;
  /** How its services are called, where that is what a test is about. */
  readonly calling?: (call: GatewayCalls) => GatewayCalls;
}

/** One more gateway before the services of a running shop, reached as it is told. */
export async function openGatewayOf(kontor: Kontor, more: Difference = {}): Promise<GatewayOfShop> {
  const { calling = (call) => call, ...given } = more;
  const connected = kontor.dispatcher.connect('api-gateway', contracts);
  const call = calling(connected as unknown as GatewayCalls);
  const settings = {
    publicUrl: 'http://localhost',
    secrets: Secrets.of(randomBytes(32)),
    rateLimits: 'off',
    shop: { name: 'Test' },
    ...patientSettings,
    ...given,
  } as Settings;
  const http = openGateway({
    context: {
      call,
      log: openLogger('fatal'),
      picture: new LivePicture(),
      recorder: new EdgeRecorder(),
      settings,
    },
    routes,
    contracts,
    auth: askAuth(call.auth),
    languages: new ChannelLanguages(readChannels(call.product)),
  });
  const { port } = await http.listen({ host: '127.0.0.1', port: 0 });
  return { url: `http://localhost:${port}`, drain: () => http.drain() };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What it sets, whole lines. */
  readonly setCookies: readonly string[];
  readonly text: string;
  /** As it is told; which of these there are is what a test looks at. */
  readonly body: Told;
}

interface Told {
  readonly code: string;
  readonly kind: string;
  readonly guestId: string;
  readonly sessionId: string;
  readonly cartId: string;
  readonly lines: readonly unknown[];
  readonly cart: Told;
  readonly items: readonly { readonly sessionId: string }[];
  readonly accessToken: string;
  readonly formToken: string;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** A browser as far as servers see it: one jar for all ports of a host, and it says whose page asks. */
export class Browser {
  readonly jar = new Map<string, string>();
  /** The name by which the shop is asked, where it is reached by a proxy. */
  readonly host: string | undefined;

  constructor(host?: string) {
    this.host = host;
  }

  copy(): Browser {
    const copied = new Browser(this.host);
    for (const [name, value] of this.jar) copied.jar.set(name, value);
    return copied;
  }

  get(shop: GatewayOfShop, path: string, headers: Headers = {}): Promise<Reply> {
    return this.send(shop, 'GET', path, undefined, headers);
  }

  post(shop: GatewayOfShop, path: string, body: object = {}, headers: Headers = {}) {
    return this.send(shop, 'POST', path, body, headers);
  }

  /** As a form of a page is sent. */
  submit(
    shop: GatewayOfShop,
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Headers = {},
  ): Promise<Reply> {
    const form = new URLSearchParams(fields).toString();
    const type = 'application/x-www-form-urlencoded';
    return this.send(shop, 'POST', path, form, { 'Content-Type': type, ...headers });
  }

  /** Undefined among the headers takes away what browsers say by themselves. */
  async send(
    shop: GatewayOfShop,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: object | string | undefined,
    headers: Headers = {},
  ): Promise<Reply> {
    const own = this.host === undefined ? shop.url : `https://${this.host}`;
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const said: Headers = {
      'Sec-Fetch-Site': 'same-origin',
      ...(method === 'GET' ? {} : { Origin: own, 'Idempotency-Key': crypto.randomUUID() }),
      ...(typeof body === 'object' ? { 'Content-Type': 'application/json' } : {}),
      ...(this.host === undefined ? {} : { Host: this.host }),
      ...(cookie === '' ? {} : { Cookie: cookie }),
      ...headers,
    };
    const sent = Object.entries(said).filter(([, value]) => value !== undefined);
    const replied = await request(shop.url + path, {
      method,
      headers: Object.fromEntries(sent) as Record<string, string>,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await replied.body.text();
    const setCookies = [replied.headers['set-cookie'] ?? []].flat();
    for (const line of setCookies) this.keep(line);
    return {
      status: replied.statusCode,
      headers: replied.headers,
      setCookies,
      text,
      body: (/^[{[]/.test(text) ? JSON.parse(text) : undefined) as Told,
    };
  }

  /** As browsers take them: a name with the prefix from a secure reply alone. */
  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/; Secure/.test(line) && this.host === undefined) return;
    if (/; Max-Age=0\b/.test(line)) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}
