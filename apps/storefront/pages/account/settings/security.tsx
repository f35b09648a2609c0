import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { Field } from '../fields.tsx';
import { openEmailChange } from './email.tsx';
import { stepUp } from './step-up.tsx';
import { nothingSaid, saidOf, statusOf, type Said } from '../refusals.ts';

export async function securityPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? pageOf(request, nothingSaid);
}

/** Ends all sessions, and begins this one anew. */
export async function changePassword(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, session, at } = request;
  const changed = await session.changePassword({
    currentPassword: form.get('currentPassword') ?? '',
    newPassword: form.get('newPassword') ?? '',
  });
  const again = changed.ok ? undefined : stepUp(request, changed.refused, { change: 'password' });
  if (again) return again;
  if (!changed.ok) return pageOf(request, saidOf(request, changed.refused, 'newPassword'));
  return { status: 303, location: at.account('/security', { done: 'password' }) };
}

async function pageOf(request: PageRequest, said: Said): Promise<Page> {
  const { words, at } = request;
  const { account } = words;
  const [{ email }, open] = await Promise.all([
    request.ask<{ email: string }>('getAccount'),
    openEmailChange(request),
  ]);
  return accountPage(request, {
    section: 'security',
    title: account.sections.security,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <>
        <Address request={request} email={email} open={open} />
        <section>
          <h2>{account.factor.title}</h2>
          <p>{account.factor.what}</p>
          <p>
            <a class="more" href={at.account('/security/app')}>
              {account.factor.manage}
            </a>
          </p>
        </section>
        <Passkeys request={request} />
        <form class="fields" method="post" action={at.account('/security/password')}>
          <FormFields request={request} />
          <h2>{account.security.passwordTitle}</h2>
          <input
            class="visually-hidden"
            type="text"
            name="username"
            autoComplete="username"
            value={email}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          <Field
            request={request}
            name="currentPassword"
            label={account.security.currentPassword}
            type="password"
            autoComplete="current-password"
            maxLength={512}
            wrong={said.wrong}
          />
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
          <p class="muted">{account.security.changeWhat}</p>
          <button class="button">{account.security.change}</button>
        </form>
      </>
    ),
  });
}

interface AddressParts {
  readonly request: PageRequest;
  readonly email: string;
  readonly open: Awaited<ReturnType<typeof openEmailChange>>;
}

function Address({ request, email, open }: AddressParts) {
  const { words, at, formats, shop } = request;
  const { security, emailChange } = words.account;
  return (
    <section>
      <h2>{security.emailTitle}</h2>
      <p>{email}</p>
      {open && (
        <p class="muted">
          {emailChange.open(open.email, formats.moment(open.expiresAt, shop.timeZone))}
        </p>
      )}
      <p>
        <a class="more" href={at.account('/security/email')}>
          {emailChange.manage}
        </a>
      </p>
    </section>
  );
}

function Passkeys({ request: { words, at } }: { request: PageRequest }) {
  const { passkeys } = words.account;
  return (
    <section>
      <h2>{passkeys.title}</h2>
      <p>{passkeys.what}</p>
      <p>
        <a class="more" href={at.account('/security/passkeys')}>
          {passkeys.manage}
        </a>
      </p>
    </section>
  );
}
