import type { Settings } from './settings.ts';

/**
 * How long what served its time is still kept, for audit, replay and repeated requests; then it is
 * deleted (`platform/run/retention.ts`). What nobody has heard yet, and stories that are open or held,
 * stay however old they are.
 */
export interface RetentionSeconds {
  /** Events that every consumer has. Inboxes must know them longer than outboxes can tell them again. */
  readonly outbox: number;
  readonly inbox: number;
  /** Replies that are told again under the same key. */
  readonly replies: number;
  /** Stories that are finished. */
  readonly stories: number;
  /** Ids of webhooks that were taken. */
  readonly webhooks: number;
  /** Tries to complete a checkout that came to nothing. */
  readonly attempts: number;
  /** What messages were filled with. */
  readonly messages: number;
}

const day = 86_400;

export const defaultRetentionSeconds: RetentionSeconds = {
  outbox: 7 * day,
  inbox: 14 * day,
  replies: 2 * day,
  stories: 7 * day,
  webhooks: 14 * day,
  attempts: 30 * day,
  messages: 365 * day,
};

export function retentionSecondsOf({ retention }: Pick<Settings, 'retention'>): RetentionSeconds {
  return retention ?? defaultRetentionSeconds;
}
