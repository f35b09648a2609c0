import type { OpenProviders } from '#external/open-providers.ts';
import { fail, ok } from '#kernel/result.ts';
import { isSentBySandbox } from '../ground/sent-by-sandbox.ts';

interface Received {
  readonly provider: string;
  readonly clientAddress: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** One that a webhook may be of, and what verifies that it is. */
interface Sender<Port> {
  readonly port: Port;
  readonly secrets: string[];
  readonly sandbox: boolean;
}

/** Those that a webhook may be of, as it says itself: at least one. */
export async function webhookSenders<Port extends object>(
  providers: OpenProviders<Port>,
  { provider, clientAddress, headers }: Received,
) {
  if (!providers.sendsWebhooks(provider))
    return fail('webhook_provider_unknown', 'No provider of this name sends webhooks here.');
  const known = providers.sendersOf(provider);
  if (known.length === 0) {
    const what = 'The shop has no keys of this provider now. Send it again later.';
    return fail('webhook_provider_without_keys', what);
  }
  const senders: Sender<Port>[] = [];
  for (const { port, webhook, sandbox } of known) {
    const { onlyFrom, secrets } = webhook!;
    if (onlyFrom === null || (await isSentBySandbox(onlyFrom, { clientAddress, headers })))
      senders.push({ port, sandbox, secrets: [...secrets] });
  }
  if (senders.length > 0) return ok(senders);
  const what = 'Webhooks of the sandbox are taken from its own machine alone.';
  return fail('webhook_sender_refused', what);
}

/** The first whose signature it is; what the first one said of it where it is nobody's. */
export async function verifiedBy<Port, Verified extends { readonly ok: boolean }>(
  senders: readonly Sender<Port>[],
  verify: (sender: Sender<Port>) => Verified | Promise<Verified>,
): Promise<{ readonly sender: Sender<Port>; readonly verified: Verified }> {
  let first: { sender: Sender<Port>; verified: Verified } | undefined;
  for (const sender of senders) {
    const verified = await verify(sender);
    if (verified.ok) return { sender, verified };
    first ??= { sender, verified };
  }
  return first!;
}
