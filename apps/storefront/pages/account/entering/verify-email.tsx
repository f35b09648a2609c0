import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { entryPage } from './entry.tsx';
import { inItsLanguage, mailedToken } from './mailed-link.ts';

/** What the mail's link shows: nothing is used up by looking. */
export async function verifyEmailPage(request: PageRequest): Promise<Page | Redirect> {
  return inItsLanguage(request, '/verify-email') ?? pageOf(request, nothingSaid);
}

/** Begins the account with the password that is chosen here, and signs in. */
export async function verifyEmail(request: PageRequest): Promise<Page | Redirect> {
  const { form, at, session } = request;
  const password = form.get('password') ?? '';
  const verified = await request.attempt('verifyEmail', { token: mailedToken(request), password });
  if (!verified.ok) {
    if (verified.refused.code === 'link_invalid') return overPage(request);
    return pageOf(request, saidOf(request, verified.refused));
  }
  const { email } = verified.value as { email?: string };
  const signedIn = email === undefined ? undefined : await session.signIn({ email, password });
  if (signedIn?.ok) return { status: 303, location: at.account('', { done: 'welcome' }) };
  return { status: 303, location: at.account('/sign-in') };
}

function pageOf(request: PageRequest, said: Said): Page {
  const { words, at, params } = request;
  const { account } = words;
  return entryPage(request, {
    title: account.verifying.title,
    lead: account.verifying.what,
    said,
    children: (
      <form
        class="fields"
        method="post"
        action={at.mailed('/verify-email', params['mailedIn']!, params['token']!)}
      >
        <FormFields request={request} />
        <Field
          request={request}
          name="password"
          label={account.password}
          type="password"
          autoComplete="new-password"
          maxLength={512}
          hint={account.newPasswordWhat}
          wrong={said.wrong}
        />
        <button class="button">{account.verifying.begin}</button>
      </form>
    ),
  });
}

function overPage(request: PageRequest): Page {
  const { words, at } = request;
  const { verifying, registering } = words.account;
  return {
    ...entryPage(request, {
      title: verifying.over,
      lead: verifying.overWhat,
      children: (
        <p>
          <a class="button" href={at.account('/register')}>
            {registering.make}
          </a>
        </p>
      ),
    }),
    status: 410,
  };
}
