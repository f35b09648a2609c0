import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import type { Book, Shelf } from '../book/book.ts';
import { sendRefusal } from '../wire/described-requests.ts';
import { minFraudDialect, minFraudError } from './fraud-refusals.ts';
import { report, transaction } from './fraud-requests.ts';
import { bodyJson } from '../wire/request-body.ts';
import type { Reported } from '../wire/wire-shape.ts';

export interface Assessment {
  id: string;
  transactionId: string;
  event: string;
  action: 'accept' | 'manual_review' | 'reject';
  score: number;
  /** What the shop found out later. */
  tag?: string;
}

/**
 * Rules that a test can rely on: the e-mail's local part holds `fraud-deny` or `fraud-challenge`,
 * or the address is of TEST-NET-2 (198.51.100.0/24: deny) or TEST-NET-3 (203.0.113.0/24: challenge).
 */
export function registerFraudRoutes(app: FastifyInstance, book: Book, licenseKey: string): void {
  const basic = `${sandboxDefaults.fraudAccountId}:${licenseKey}`;
  const authorization = `Basic ${Buffer.from(basic).toString('base64')}`;
  const shelf = book.shelf<Assessment>('assessments');
  app.addHook('preValidation', async (request, reply) => {
    if (request.routeOptions.config.system !== 'fraud') return;
    const reported = request.headers.authorization;
    if (reported === authorization) return;
    const code = reported === undefined ? 'ACCOUNT_ID_REQUIRED' : 'AUTHORIZATION_INVALID';
    const error = 'Your account ID or license key could not be authenticated.';
    return sendRefusal(reply, minFraudError(401, code, error));
  });
  for (const service of ['score', 'insights', 'factors']) {
    const wants = { dialect: minFraudDialect, body: transaction };
    const options = { config: { system: 'fraud' as const, operation: 'assess', wants } };
    app.post(`/minfraud/v2.0/${service}`, options, async (request) => {
      const { device, event = {}, email } = bodyJson(request) as Reported<typeof transaction>;
      const { transaction_id: transactionId = '', type = 'purchase' } = event;
      const verdict = judge(device.ip_address, email?.address ?? '');
      const id = randomUUID();
      const { action, score } = verdict;
      shelf.insert({ id, transactionId, event: type, action, score }, transactionId || null);
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
  registerReports(app, shelf);
}

/** Which of the transactions was fraud, by its id here or at the shop. */
function registerReports(app: FastifyInstance, shelf: Shelf<Assessment>): void {
  const wants = { dialect: minFraudDialect, body: report };
  const options = { config: { system: 'fraud' as const, operation: 'report', wants } };
  app.post('/minfraud/v2.0/transactions/report', options, async (request, reply) => {
    const told = bodyJson(request) as Reported<typeof report>;
    const { minfraud_id: id, transaction_id: transactionId, ip_address: ip, tag } = told;
    if (!id && !transactionId && !ip && !told.maxmind_id) {
      const error = 'One of ip_address, maxmind_id, minfraud_id and transaction_id is required.';
      return sendRefusal(reply, minFraudError(400, 'PARAMETER_REQUIRED', error));
    }
    const found = id === undefined ? shelf.byReference(transactionId ?? '') : [shelf.get(id)];
    for (const one of found) if (one !== undefined) shelf.update({ ...one, tag });
    return reply.code(204).send();
  });
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
