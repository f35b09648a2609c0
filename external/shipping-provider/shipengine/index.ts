import { z } from 'zod';
import { sandboxDefaults, sandboxKeys } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { commaSeparated } from '../../settings-forms.ts';
import { ShipEngine, type ShipEngineSettings } from './shipengine.ts';
import { isWebhookSecret } from './webhook-secrets.ts';

interface Account extends Omit<ShipEngineSettings, 'timeoutMs'> {
  webhookSecrets: readonly string[];
}

const jwksUrl = 'https://api.shipengine.com/jwks';

export const shipEngine = provider({
  system: 'shipping-provider',
  id: 'shipengine',
  called: 'ShipEngine',
  settings: z.object({
    SHIPENGINE_API_KEY: z.string(),
    SHIPENGINE_CARRIER_IDS: commaSeparated(/^se-\w+$/, 'se-…').describe(
      'Carrier accounts that are asked for rates, comma between',
    ),
    SHIPENGINE_JWKS_URL: z
      .url({ protocol: /^https?$/, error: `is no address such as ${jwksUrl}` })
      .default(jwksUrl)
      .describe('Where the keys are that verify its webhooks'),
    SHIPENGINE_WEBHOOK_SECRETS: commaSeparated(/^\S[^,]*$/, 'secrets, or public keys as PEM,')
      .refine(
        (secrets) => secrets.every(isWebhookSecret),
        'holds PEM that is no RSA public key; give it as BEGIN PUBLIC KEY (SPKI)',
      )
      .default([])
      .describe('Public keys as PEM (`\\n` for a line’s end), or the secret of a relay'),
  }),
  connection: (read): Account => ({
    baseUrl: 'https://api.shipengine.com',
    apiKey: read.SHIPENGINE_API_KEY,
    carrierIds: read.SHIPENGINE_CARRIER_IDS,
    jwksUrl: read.SHIPENGINE_JWKS_URL,
    // A PEM key has lines, and a variable often cannot.
    webhookSecrets: read.SHIPENGINE_WEBHOOK_SECRETS.map((text) => text.replaceAll('\\n', '\n')),
  }),
  sandbox: ({ httpUrl, secret }) => ({
    baseUrl: httpUrl,
    apiKey: sandboxKeys(secret).carrierApiKey,
    carrierIds: [...sandboxDefaults.carrierIds],
    // The sandbox publishes its keys as the real one does.
    jwksUrl: `${httpUrl}/jwks`,
    webhookSecrets: [],
  }),
  open: (connection) => new ShipEngine(connection),
  webhook: { secrets: ({ webhookSecrets }) => webhookSecrets },
});
