import type { OpenProviders } from '#external/open-providers.ts';
import { fail, ok } from '#kernel/result.ts';
import { isSentBySandbox } from '../ground/sent-by-sandbox.ts';

interface Received {
  readonly provider: string;
  readonly clientAddress: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The provider that a webhook says it is of, and what verifies that it is. */
export async function webhookSender<Port extends object>(
  providers: OpenProviders<Port>,
  { provider, clientAddress, headers }: Received,
) {
  if (!providers.sendsWebhooks(provider))
    return fail('webhook_provider_unknown', 'No provider of this name sends webhooks here.');
  const { port, webhook } = providers.of(provider);
  if (!webhook) {
    const what = 'The shop has no keys of this provider now. Send it again later.';
    return fail('webhook_provider_without_keys', what);
  }
  const { onlyFrom, secrets } = webhook;
  if (onlyFrom !== null && !(await isSentBySandbox(onlyFrom, { clientAddress, headers }))) {
    const what = 'Webhooks of the sandbox are taken from its own machine alone.';
    return fail('webhook_sender_refused', what);
  }
  return ok({ port, secrets: [...secrets] });
}
