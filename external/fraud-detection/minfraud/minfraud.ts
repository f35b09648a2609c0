import { z } from 'zod';
import { decimalFromMinor } from '../../exchange/currency-exponent.ts';
import { Exchange, parseJson, unknown } from '../../exchange/exchange.ts';
import type { ExternalCall, PostalAddress } from '../../exchange/external-call.ts';
import type { AssessRequest, AssessResult, FraudDetection } from '../port.ts';

export interface MinFraudSettings {
  /** `https://minfraud.maxmind.com`, or the sandbox. */
  baseUrl: string;
  accountId: string;
  licenseKey: string;
  /** Only insights and factors say reasons. */
  service: 'score' | 'insights' | 'factors';
  timeoutMs: number;
  /** Used where the account has no custom rules and the answer therefore no disposition. */
  challengeFromScore: number;
  denyFromScore: number;
}

const answerSchema = z.object({
  id: z.string().min(1),
  risk_score: z.number().min(0).max(100),
  disposition: z
    .object({
      action: z.enum(['accept', 'reject', 'manual_review', 'test']),
      reason: z.string().optional(),
      rule_label: z.string().optional(),
    })
    .optional(),
  risk_score_reasons: z
    .array(z.object({ multiplier: z.number(), reasons: z.array(z.object({ code: z.string() })) }))
    .optional(),
});

const decisions = {
  accept: 'allow',
  test: 'allow',
  manual_review: 'challenge',
  reject: 'deny',
} as const;

const eventTypes = {
  login: 'account_login',
  registration: 'account_creation',
  checkout: 'purchase',
} as const;

export class MinFraud implements FraudDetection {
  private readonly settings: MinFraudSettings;
  private readonly exchange: Exchange;

  constructor(settings: MinFraudSettings) {
    this.settings = settings;
    const credentials = Buffer.from(`${settings.accountId}:${settings.licenseKey}`);
    this.exchange = new Exchange({
      baseUrl: settings.baseUrl,
      timeoutMs: settings.timeoutMs,
      headers: {
        authorization: `Basic ${credentials.toString('base64')}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
    });
  }

  async assess(request: AssessRequest, call?: ExternalCall): Promise<AssessResult> {
    const answer = await this.exchange.send(
      {
        method: 'POST',
        path: `/minfraud/v2.0/${this.settings.service}`,
        headers: { 'idempotency-key': request.idempotencyKey },
        body: JSON.stringify(wireRequest(request)),
        // An assessment changes nothing; a second one costs a query.
        idempotent: true,
      },
      call,
    );
    if (answer.status === 'unknown') return answer;
    if (answer.statusCode !== 200) {
      const executed = answer.statusCode < 300 ? 'maybe' : 'no';
      return unknown('invalid_answer', executed, `status ${answer.statusCode}`);
    }
    const parsed = answerSchema.safeParse(parseJson(answer.text));
    if (!parsed.success) return unknown('invalid_answer', 'maybe', 'no risk score');
    const { id, risk_score: riskScore, disposition, risk_score_reasons: groups } = parsed.data;
    const reasons = (groups ?? [])
      .filter((group) => group.multiplier > 1)
      .flatMap((group) => group.reasons.map((reason) => reason.code.toLowerCase()));
    if (disposition?.rule_label !== undefined) reasons.unshift(disposition.rule_label);
    return {
      status: 'assessed',
      providerAssessmentId: id,
      decision: disposition ? decisions[disposition.action] : this.byScore(riskScore),
      score: Math.min(99, riskScore),
      reasons,
    };
  }

  close(): Promise<void> {
    return this.exchange.close();
  }

  private byScore(score: number): 'allow' | 'challenge' | 'deny' {
    if (score >= this.settings.denyFromScore) return 'deny';
    return score >= this.settings.challengeFromScore ? 'challenge' : 'allow';
  }
}

const textLettersMax = 255;

function wireRequest(request: AssessRequest): object {
  const { email, billing, shipping, order } = request;
  return {
    device: {
      ip_address: request.ipAddress,
      ...(request.userAgent === undefined ? {} : { user_agent: request.userAgent.slice(0, 512) }),
    },
    event: { transaction_id: request.transactionId, type: eventTypes[request.event] },
    ...(email === undefined || email.length > textLettersMax
      ? {}
      : { email: { address: email, domain: email.split('@').at(-1) } }),
    ...(billing === undefined ? {} : { billing: wireAddress(billing) }),
    ...(shipping === undefined ? {} : { shipping: wireAddress(shipping) }),
    ...(order === undefined
      ? {}
      : {
          order: {
            amount: Number(decimalFromMinor(order.amountMinor, order.currency)),
            currency: order.currency,
          },
        }),
  };
}

/** As minFraud takes it: what is longer than it may be says nothing, or is cut. */
function wireAddress(address: PostalAddress): object {
  const names = address.name?.trim().split(/\s+/) ?? [];
  const lastName = names.length > 1 ? names.pop() : undefined;
  const reported: Record<string, string | undefined> = {
    first_name: names.join(' '),
    last_name: lastName,
    company: address.company,
    address: address.line1,
    address_2: address.line2,
    city: address.city,
    region: codeOf(address.region, 4),
    country: codeOf(address.country, 2),
    postal: address.postalCode,
    phone_number: address.phone,
  };
  const filled = Object.entries(reported).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  return Object.fromEntries(filled.map(([name, value]) => [name, value?.slice(0, textLettersMax)]));
}

/** A code that is cut would be another one. */
function codeOf(code: string | undefined, lettersMax: number): string | undefined {
  return code !== undefined && code.length <= lettersMax ? code : undefined;
}
