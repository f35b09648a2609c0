import { randomUUID } from 'node:crypto';
import type { PageRequest } from '../serving/page.ts';

/**
 * What each form that is posted carries: that it is the shop's own, and which sending of it this is,
 * so that one that is sent twice has its effect once.
 */
export function FormFields({ request: { session } }: { request: PageRequest }) {
  const { name, value } = session.csrfField;
  return (
    <>
      <input type="hidden" name={name} value={value} />
      <input type="hidden" name="once" value={randomUUID()} data-once />
    </>
  );
}
