import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { entryPage } from './entry.tsx';
import { inItsLanguage, mailedToken } from './mailed-link.ts';

/** What the mail's link shows: nothing is used up by looking. */
export async function changeEmailPage(request: PageRequest): Promise<Page | Redirect> {
  return inItsLanguage(request, '/change-email') ?? pageOf(request, nothingSaid);
}

/** The account has the new address, and one signs in with it. */
export async function changeEmail(request: PageRequest): Promise<Page | Redirect> {
  const confirmed = await request.attempt('confirmEmailChange', { token: mailedToken(request) });
  if (confirmed.ok) {
    return { status: 303, location: request.at.account('/sign-in', { done: 'new-email' }) };
  }
  if (confirmed.refused.code === 'link_invalid') return overPage(request);
  return pageOf(request, saidOf(request, confirmed.refused));
}

function pageOf(request: PageRequest, said: Said): Page {
  const { words, at, params } = request;
  const { emailChange } = words.account;
  return entryPage(request, {
    title: emailChange.confirmTitle,
    lead: emailChange.confirmWhat,
    said,
    children: (
      <form
        class="fields"
        method="post"
        action={at.mailed('/change-email', params['mailedIn']!, params['token']!)}
      >
        <FormFields request={request} />
        <button class="button">{emailChange.confirm}</button>
      </form>
    ),
  });
}

function overPage(request: PageRequest): Page {
  const { words, at } = request;
  const { emailChange, resetting } = words.account;
  return {
    ...entryPage(request, {
      title: resetting.over,
      lead: emailChange.overWhat,
      children: (
        <p>
          <a class="button" href={at.account('/security/email')}>
            {emailChange.manage}
          </a>
        </p>
      ),
    }),
    status: 410,
  };
}
