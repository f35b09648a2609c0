import { wholeList } from '#contracts/shapes.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, Handlers } from '#platform/calls/service.ts';
import {
  isPromise,
  judgeMethod,
  readMethods,
  type Purchase,
  type MethodBook,
  type PaymentMethodRow,
} from './payment-method.ts';
import { hasPage, needsToken } from '../payments/gateway.ts';
import type { Context } from '../payments/payment-store.ts';
import { debtorKey, owedBy } from '../receivables/receivable-store.ts';
import { cardFormFor } from './card-form.ts';
import { toMethod, toOffered } from './view-payment-method.ts';

/** The methods of the channel asked for, as staff sees them. */
export function readPaymentMethods(
  context: Context,
): Pick<Handlers<'payment'>, 'listPaymentMethods' | 'getPaymentMethod'> {
  const { database } = context;
  return {
    async listPaymentMethods(_input, { channel }) {
      const methods = await readMethods(database, channel);
      return ok(wholeList(methods.map((method) => toMethod(context, method))));
    },
    async getPaymentMethod({ code }, { channel }) {
      const method = (await readMethods(database, channel)).find((one) => one.code === code);
      if (method) return ok(toMethod(context, method));
      return fail('payment_method_not_found', `This channel has no method ${code}.`);
    },
  };
}

/** What a purchase is offered. Completing looks again: what is listed here is no promise. */
export function listMethods(context: Context, book: MethodBook): Handler<'payment', 'listMethods'> {
  return async ({ fresh, ...asked }, invocation) => {
    const purchase = { ...asked, doubted: false };
    const methods = (await book.of(invocation.channel, fresh)).filter(
      (method) => judgeMethod(method, purchase) === undefined,
    );
    const owedMinor = await owedFor(context, methods, purchase, invocation);
    const offered = methods.filter(({ rule }) => {
      const ceilingMinor = rule?.ceilingMinor ?? null;
      return (
        purchase.totalMinor === 0 ||
        ceilingMinor === null ||
        owedMinor + (purchase.totalMinor ?? 0) <= ceilingMinor
      );
    });
    const { locale } = invocation;
    const shown = offered.map((one) => {
      const asksToken = needsToken(context, one, purchase.totalMinor);
      const form = asksToken ? cardFormFor(context, purchase) : undefined;
      const offer = toOffered(one, asksToken, locale);
      const page = asksToken && hasPage(context) ? { hostedPage: true } : {};
      return { ...offer, ...page, ...(form && { cardForm: form }) };
    });
    return ok(wholeList(shown));
  };
}

/** Asked only where a ceiling is to be compared with it. */
async function owedFor(
  { database }: Context,
  methods: readonly PaymentMethodRow[],
  { buyer, currency }: Purchase,
  invocation: Invocation,
): Promise<number> {
  const key = debtorKey(buyer);
  const hasCeiling = methods.some(
    (method) => isPromise(method) && (method.rule?.ceilingMinor ?? null) !== null,
  );
  if (!hasCeiling || key === undefined || currency === null) return 0;
  const owed = await database.first<{ owedMinor: number }>(owedBy(key, currency, null), invocation);
  return owed!.owedMinor;
}
