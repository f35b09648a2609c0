import {
  Constants,
  Device,
  Email,
  Event,
  Transaction,
  TransactionReport,
} from '@maxmind/minfraud-api-node';
import { Client } from '@maxmind/minfraud-api-node';
import { expect } from 'vitest';
import type { ClientList } from './client-calls.ts';

const purchase = (ipAddress: string, address = 'ana@example.com'): Transaction =>
  new Transaction({
    device: new Device({ ipAddress }),
    email: new Email({ address, hashAddress: false }),
    event: new Event({ type: Constants.EventType.Purchase, transactionId: 'attempt-1' }),
  });

export const minFraudCalls: ClientList = {
  vendor: 'MaxMind minFraud',
  client: '@maxmind/minfraud-api-node 6.1.0, over TLS',
  calls: [
    {
      name: 'score',
      shows: 'an assessment, read by the client’s own model',
      before: true,
      async run({ minFraud }) {
        const answer = await minFraud.score(purchase('192.0.2.1'));
        expect(answer).toMatchObject({ riskScore: 0.1, disposition: { action: 'accept' } });
        expect(answer).toMatchObject({ queriesRemaining: 100_000, ipAddress: { risk: 0.1 } });
      },
    },
    ...(['insights', 'factors'] as const).map((service) => ({
      name: service,
      shows: 'the same with its reasons',
      before: true,
      async run({ minFraud }: { minFraud: Client }) {
        const answer = await minFraud[service](purchase('203.0.113.7'));
        expect(answer).toMatchObject({ riskScore: 50, disposition: { action: 'manual_review' } });
        expect(answer.ipAddress).toMatchObject({ risk: 50 });
      },
    })),
    {
      name: 'score, denied',
      shows: 'by address and by e-mail',
      before: true,
      async run({ minFraud }) {
        const reject = { disposition: { action: 'reject' } };
        expect(await minFraud.score(purchase('198.51.100.1'))).toMatchObject(reject);
        const denied = purchase('192.0.2.1', 'fraud-deny@example.com');
        expect(await minFraud.score(denied)).toMatchObject(reject);
      },
    },
    {
      name: 'score, with another key',
      shows: 'AUTHORIZATION_INVALID',
      before: true,
      async run() {
        const stranger = new Client('100000', 'none', 60_000, 'localhost');
        const asked = stranger.score(purchase('192.0.2.1'));
        await expect(asked).rejects.toMatchObject({ code: 'AUTHORIZATION_INVALID' });
      },
    },
    {
      name: 'reportTransaction',
      shows: 'a fraud that was found later is taken',
      before: false,
      async run({ minFraud, sandbox }) {
        const { id } = await minFraud.score(purchase('192.0.2.1'));
        const report = new TransactionReport({
          ipAddress: '192.0.2.1',
          minfraudId: id,
          tag: Constants.Tag.CHARGEBACK,
        });
        expect(await minFraud.reportTransaction(report)).toBeUndefined();
        const stored: { id: string; tag?: string }[] = await sandbox.book('assessments');
        expect(stored.find((one) => one.id === id)).toMatchObject({ tag: 'chargeback' });
      },
    },
  ],
  missing: [],
};
