import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { entryPage } from './entry.tsx';
import { inItsLanguage, mailedToken } from './mailed-link.ts';

/** What the mail's link shows: nothing is used up by looking. */
export async function resetPasswordPage(request: PageRequest): Promise<Page | Redirect> {
  return inItsLanguage(request, '/reset-password') ?? pageOf(request, nothingSaid);
}

export async function resetPassword(request: PageRequest): Promise<Page | Redirect> {
  const { form, at } = request;
  const newPassword = form.get('newPassword') ?? '';
  const reset = await request.attempt('resetPassword', {
    token: mailedToken(request),
    newPassword,
  });
  if (reset.ok) return { status: 303, location: at.account('/sign-in', { done: 'new-password' }) };
  if (reset.refused.code === 'link_invalid') return overPage(request);
  return pageOf(request, saidOf(request, reset.refused, 'newPassword'));
}

function pageOf(request: PageRequest, said: Said): Page {
  const { words, at, params } = request;
  const { account } = words;
  return entryPage(request, {
    title: account.resetting.title,
    lead: account.resetting.what,
    said,
    children: (
      <form
        class="fields"
        method="post"
        action={at.mailed('/reset-password', params['mailedIn']!, params['token']!)}
      >
        <FormFields request={request} />
        <Field
          request={request}
          name="newPassword"
          label={account.newPassword}
          type="password"
          autoComplete="new-password"
          maxLength={512}
          hint={account.newPasswordWhat}
          wrong={said.wrong}
        />
        <button class="button">{account.resetting.save}</button>
      </form>
    ),
  });
}

function overPage(request: PageRequest): Page {
  const { words, at } = request;
  const { resetting, forgetting } = words.account;
  return {
    ...entryPage(request, {
      title: resetting.over,
      lead: resetting.overWhat,
      children: (
        <p>
          <a class="button" href={at.account('/forgotten')}>
            {forgetting.send}
          </a>
        </p>
      ),
    }),
    status: 410,
  };
}
