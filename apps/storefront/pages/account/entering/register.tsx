import { randomBytes } from 'node:crypto';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { entryPage } from './entry.tsx';

const passwordBytes = 32;

export async function registerPage(request: PageRequest): Promise<Page | Redirect> {
  const { session, at } = request;
  if (session.kind === 'customer') return { status: 303, location: at.account() };
  return pageOf(request, nothingSaid, { email: '', name: '' });
}

/**
 * Sends the link. The password is chosen where it is opened, by whoever reads the mail, so nobody
 * is asked for one here: the API has one that nobody knows and that opens nothing.
 */
export async function register(request: PageRequest): Promise<Page | Redirect> {
  const { form } = request;
  const email = form.get('email')?.trim() ?? '';
  const name = form.get('name')?.trim() ?? '';
  const registered = await request.attempt('register', {
    email,
    ...(name === '' ? {} : { name }),
    password: randomBytes(passwordBytes).toString('base64url'),
  });
  if (!registered.ok) return pageOf(request, saidOf(request, registered.refused), { email, name });
  return sentPage(request, email, name);
}

function pageOf(
  request: PageRequest,
  said: Said,
  { email, name }: { email: string; name: string },
): Page {
  const { words, at } = request;
  const { account } = words;
  return entryPage(request, {
    title: account.registering.title,
    lead: account.registering.what,
    said,
    children: (
      <form class="fields" method="post" action={at.account('/register')}>
        <FormFields request={request} />
        <Field
          request={request}
          name="name"
          label={account.name}
          autoComplete="name"
          maxLength={120}
          value={name}
          wrong={said.wrong}
        />
        <Field
          request={request}
          name="email"
          label={account.email}
          type="email"
          autoComplete="email"
          maxLength={254}
          value={email}
          wrong={said.wrong}
        />
        <button class="button">{account.registering.make}</button>
        <p>
          <a class="more" href={at.account('/sign-in')}>
            {account.registering.have}
          </a>
        </p>
      </form>
    ),
  });
}

/** The same whether the address has an account or not. */
function sentPage(request: PageRequest, email: string, name: string): Page {
  const { words, at } = request;
  const { registering } = words.account;
  return entryPage(request, {
    title: registering.sent,
    lead: registering.sentWhat(email),
    children: (
      <form method="post" action={at.account('/register')}>
        <FormFields request={request} />
        <input type="hidden" name="email" value={email} />
        <input type="hidden" name="name" value={name} />
        <p class="muted">{registering.notThere}</p>
        <button class="text-button">{registering.again}</button>
      </form>
    ),
  });
}
