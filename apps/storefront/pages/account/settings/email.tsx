import type { z } from 'zod';
import type { auth } from '#contracts/auth/index.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, statusOf, type Said } from '../refusals.ts';
import { stepUp } from './step-up.tsx';

type EmailChange = z.output<typeof auth.operations.getEmailChange.output>;

/** With which address one signs in, and another one in its place. */
export async function emailPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? pageOf(request, nothingSaid, '');
}

export async function requestEmailChange(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? askFor(request, request.form.get('email')?.trim() ?? '');
}

/** Keeps the address that one has. */
export async function keepEmail(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const ended = await request.attempt('deleteEmailChange');
  // What is over already is as it was wanted.
  if (!ended.ok && ended.refused.status !== 404)
    return pageOf(request, saidOf(request, ended.refused), '');
  return { status: 303, location: request.at.account('/security/email', { done: 'email-kept' }) };
}

/** What waits for its confirmation, if anything does. */
export async function openEmailChange(request: PageRequest): Promise<EmailChange | undefined> {
  const read = await request.attempt('getEmailChange');
  if (read.ok) return read.value as EmailChange;
  // Where that cannot be told the page is there all the same.
  return undefined;
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
  const [{ email }, open] = await Promise.all([
    request.ask<{ email: string }>('getAccount'),
    openEmailChange(request),
  ]);
  return accountPage(request, {
    section: 'security',
    title: emailChange.title,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <>
        {open && <OpenChange request={request} open={open} />}
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
      </>
    ),
  });
}

function OpenChange({ request, open }: { request: PageRequest; open: EmailChange }) {
  const { words, formats, at, shop } = request;
  const { emailChange } = words.account;
  return (
    <form class="fields" method="post" action={at.account('/security/email/keep')}>
      <FormFields request={request} />
      <p class="told">
        {emailChange.open(open.email, formats.moment(open.expiresAt, shop.timeZone))}
      </p>
      <button class="button plain">{emailChange.keep}</button>
    </form>
  );
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
