import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
let count = 0;

beforeAll(async () => {
  kit = await openPayments();
}, 300_000);
afterAll(() => kit.close());

type Change = Partial<InputOf<'payment', 'authorizePayment'>>;

/** A channel of its own, so that no test sees what another has set. */
function newChannel() {
  const channel = `shop-${(count += 1)}`;
  const staff = kit.shop.staff(['settings:read', 'settings:write']);
  const as = (change: Partial<Invocation> = {}) => kit.shop.invocation({ channel, ...change });
  return {
    channel,
    put: (input: InputOf<'payment', 'putPaymentMethod'>) =>
      kit.payments.putPaymentMethod(input, as({ actor: staff })),
    list: async (change: Partial<InputOf<'payment', 'listMethods'>> = {}) => {
      const asked = { countries: ['DE'], totalMinor: 5_000, currency: 'EUR', fresh: true };
      const input = { ...asked, buyer: customer(), ...change };
      const { items: methods } = must(await kit.payments.listMethods(input, as()), 'list');
      return methods.map(({ code }) => code);
    },
    pay: (methodCode: string, change: Change = {}) => {
      const { method: _method, token: _token, ...request } = kit.request();
      const buyer = change.buyer ?? customer();
      const input = { ...request, methodCode, countries: ['DE'], ...change, buyer };
      return kit.payments.authorizePayment(input, as());
    },
    as,
  };
}

const customer = (customerId = newId(), groups: string[] = []) => ({
  customerId,
  groups,
  email: `${customerId}@example.com`,
});
const guest = { customerId: null, groups: [], email: 'ada@example.com' };
const account = { registered: true, groups: [], ceilingMinor: null };
const refused = (reason: string) => ({
  ok: false,
  failure: { code: 'payment_method_unavailable', detail: { reason } },
});

test('staff are told that the sandbox takes the payments', async () => {
  const { as } = newChannel();
  const asked = as({ actor: kit.shop.staff(['settings:read']) });
  const [card, ...others] = must(await kit.payments.listPaymentMethods({}, asked), 'list').items;
  expect(others).toEqual([]);
  expect(card!.notices.map(({ code }) => code)).toEqual(['sandbox']);
});

test('a channel takes cards by itself, and nothing else', async () => {
  const { list, pay } = newChannel();
  expect(await list()).toEqual(['card']);
  expect(await pay('invoice')).toMatchObject(refused('unknown'));
  expect(await pay('cash_on_delivery')).toMatchObject(refused('unknown'));
  // As a version that knew kinds alone asks.
  const byKind = { ...kit.request({ method: 'invoice' }), token: undefined };
  expect(await kit.payments.authorizePayment(byKind, kit.invocation())).toMatchObject(
    refused('unknown'),
  );
  expect(must(await pay('card', { token: 'pm_card_visa' }), 'card').status).toBe('authorized');
});

test('a method that needs a token says how the form that gives it is shown', async () => {
  const { as } = newChannel();
  const asked = { buyer: guest, countries: ['AT', 'DE'], totalMinor: 5_000, currency: 'EUR' };
  const list = async (change: object) =>
    must(
      await kit.payments.listMethods({ ...asked, fresh: true, ...change }, as({ locale: 'de-AT' })),
      'list',
    ).items;
  const origin = expect.stringMatching(/^http:\/\/(127\.0\.0\.1|localhost):\d+$/);
  expect(await list({})).toEqual([
    {
      code: 'card',
      kind: 'card',
      name: 'Kreditkarte',
      needsToken: true,
      hostedPage: true,
      cardForm: {
        provider: 'stripe',
        sandbox: true,
        publishableKey: expect.stringMatching(/^pk_test_[0-9a-f]{64}$/),
        scriptUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v3\/$/),
        scriptOrigins: [origin],
        frameOrigins: [origin, origin],
        connectOrigins: [],
        country: 'DE',
        currency: 'EUR',
        amountMinor: 5_000,
        amountInForm: 5_000,
      },
    },
  ]);
  const [krona] = await list({ totalMinor: 1_000, currency: 'ISK' });
  expect(krona!.cardForm).toMatchObject({ amountMinor: 1_000, amountInForm: 100_000 });
  const [unknown] = await list({ countries: [], totalMinor: null, currency: null });
  expect(unknown!.cardForm).toMatchObject({ country: null, currency: null, amountInForm: null });
  const [free] = await list({ totalMinor: 0 });
  expect(free).toMatchObject({ needsToken: false });
  expect(free!.cardForm).toBeUndefined();
});

