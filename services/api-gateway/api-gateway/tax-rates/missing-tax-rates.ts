import { z } from 'zod';
import { product } from '#contracts/product/index.ts';
import { holdsChannels, systemActor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { useCase, type GatewayCalls } from '../desk/use-case.ts';

const { listMissingTaxRates } = product.operations;

interface Rate {
  readonly countryCode: string;
  readonly taxClass: string;
}

/**
 * Goods that are offered and have no rate where they go. Only shipping knows where that is, and it
 * has no arrow to the catalog: the gateway asks both. The rest of the world is everywhere else, of
 * which no list could tell.
 */
export async function askForMissingRates(
  call: Pick<GatewayCalls, 'product' | 'checkout'>,
  invocation: Invocation,
  without?: Rate,
) {
  const asking = { ...invocation, actor: systemActor('api-gateway') };
  const zones = await call.checkout.listShippingZones({}, asking);
  if (!zones.ok) return zones;
  const deliveredTo = zones.value.items.flatMap(({ channels, countries }) =>
    channels.flatMap((channel) =>
      countries
        .filter((countryCode) => countryCode !== '*')
        .map((countryCode) => ({ channel, countryCode })),
    ),
  );
  return call.product.listMissingTaxRates({ deliveredTo, ...(without && { without }) }, asking);
}

export const listMissingRates = useCase({
  name: 'adminListMissingTaxRates',
  kind: 'query',
  audience: 'admin',
  access: 'settings:read',
  calls: [
    ['product', 'listMissingTaxRates'],
    ['checkout', 'listShippingZones'],
  ],
  input: z.strictObject({}),
  output: listMissingTaxRates.output,
  perform: async (_input, { invocation }, { call }) => {
    const found = await askForMissingRates(call, invocation);
    if (!found.ok) return found;
    const items = found.value.items.filter(({ channel }) =>
      holdsChannels(invocation.actor, [channel]),
    );
    return ok({ ...found.value, items });
  },
});
