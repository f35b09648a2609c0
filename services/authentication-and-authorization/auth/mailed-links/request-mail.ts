import { newId } from '#kernel/ids.ts';
import type { EventData } from '#platform/events/event-types.ts';
import { seal, type Secrets } from '#platform/ground/sealed.ts';
import type { Transaction } from '#platform/data/transaction.ts';

interface Mail extends Omit<EventData<'auth.mail_requested'>, 'sealed' | 'expiresAt'> {
  readonly token?: string;
  readonly expiresAt?: string;
  /** Of the person where it is known; else those of the request. */
  readonly channel?: string;
  readonly locale?: string;
}

/** Asks for a mail in the transaction of its cause. The token leaves only encrypted. */
export function requestMail(tx: Transaction, secrets: Secrets, mail: Mail): void {
  const { template, customerId, email, token, expiresAt = null, channel, locale, invited } = mail;
  const sealed = token === undefined ? null : seal(secrets, 'sealed mail', { token });
  tx.emit({
    type: 'auth.mail_requested',
    // Each mail is a thing of its own: none waits for another.
    aggregateId: newId(),
    aggregateVersion: 1,
    data: { template, customerId, email, sealed, expiresAt, ...(invited && { invited }) },
    ...(channel === undefined ? {} : { channel }),
    ...(locale === undefined ? {} : { locale }),
  });
}

/** A customer's id; staff are nobody's customers. */
export function customerIdOf(account: { kind: 'customer' | 'staff'; accountId: string }) {
  return account.kind === 'customer' ? account.accountId : null;
}

const quietMs = 60;

/** Answers after the same time, whether there was something to write and to send or not. */
export async function inEqualTime<T>(work: () => Promise<T>): Promise<T> {
  const pause = new Promise((resolve) => setTimeout(resolve, quietMs));
  const [result] = await Promise.all([work(), pause]);
  return result;
}
