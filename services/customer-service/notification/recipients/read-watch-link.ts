import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { watchOfLink } from './unsubscribe-links.ts';

/** Who holds the key of mails' links says what one of them names; what it opens is not looked at. */
export function readWatchLink({
  settings,
}: ServiceContext<'notification'>): Handler<'notification', 'readWatchLink'> {
  return async ({ token }) => {
    const watchId = watchOfLink(settings.secrets, token);
    if (watchId !== undefined) return ok({ watchId });
    return fail('link_invalid', 'This link is none of ours, or it is not whole.');
  };
}
