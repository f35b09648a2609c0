import https from 'node:https';
import { Client as MinFraud } from '@maxmind/minfraud-api-node';
import { ShipEngine } from 'shipengine';
import { Stripe } from 'stripe';
import twilio from 'twilio';
import { sandboxDefaults } from '#external/exchange/sandbox-keys.ts';
import { openSandbox } from '#external/sandbox/sandbox-for-tests.ts';
import type { Clients } from './client-calls.ts';
import { openTlsFront } from './tls-front.ts';

type Sent<T> = Parameters<typeof twilio.RequestClient.prototype.request<T>>[0];

/** Twilio's client knows its own host alone; what it sends is sent to another one. */
class OtherHost extends twilio.RequestClient {
  private readonly baseUrl: string;

  constructor(baseUrl: string) {
    super();
    this.baseUrl = baseUrl;
  }

  override request<T>(options: Sent<T>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<T>({ ...options, uri: `${this.baseUrl}${pathname}${search}` });
  }
}

/** A sandbox of its own, and the clients as a shop would open them. */
export async function openClients(): Promise<Clients & { close(): Promise<void> }> {
  const sandbox = await openSandbox();
  await sandbox.send('POST', '/sandbox/control/parcels', { stepMs: null });
  const { hostname: host, port } = new URL(sandbox.httpUrl);
  const { keys } = sandbox;
  const here = { host, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false } as const;
  const front = await openTlsFront('localhost', sandbox.httpUrl);
  const { globalAgent } = https;
  // The client takes no agent, and the port of TLS.
  https.globalAgent = front.agent;
  return {
    sandbox,
    stripe: new Stripe(keys.paymentSecretKey, here),
    stripeTax: new Stripe(keys.taxSecretKey, here),
    twilio: twilio(sandboxDefaults.smsAccountSid, keys.smsAuthToken, {
      httpClient: new OtherHost(sandbox.httpUrl),
    }),
    shipEngine: new ShipEngine({ apiKey: keys.carrierApiKey, baseURL: sandbox.httpUrl }),
    minFraud: new MinFraud(
      sandboxDefaults.fraudAccountId,
      keys.fraudLicenseKey,
      60_000,
      'localhost',
    ),
    async close() {
      https.globalAgent = globalAgent;
      await front.close();
      await sandbox.close();
    },
  };
}
