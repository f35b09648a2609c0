import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sandboxDefaults } from '../sandbox-keys.ts';
import type { Book } from './book.ts';
import { bodyJson } from './request-body.ts';

const bodySchema = z.object({
  device: z.object({ ip_address: z.string() }),
  event: z.object({ transaction_id: z.string(), type: z.string() }),
  email: z.object({ address: z.string() }).optional(),
});

export interface Assessment {
  id: string;
  transactionId: string;
  event: string;
  action: 'accept' | 'manual_review' | 'reject';
  score: number;
}

/**
 * Rules that a test can rely on: the e-mail's local part holds `fraud-deny` or `fraud-challenge`,
 * or the address is of TEST-NET-2 (198.51.100.0/24: deny) or TEST-NET-3 (203.0.113.0/24: challenge).
 */
export function registerFraudRoutes(app: FastifyInstance, book: Book, licenseKey: string): void {
  const basic = `${sandboxDefaults.fraudAccountId}:${licenseKey}`;
  const authorization = `Basic ${Buffer.from(basic).toString('base64')}`;
  const shelf = book.shelf<Assessment>('assessments');
  for (const service of ['score', 'insights', 'factors']) {
    const options = { config: { system: 'fraud' as const, operation: 'assess' } };
    app.post(`/minfraud/v2.0/${service}`, options, async (request, reply) => {
      if (request.headers.authorization !== authorization) {
        const error = 'Your account ID or license key could not be authenticated.';
        return reply.code(401).send({ code: 'AUTHORIZATION_INVALID', error });
      }
      const body = bodySchema.safeParse(bodyJson(request));
      if (!body.success) {
        return reply.code(400).send({ code: 'JSON_INVALID', error: 'The body is not usable.' });
      }
      const { device, event, email } = body.data;
      const verdict = judge(device.ip_address, email?.address ?? '');
      const id = randomUUID();
      const { action, score } = verdict;
      shelf.insert(
        { id, transactionId: event.transaction_id, event: event.type, action, score },
        event.transaction_id,
      );
      return {
        id,
        risk_score: score,
        funds_remaining: 1_000,
        queries_remaining: 100_000,
        ip_address: { risk: score },
        warnings: [],
        disposition: { action, reason: 'custom_rule', rule_label: verdict.label },
        ...(service === 'score' ? {} : { risk_score_reasons: [] }),
      };
    });
  }
}

function judge(
  ip: string,
  email: string,
): { action: Assessment['action']; score: number; label: string } {
  const local = email.split('@')[0]?.toLowerCase() ?? '';
  if (local.includes('fraud-deny')) return { action: 'reject', score: 95, label: 'email_denied' };
  if (ip.startsWith('198.51.100.')) return { action: 'reject', score: 93, label: 'ip_denied' };
  if (local.includes('fraud-challenge')) {
    return { action: 'manual_review', score: 55, label: 'email_suspicious' };
  }
  if (ip.startsWith('203.0.113.')) {
    return { action: 'manual_review', score: 50, label: 'ip_suspicious' };
  }
  return { action: 'accept', score: 0.1, label: 'default' };
}
