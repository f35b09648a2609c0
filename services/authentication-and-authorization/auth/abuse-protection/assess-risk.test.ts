import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assessmentPurpose, sealedAssessment } from '#contracts/auth/risk-assessment.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openSealed } from '#platform/ground/sealed.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password, secrets } from '../accounts-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open({ sandbox: true });
});
afterEach(() => shop.kontor.sandbox.clearFaults());
afterAll(() => shop.close());

const suspicious = '203.0.113.7';
const denied = '198.51.100.7';

async function assess(key: string, ipAddress = '192.0.2.1') {
  const order = { amountMinor: 1_999, currency: 'EUR' };
  const question = { key, event: 'checkout', ipAddress, email: 'a@example.com', order } as const;
  return must(await shop.auth.assessRisk(question, shop.kontor.invocation()), 'assess');
}

/** What checkout reads in an answer on a purchase. */
function opened(answer: { assessmentId: string | null }) {
  return sealedAssessment.parse(openSealed(secrets, assessmentPurpose, answer.assessmentId!));
}

describe('a purchase', () => {
  test.each([
    ['192.0.2.1', 'allow'],
    [suspicious, 'challenge'],
    [denied, 'deny'],
  ])('from %s: %s, kept by its key', async (ipAddress, decision) => {
    const key = `checkout:${newId()}:1`;
    const first = await assess(key, ipAddress);
    expect(first.decision).toBe(decision);
    expect(opened(first)).toMatchObject({ decision, id: expect.any(String) });
    // Asked from elsewhere the provider would say something else: the first answer counts.
    const elsewhere = await assess(key, ipAddress === denied ? '192.0.2.1' : denied);
    expect(elsewhere.decision).toBe(decision);
    expect(opened(elsewhere).id).toBe(opened(first).id);
    expect(opened(elsewhere).client).not.toBe(opened(first).client);
    expect(opened(await assess(`${key}0`, ipAddress)).id).not.toBe(opened(first).id);
  });

  test('is sealed for its checkout, version and total, whatever was found out', async () => {
    const checkoutId = newId();
    const total = { amountMinor: 1_999, currency: 'EUR' };
    const answer = await assess(`checkout:${checkoutId}:7`);
    expect(opened(answer)).toMatchObject({ checkoutId, version: 7, total, decision: 'allow' });
    await shop.kontor.sandbox.control('faults', { system: 'fraud', kind: 'html' });
    const silent = opened(await assess(`checkout:${checkoutId}:8`));
    expect(silent).toMatchObject({ version: 8, decision: 'unavailable', id: null });
    expect(silent.client).toBe(opened(answer).client);
    expect(JSON.stringify(silent)).not.toContain('192.0.2.1');
  });

  test('asked many times at once gets one answer', async () => {
    const key = `checkout:${newId()}:1`;
    const answers = await Promise.all(Array.from({ length: 12 }, () => assess(key)));
    expect(new Set(answers.map((answer) => opened(answer).id)).size).toBe(1);
  });

  test('waits a second at most, and what was not answered is not kept', async () => {
    const key = newId();
    await shop.kontor.sandbox.control('faults', {
      system: 'fraud',
      kind: 'delay',
      delayMs: 60_000,
    });
    const startMs = performance.now();
    expect(await assess(key)).toEqual({ decision: 'unavailable', assessmentId: null });
    expect(performance.now() - startMs).toBeGreaterThan(900);
    expect(performance.now() - startMs).toBeLessThan(30_000);
    expect(await shop.rows(sql`select from risk_assessment where key = ${key}`)).toEqual([]);
    await shop.kontor.sandbox.clearFaults();
    expect(await assess(key)).toMatchObject({ decision: 'allow' });
  });

  test.each(['html', 'truncated', 'reset', 'status'])(
    'is never allowed by a provider that lies or fails (%s), but keeps what was said before',
    async (kind) => {
      const key = newId();
      const before = await assess(`${key}-before`, suspicious);
      await shop.kontor.sandbox.control('faults', { system: 'fraud', kind });
      expect(await assess(key)).toMatchObject({ decision: 'unavailable' });
      expect(await assess(`${key}-before`)).toEqual(before);
    },
  );
});

describe('signing in', () => {
  const login = (email: string, ipAddress: string, tried = password) =>
    shop.auth.login({ email, password: tried, ipAddress }, shop.invocation());

  test('is refused when denied, without a word on the password or the account', async () => {
    const { email } = await shop.customer();
    const answers = [
      await login(email, denied),
      await login(email, denied, 'wrong one here'),
      await login('nobody@example.com', denied),
    ].map((reply) => JSON.stringify(reply));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('login_refused');
  });

  test('gets an hour when it should be challenged, and all of it when nobody answers', async () => {
    const { email } = await shop.customer();
    const challenged = must(await login(email, suspicious), 'login');
    const [row] = await shop.rows<{ seconds: number; risk: string }>(sql`
      select extract(epoch from expires_at - created_at)::int as seconds, risk_decision as risk
      from session where session_id = ${challenged.sessionId}`);
    expect(row).toEqual({ seconds: 3_600, risk: 'challenge' });
    await shop.kontor.sandbox.control('faults', {
      system: 'fraud',
      kind: 'status',
      statusCode: 503,
    });
    expect(codeOf(await login(email, '192.0.2.200'))).toBe('ok');
  });
});

test('a denied registration is refused, for known and unknown addresses alike', async () => {
  const { email } = await shop.customer();
  const before = await shop.mails(email);
  const answers = [];
  for (const each of [email, shop.newEmail()]) {
    const input = { email: each, password, ipAddress: denied };
    answers.push(JSON.stringify(await shop.auth.register(input, shop.invocation())));
  }
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('registration_refused');
  expect(await shop.mails(email)).toEqual(before);
});