describe('staff sets a method', () => {
  test.each([
    ['pay later without a rule', { code: 'invoice', active: true }, 'payment_rule_missing'],
    [
      'pay later with an empty rule',
      {
        code: 'cash_on_delivery',
        active: true,
        rule: { registered: false, groups: [], ceilingMinor: null },
      },
      'payment_rule_missing',
    ],
    ['a code that says no kind', { code: 'house_account' }, 'payment_method_kind_missing'],
    ['another kind', { code: 'invoice', kind: 'card' as const }, 'payment_method_kind_fixed'],
    ['limits crossed', { code: 'card', minMinor: 5, maxMinor: 4 }, 'payment_limits_invalid'],
  ])('%s is refused', async (_what, input, code) => {
    const { put, list } = newChannel();
    expect(await put(input)).toMatchObject({ ok: false, failure: { code } });
    expect(await list()).toEqual(['card']);
  });

  test('and what is left out stays; the change is on record', async () => {
    const { put, list, channel } = newChannel();
    must(await put({ code: 'invoice', active: true, rule: account, position: 1 }), 'put');
    const changed = must(await put({ code: 'invoice', maxMinor: 10_000 }), 'put again');
    expect(changed).toMatchObject({ active: true, maxMinor: 10_000, rule: account, position: 1 });
    expect(changed.notices.map(({ code }) => code)).toEqual(['without_ceiling']);
    // The rule that lets it in cannot be taken from under it.
    expect(await put({ code: 'invoice', rule: null })).toMatchObject({
      failure: { code: 'payment_rule_missing' },
    });
    expect(await list()).toEqual(['card', 'invoice']);
    must(await put({ code: 'card', active: false }), 'no cards');
    expect(await list()).toEqual(['invoice']);
    const audited = await kit.database.query(
      sql`select from audit_entry where subject = ${`payment_method:${channel}:invoice`}`,
    );
    expect(audited).toHaveLength(2);
    expect(await newChannel().list()).toEqual(['card']);
  });

  test('whoever lets guests pay later is told so', async () => {
    const rule = { registered: false, groups: [], ceilingMinor: 5_000 };
    const put = must(
      await newChannel().put({ code: 'cash_on_delivery', active: true, rule }),
      'put',
    );
    expect(put.notices.map(({ code }) => code)).toEqual(['guests_may_pay_later']);
  });
});

/** Each breaks its own rule and all that are looked at after it, so the order is shown too. */
describe('a method is not offered, for the first reason', async () => {
  const limits = {
    countries: ['DE'],
    currencies: ['EUR'],
    minMinor: 1_000,
    maxMinor: 20_000,
    rule: { registered: true, groups: ['trade'], ceilingMinor: 15_000 },
  };
  const doubtful = { forceChallenge: true, buyer: guest, amountMinor: 999, countries: ['FR'] };
  const stranger = customer(newId());
  const trader = () => customer(newId(), ['trade']);
  test.each<[string, Change, Partial<InputOf<'payment', 'putPaymentMethod'>>]>([
    ['inactive', { ...doubtful, currency: 'USD' }, { active: false }],
    ['currency', { ...doubtful, currency: 'USD' }, {}],
    ['country', doubtful, {}],
    ['country', { ...doubtful, countries: ['DE', 'FR'] }, {}],
    ['below_minimum', { ...doubtful, countries: ['DE'] }, {}],
    ['above_maximum', { ...doubtful, countries: ['DE'], amountMinor: 20_001 }, {}],
    ['account_required', { ...doubtful, countries: ['DE'], amountMinor: 15_001 }, {}],
    ['group_required', { forceChallenge: true, buyer: stranger, amountMinor: 15_001 }, {}],
    ['risk', { forceChallenge: true, buyer: trader(), amountMinor: 15_001 }, {}],
    ['above_ceiling', { buyer: trader(), amountMinor: 15_001 }, {}],
  ])('%s', async (reason, change, set) => {
    const { put, pay, list } = newChannel();
    must(await put({ code: 'invoice', active: true, ...limits, ...set }), 'put');
    const paymentId = newId();
    expect(await pay('invoice', { paymentId, ...change })).toMatchObject(refused(reason));
    expect(
      await kit.database.query(sql`select from payment where payment_id = ${paymentId}`),
    ).toEqual([]);
    if (reason === 'risk') return;
    const { buyer, amountMinor = 5_000, currency = 'EUR', countries = ['DE'] } = change;
    const asked = { totalMinor: amountMinor, currency, countries, ...(buyer ? { buyer } : {}) };
    expect(await list(asked)).toEqual(['card']);
  });

  test('and is where nothing speaks against it', async () => {
    const { put, pay, list } = newChannel();
    must(await put({ code: 'invoice', active: true, ...limits }), 'put');
    const buyer = trader();
    expect(await list({ buyer })).toEqual(['card', 'invoice']);
    expect(must(await pay('invoice', { buyer }), 'pay').payment).toMatchObject({
      method: 'invoice',
      methodCode: 'invoice',
      authorizationKind: 'promise',
    });
  });
});

