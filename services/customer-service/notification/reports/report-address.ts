import type { Settings } from '#platform/ground/settings.ts';

const path = '/v1/webhooks/sms';

/** Where a provider reports what became of a text; without a message where people's texts go. */
export function smsReportUrl(
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  provider: string,
  messageId: string | null,
): string {
  const query = messageId === null ? '' : `?message=${messageId}`;
  return `${publicUrl.replace(/\/$/, '')}${path}/${provider}${query}`;
}
