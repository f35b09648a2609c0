import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { entryPage } from './entry.tsx';

export async function forgottenPage(request: PageRequest): Promise<Page> {
  return pageOf(request, nothingSaid, '');
}

/** Has a link sent; the answer is the same whether the address has an account or not. */
export async function forgotten(request: PageRequest): Promise<Page | Redirect> {
  const email = request.form.get('email')?.trim() ?? '';
  const asked = await request.attempt('requestPasswordReset', { email });
  if (!asked.ok) return pageOf(request, saidOf(request, asked.refused), email);
  const { forgetting, registering } = request.words.account;
  return entryPage(request, {
    title: forgetting.sent,
    lead: forgetting.sentWhat(email),
    children: (
      <form method="post" action={request.at.account('/forgotten')}>
        <FormFields request={request} />
        <input type="hidden" name="email" value={email} />
        <p class="muted">{registering.notThere}</p>
        <button class="text-button">{registering.again}</button>
      </form>
    ),
  });
}

function pageOf(request: PageRequest, said: Said, email: string): Page {
  const { words, at } = request;
  const { account } = words;
  return entryPage(request, {
    title: account.forgetting.title,
    lead: account.forgetting.what,
    said,
    children: (
      <form class="fields" method="post" action={at.account('/forgotten')}>
        <FormFields request={request} />
        <Field
          request={request}
          name="email"
          label={account.email}
          type="email"
          autoComplete="username"
          maxLength={254}
          value={email}
          wrong={said.wrong}
        />
        <button class="button">{account.forgetting.send}</button>
        <p>
          <a class="more" href={at.account('/sign-in')}>
            {account.signIn}
          </a>
        </p>
      </form>
    ),
  });
}
