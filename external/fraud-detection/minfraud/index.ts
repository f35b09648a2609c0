import { z } from 'zod';
import { sandboxDefaults, sandboxKeys } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { MinFraud, type MinFraudSettings } from './minfraud.ts';

type Account = Omit<MinFraudSettings, 'timeoutMs'>;

/** Where an answer has no disposition. */
const scores = { challengeFromScore: 30, denyFromScore: 80 };

export const minFraud = provider({
  system: 'fraud-detection',
  id: 'minfraud',
  called: 'MaxMind',
  settings: z.object({
    MAXMIND_ACCOUNT_ID: z.string().regex(/^\d+$/, 'is no account ID (a number)'),
    MAXMIND_LICENSE_KEY: z.string(),
    MAXMIND_SERVICE: z
      .enum(['score', 'insights', 'factors'], 'is not score, insights or factors')
      .default('insights')
      .describe('`score`, `insights` or `factors`'),
  }),
  connection: (read): Account => ({
    baseUrl: 'https://minfraud.maxmind.com',
    accountId: read.MAXMIND_ACCOUNT_ID,
    licenseKey: read.MAXMIND_LICENSE_KEY,
    service: read.MAXMIND_SERVICE,
    ...scores,
  }),
  sandbox: ({ httpUrl, secret }): Account => ({
    baseUrl: httpUrl,
    accountId: sandboxDefaults.fraudAccountId,
    licenseKey: sandboxKeys(secret).fraudLicenseKey,
    service: 'insights',
    ...scores,
  }),
  open: (connection) => new MinFraud(connection),
});
