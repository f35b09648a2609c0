import { z } from 'zod';
import { product } from '#contracts/product/index.ts';
import { holdsChannels, systemActor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { useCase, type GatewayCalls } from '../desk/use-case.ts';

const { listMissingTaxRates } = product.operations;

/**
 * Where goods go. Only shipping knows, and it has no arrow to the catalog: the gateway asks it, as
 * itself, and tells the catalog. The rest of the world is everywhere else, of which no list could tell.
 */
export async function askWhereDelivered(call: Pick<GatewayCalls, 'checkout'>, asking: Invocation) {
  const zones = await call.checkout.listShippingZones({}, asking);
  if (!zones.ok) return zones;
  const deliveredTo = zones.value.items.flatMap(({ channels, countries }) =>
    channels.flatMap((channel) =>
      countries
        .filter((countryCode) => countryCode !== '*')
        .map((countryCode) => ({ channel, countryCode })),
    ),
  );
  return ok(deliveredTo);
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
    const asking = { ...invocation, actor: systemActor('api-gateway') };
    const places = await askWhereDelivered(call, asking);
    if (!places.ok) return places;
    const found = await call.product.listMissingTaxRates({ deliveredTo: places.value }, asking);
    if (!found.ok) return found;
    const items = found.value.items.filter(({ channel }) =>
      holdsChannels(invocation.actor, [channel]),
    );
    return ok({ ...found.value, items });
  },
});
