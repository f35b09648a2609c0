import { FormFields } from '../../../layout/form-fields.tsx';
import { Icon } from '../../../layout/icon.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { destinationOf, entryPage } from './entry.tsx';
import { secondStep } from './second-step.tsx';

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
  const destination = destinationOf(request, to);
  const location = signedIn.value.cartNotTaken ? `${destination}?done=cart-kept` : destination;
  return { status: 303, location };
}

function pageOf(request: PageRequest, said: Said, to: string, email = ''): Page {
  const { words, at } = request;
  const { account } = words;
  return entryPage(request, {
    title: account.entering.title,
    lead: account.entering.what,
    said,
    beside: <NewHere request={request} />,
    children: (
      <form class="fields" method="post" action={at.account('/sign-in')}>
        <FormFields request={request} />
        {to !== '' && <input type="hidden" name="to" value={to} />}
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
