import { z } from 'zod';
import { provider } from '../../provider.ts';
import { PayLaterGateway } from './pay-later.ts';

/** Promises to pay later, which the shop keeps in its own books: open without any keys. */
export const shop = provider({
  system: 'payment-gateway',
  id: 'shop',
  called: 'the shop itself',
  settings: z.object({}),
  connection: () => ({}),
  open: () => new PayLaterGateway(),
});
