import { createHash } from 'node:crypto';

/**
 * The idempotency key of what a form does: the same for the same sending of the same form, another one for
 * whatever else is done with it.
 */
export function keyOf(form: URLSearchParams, purpose: string): { readonly idempotencyKey: string } {
  const hash = createHash('sha256').update(purpose);
  for (const [name, value] of form) {
    if (name !== 'formToken') hash.update(`\n${name}=${value}`);
  }
  return { idempotencyKey: `page-${hash.digest('hex')}` };
}
