import { contracts } from '#contracts/index.ts';
import { defineService } from '#platform/calls/service.ts';
import { ChannelLanguages, readChannels, watching } from './admission/channel-languages.ts';
import { askAuth } from './identity/ask-auth.ts';
import { routes } from './routes/index.ts';
import { openGateway } from './serving/gateway.ts';

export const gatewayService = defineService({
  name: 'api-gateway',
  migrations: null,
  open(context) {
    const languages = new ChannelLanguages(readChannels(context.call.product));
    const call = watching(languages, context.call);
    const auth = askAuth(call.auth);
    const http = openGateway({ context: { ...context, call }, routes, contracts, auth, languages });
    return { operations: {}, subscriptions: {}, http };
  },
});
