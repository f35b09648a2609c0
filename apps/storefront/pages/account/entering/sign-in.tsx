import { FormFields } from '../../../layout/form-fields.tsx';
import { Icon } from '../../../layout/icon.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { responseOf } from '../passkey-form.tsx';
import { afterSignIn, destinationOf, entryPage } from './entry.tsx';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { secondStep } from './second-step.tsx';

/** By what the browser's dialog showed, in place of all that. */
export async function signInWithPasskey(request: PageRequest): Promise<Page | Redirect> {
  const { form, session, words } = request;
  const to = form.get('to') ?? '';
  const response = responseOf(form);
  const refuse = (said: Said) => pageOf(request, said, to, '', false);
  if (!response) return refuse({ alert: words.account.passkeys.needsScript, wrong: {} });
  // What it is, the API looks at as at whatever else is sent.
  const signedIn = await session.signInWithPasskey(response as never);
  if (!signedIn.ok) return refuse(saidOf(request, signedIn.refused));
  return { status: 303, location: afterSignIn(request, to, signedIn.value) };
}

export async function signInPage(request: PageRequest): Promise<Page | Redirect> {
  const { session, query } = request;
  const to = query.get('to');
  if (session.kind === 'customer') return { status: 303, location: destinationOf(request, to) };
  return pageOf(request, nothingSaid, to ?? '');
}

/** Signs in; what a guest put into the cart goes along. */
export async function signIn(request: PageRequest): Promise<Page | Redirect> {
  const { form, session } = request;
  const email = form.get('email')?.trim() ?? '';
  const to = form.get('to') ?? '';
  const signedIn = await session.signIn({ email, password: form.get('password') ?? '' });
  if (!signedIn.ok) {
    const { refused } = signedIn;
    return secondStep(request, refused, to) ?? pageOf(request, saidOf(request, refused), to, email);
  }
  return { status: 303, location: afterSignIn(request, to, signedIn.value) };
}

/** @param isOffered not where one was refused: a browser that picks by itself would do so for ever */
function pageOf(request: PageRequest, said: Said, to: string, email = '', isOffered = true): Page {
  const { words, at } = request;
  const { account } = words;
  return entryPage(request, {
    title: account.entering.title,
    lead: account.entering.what,
    said,
    beside: <NewHere request={request} />,
    children: (
      <>
        <form class="fields" method="post" action={at.account('/sign-in')}>
          <FormFields request={request} />
          {to !== '' && <input type="hidden" name="to" value={to} />}
          <Field
            request={request}
            name="email"
            label={account.email}
            type="email"
            autoComplete="username webauthn"
            maxLength={254}
            value={email}
            wrong={said.wrong}
          />
          <Field
            request={request}
            name="password"
            label={account.password}
            type="password"
            autoComplete="current-password"
            maxLength={512}
            wrong={said.wrong}
          />
          <button class="button">{account.signIn}</button>
          <p>
            <a class="more" href={at.account('/forgotten')}>
              {account.entering.forgotten}
            </a>
          </p>
        </form>
        <PasskeySignIn request={request} to={to} isOffered={isOffered} />
      </>
    ),
  });
}

function NewHere({ request: { words, at } }: { request: PageRequest }) {
  const { entering } = words.account;
  return (
    <aside class="panel" aria-labelledby="new-here">
      <h2 id="new-here">{entering.newHere}</h2>
      <ul class="ticks">
        {entering.newHereWhat.map((line) => (
          <li key={line}>
            <Icon name="check" />
            <span>{line}</span>
          </li>
        ))}
      </ul>
      <p>
        <a class="button plain" href={at.account('/register')}>
          {entering.make}
        </a>
      </p>
      <p class="muted">{entering.guest}</p>
    </aside>
  );
}
