import type { OutputOf } from '#platform/calls/service.ts';
import type { Context } from '../payments/payment-store.ts';
import { isPromise, type PaymentMethodRow } from './payment-method.ts';

type Method = OutputOf<'payment', 'getPaymentMethod'>;
type Offered = OutputOf<'payment', 'listMethods'>['items'][number];

/** As staff sees it. */
export function toMethod({ external }: Context, row: PaymentMethodRow): Method {
  const { version: _version, ...method } = row;
  return { ...method, notices: noticesOf(row, external.paymentGateway.newAt.sandbox) };
}

/** As buyers are offered it, in their language where the shop has named it so. */
export function toOffered(
  { code, kind, names }: PaymentMethodRow,
  needsToken: boolean,
  locale: string,
): Offered {
  const language = locale.slice(0, 2);
  const named = names[locale] ?? names[language] ?? names['en'];
  const own = ownNames[language] ?? ownNames['en']!;
  return { code, kind, name: named ?? own[kind], needsToken };
}

const ownNames: Readonly<Record<string, Record<PaymentMethodRow['kind'], string>>> = {
  en: { card: 'Card', invoice: 'Invoice', cash_on_delivery: 'Cash on delivery' },
  de: { card: 'Kreditkarte', invoice: 'Rechnung', cash_on_delivery: 'Nachnahme' },
  fr: { card: 'Carte bancaire', invoice: 'Facture', cash_on_delivery: 'Contre-remboursement' },
  es: { card: 'Tarjeta', invoice: 'Factura', cash_on_delivery: 'Contra reembolso' },
  it: { card: 'Carta', invoice: 'Fattura', cash_on_delivery: 'Contrassegno' },
  nl: { card: 'Kaart', invoice: 'Factuur', cash_on_delivery: 'Onder rembours' },
  pl: { card: 'Karta', invoice: 'Faktura', cash_on_delivery: 'Za pobraniem' },
};

const paidInSandbox = {
  code: 'sandbox',
  message:
    'The sandbox takes the payments: nobody is charged. Set the keys of a payment provider (docs/settings.md, Providers).',
};

function noticesOf(method: PaymentMethodRow, sandbox: boolean): Method['notices'] {
  const { rule, active } = method;
  if (!active) return [];
  if (!isPromise(method)) return sandbox ? [paidInSandbox] : [];
  const notices: Method['notices'] = [];
  if (!rule?.registered && (rule?.groups.length ?? 0) === 0) {
    const message =
      'Guests may pay later. They are known by the e-mail address they give, which nobody has confirmed.';
    notices.push({ code: 'guests_may_pay_later', message });
  }
  if ((rule?.ceilingMinor ?? null) === null) {
    const message = 'Nothing limits what one person may owe. Set `rule.ceilingMinor`.';
    notices.push({ code: 'without_ceiling', message });
  }
  return notices;
}
