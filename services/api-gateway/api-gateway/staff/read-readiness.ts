import { z } from 'zod';
import { hasPermission, type StaffPermission } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import { whereAnswered } from '#platform/ground/unavailability.ts';
import { useCase, type Asking, type Gateway } from '../desk/use-case.ts';
import { listMissingRates } from '../tax-rates/missing-tax-rates.ts';
import {
  checkCompany,
  checkDelivery,
  checkLegalTexts,
  checkMail,
  checkPayment,
  checkProducts,
  checkTaxRates,
  type Check,
} from './readiness-checks.ts';

const readinessItem = z
  .strictObject({
    kind: z.string().meta({
      description:
        '`company_data` and `tax_data`: who sells; `legal_texts`; `tax_rates`: of what is offered; `payment_keys`; `delivery`; `mail_sender` and `test_mail`; `product`: one of the shop’s own; `demo_store_removed`. More may come',
      examples: ['legal_texts'],
    }),
    done: z.boolean(),
    missing: z.array(z.string()).meta({
      description:
        'What of it: fields of the company, kinds of page (`imprint`, and `imprint/de` where a language lacks it), `DE/standard` where a class has no rate in a country. Empty where it is done',
      examples: [['imprint', 'terms/de']],
    }),
  })
  .meta({ id: 'ReadinessItem' });

interface Part {
  readonly permission: StaffPermission;
  readonly kinds: readonly string[];
  /** Undefined where a service did not answer what was asked. */
  readonly check: (asking: Asking, gateway: Gateway) => Promise<Check[] | undefined>;
}

/** Each with the right of the lists that it is read from: nothing is told beside them. */
const parts: readonly Part[] = [
  {
    permission: 'catalog:read',
    kinds: ['company_data', 'tax_data', 'legal_texts'],
    check: checkShop,
  },
  { permission: 'settings:read', kinds: ['tax_rates'], check: checkRates },
  { permission: 'settings:read', kinds: ['payment_keys'], check: checkMethods },
  { permission: 'settings:read', kinds: ['delivery'], check: checkZones },
  { permission: 'notifications:read', kinds: ['mail_sender', 'test_mail'], check: checkSender },
  { permission: 'catalog:read', kinds: ['product', 'demo_store_removed'], check: checkGoods },
];

/** What is still missing to sell in a channel: nothing is kept of it, it is looked up. */
export const readReadiness = useCase({
  name: 'adminGetReadiness',
  kind: 'query',
  audience: 'admin',
  access: ['settings:read', 'catalog:read', 'notifications:read'],
  calls: [
    ['product', 'listAdminChannels'],
    ['product', 'listAdminPages'],
    ['product', 'listAdminProducts'],
    ['product', 'listMissingTaxRates'],
    ['checkout', 'listShippingZones'],
    ['checkout', 'getShippingSettings'],
    ['checkout', 'listPaymentMethods'],
    ['customer', 'getMailSender'],
    ['order', 'listOrders'],
  ],
  input: z.strictObject({}),
  output: z
    .strictObject({
      channel: z.string().meta({ examples: ['default'] }),
      hasOrder: z
        .boolean()
        .nullable()
        .meta({ description: 'Whether anything was ordered; null where the asker may not know' }),
      items: z.array(readinessItem),
      unanswered: z.array(z.string()).meta({
        description: 'Kinds of which nothing is known, since a service did not answer',
        examples: [[]],
      }),
    })
    .meta({ id: 'Readiness' }),
  perform: async (_asked, asking, gateway) => {
    const { invocation } = asking;
    const open = parts.filter(({ permission }) => hasPermission(invocation.actor, permission));
    const [hasOrder, ...checked] = await Promise.all([
      readWhetherOrdered(asking, gateway),
      ...open.map(async ({ kinds, check }) => {
        const checks = await whereAnswered(check(asking, gateway));
        return { kinds, checks };
      }),
    ]);
    return ok({
      channel: invocation.channel,
      hasOrder,
      items: checked.flatMap(({ checks = [] }) =>
        checks.map(({ kind, missing }) => ({
          kind,
          done: missing.length === 0,
          missing: [...missing],
        })),
      ),
      unanswered: checked.flatMap(({ kinds, checks }) => (checks === undefined ? kinds : [])),
    });
  },
});

async function readWhetherOrdered({ invocation }: Asking, { call }: Gateway) {
  if (!hasPermission(invocation.actor, 'orders:read')) return null;
  const found = await whereAnswered(
    call.order.listOrders({ limit: 1, channel: invocation.channel }, invocation),
  );
  return found?.ok ? found.value.items.length > 0 : null;
}

async function checkShop({ invocation }: Asking, { call, settings }: Gateway) {
  const [channels, pages] = await Promise.all([
    call.product.listAdminChannels({}, invocation),
    call.product.listAdminPages({}, invocation),
  ]);
  if (!channels.ok || !pages.ok) return undefined;
  const channel = channels.value.items.find(({ code }) => code === invocation.channel);
  if (!channel) return undefined;
  return [...checkCompany(channel, settings.shop), checkLegalTexts(channel, pages.value.items)];
}

/** So many at either end: what somebody takes from the demo store's middle hides it from nobody. */
const looked = 20;

async function checkGoods({ invocation }: Asking, { call }: Gateway) {
  const { channel } = invocation;
  const live = { status: 'active', channel, limit: looked } as const;
  const [oldest, newest] = await Promise.all([
    call.product.listAdminProducts({ ...live, sort: 'created_ascending' }, invocation),
    call.product.listAdminProducts({ ...live, sort: 'created_descending' }, invocation),
  ]);
  if (!oldest.ok || !newest.ok) return undefined;
  return checkProducts(oldest.value.items, newest.value.items);
}

async function checkMethods({ invocation }: Asking, { call }: Gateway) {
  const methods = await call.checkout.listPaymentMethods({}, invocation);
  return methods.ok ? [checkPayment(methods.value.items)] : undefined;
}

async function checkZones({ invocation }: Asking, { call }: Gateway) {
  const [zones, kept] = await Promise.all([
    call.checkout.listShippingZones({}, invocation),
    call.checkout.getShippingSettings({}, invocation),
  ]);
  if (!zones.ok || !kept.ok) return undefined;
  return [checkDelivery(invocation.channel, zones.value.items, kept.value.liveQuotes)];
}

async function checkRates(asking: Asking, gateway: Gateway) {
  const lacking = await listMissingRates.perform({}, asking, gateway);
  if (!lacking.ok) return undefined;
  const { channel } = asking.invocation;
  return [checkTaxRates(lacking.value.items.filter((each) => each.channel === channel))];
}

async function checkSender({ invocation }: Asking, { call }: Gateway) {
  const sender = await call.customer.getMailSender({}, invocation);
  return sender.ok ? checkMail(sender.value) : undefined;
}
