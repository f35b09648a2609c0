import { contracts } from '#contracts/index.ts';
import { defineService } from '#platform/calls/service.ts';
import { askAuth } from './identity/ask-auth.ts';
import { routes } from './routes/index.ts';
import { openGateway } from './serving/gateway.ts';

export const gatewayService = defineService({
  name: 'api-gateway',
  migrations: null,
  open(context) {
    const http = openGateway({ context, routes, contracts, auth: askAuth(context.call.auth) });
    return { operations: {}, subscriptions: {}, http };
  },
});
