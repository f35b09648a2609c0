import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, statusOf, type Said } from '../refusals.ts';
import { stepUp } from './step-up.tsx';

/** With which address one signs in, and another one in its place. */
export async function emailPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? pageOf(request, nothingSaid, '');
}

export async function requestEmailChange(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? askFor(request, request.form.get('email')?.trim() ?? '');
}

/** Has a link sent to the new address; the answer is the same whether that has an account or not. */
export async function askFor(request: PageRequest, email: string): Promise<Page> {
  const asked = await request.attempt('requestEmailChange', { email });
  if (asked.ok) return sentPage(request, email);
  const again = stepUp(request, asked.refused, { change: 'email', email });
  return again ?? pageOf(request, saidOf(request, asked.refused), email);
}

async function pageOf(request: PageRequest, said: Said, given: string): Promise<Page> {
  const { words, at } = request;
  const { emailChange } = words.account;
  const { email } = await request.ask<{ email: string }>('getAccount');
  return accountPage(request, {
    section: 'security',
    title: emailChange.title,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <form class="fields" method="post" action={at.account('/security/email')}>
        <FormFields request={request} />
        <p>{emailChange.present(email)}</p>
        <Field
          request={request}
          name="email"
          label={emailChange.address}
          type="email"
          autoComplete="email"
          maxLength={254}
          hint={emailChange.addressWhat}
          value={given}
          wrong={said.wrong}
        />
        <button class="button">{emailChange.send}</button>
      </form>
    ),
  });
}

function sentPage(request: PageRequest, email: string): Page {
  const { words, at } = request;
  const { emailChange, registering } = words.account;
  return accountPage(request, {
    section: 'security',
    title: emailChange.sent,
    children: (
      <>
        <p role="status">{emailChange.sentWhat(email)}</p>
        <form method="post" action={at.account('/security/email')}>
          <FormFields request={request} />
          <input type="hidden" name="email" value={email} />
          <p class="muted">{registering.notThere}</p>
          <button class="text-button">{registering.again}</button>
        </form>
      </>
    ),
  });
}