test('several methods of one kind, each with a code and a name of its own', async () => {
  const { put, pay, as } = newChannel();
  const names = { en: 'On account', de: 'Auf Rechnung' };
  const rule = { registered: false, groups: ['trade'], ceilingMinor: null };
  must(await put({ code: 'trade_account', kind: 'invoice', active: true, rule, names }), 'put');
  const buyer = customer(newId(), ['trade']);
  const asked = { buyer, countries: [], totalMinor: null, currency: null, fresh: true };
  const listed = must(await kit.payments.listMethods(asked, as({ locale: 'de' })), 'list');
  expect(listed.items[1]).toEqual({
    code: 'trade_account',
    kind: 'invoice',
    name: 'Auf Rechnung',
    needsToken: false,
  });
  const paid = must(await pay('trade_account', { buyer }), 'pay');
  expect(paid.payment).toMatchObject({ methodCode: 'trade_account', method: 'invoice' });
});

test('what another process closed a moment ago lets nothing through', async () => {
  const { put, pay, channel } = newChannel();
  must(await put({ code: 'invoice', active: true, rule: account }), 'put');
  must(await pay('invoice'), 'before');
  await kit.database.query(sql`
    update payment_method set active = false, version = version + 1 where channel = ${channel}`);
  expect(await pay('invoice')).toMatchObject(refused('inactive'));
  await kit.database.query(sql`
    update payment_method set active = true, version = version + 1 where channel = ${channel}`);
  expect(must(await pay('invoice'), 'after').status).toBe('authorized');
});

test('what was begun goes on, whatever staff sets since', async () => {
  const { put, pay } = newChannel();
  must(await put({ code: 'invoice', active: true, rule: account }), 'put');
  const same = { paymentId: newId(), checkoutId: newId(), buyer: customer() };
  const first = must(await pay('invoice', same), 'first');
  must(await put({ code: 'invoice', active: false }), 'closed');
  expect(must(await pay('invoice', same), 'again')).toEqual(first);
});

describe('a ceiling counts what is owed already', () => {
  const rule = { registered: true, groups: [], ceilingMinor: 12_000 };

  test('of ten purchases at once no more go through than it allows', async () => {
    const { put, pay, list } = newChannel();
    must(await put({ code: 'invoice', active: true, rule }), 'put');
    const buyer = customer();
    const all = await Promise.all(Array.from({ length: 10 }, () => pay('invoice', { buyer })));
    expect(all.filter(({ ok }) => ok)).toHaveLength(2);
    for (const reply of all) if (!reply.ok) expect(reply).toMatchObject(refused('above_ceiling'));
    expect(await list({ buyer })).toEqual(['card']);
    expect(await list({ buyer, totalMinor: 2_000 })).toEqual(['card', 'invoice']);
    // Somebody else owes nothing.
    must(await pay('invoice'), 'another');
  });

  test('what was given back is owed no more, and repeating a purchase counts once', async () => {
    const { put, pay } = newChannel();
    must(await put({ code: 'invoice', active: true, rule }), 'put');
    const buyer = customer();
    const same = { paymentId: newId(), checkoutId: newId(), buyer, amountMinor: 12_000 };
    must(await pay('invoice', same), 'first');
    must(await pay('invoice', same), 'the same');
    expect(await pay('invoice', { buyer })).toMatchObject(refused('above_ceiling'));
    must(await kit.payments.voidPayment({ paymentId: same.paymentId }, kit.invocation()), 'void');
    must(await pay('invoice', { buyer }), 'after');
  });

  test('a guest is known by the address given, however it is spelled', async () => {
    const { put, pay } = newChannel();
    const open = { registered: false, groups: [], ceilingMinor: 6_000 };
    must(await put({ code: 'cash_on_delivery', active: true, rule: open }), 'put');
    must(await pay('cash_on_delivery', { buyer: guest }), 'first');
    const again = { ...guest, email: 'ADA@Example.com ' };
    expect(await pay('cash_on_delivery', { buyer: again })).toMatchObject(refused('above_ceiling'));
    const unknown = { ...guest, email: null };
    expect(await pay('cash_on_delivery', { buyer: unknown })).toMatchObject(
      refused('account_required'),
    );
  });
});
