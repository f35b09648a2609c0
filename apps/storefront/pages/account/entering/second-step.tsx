import { FormFields } from '../../../layout/form-fields.tsx';
import type { Refusal } from '../../../../../services/api-gateway/api-gateway/replies/problem.ts';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { afterSignIn, entryPage } from './entry.tsx';

/** Reading it again has lost what the first step was told: that is begun anew. */
export async function secondStepPage({ at }: PageRequest): Promise<Redirect> {
  return { status: 303, location: at.account('/sign-in') };
}

/** What the first step was refused with, where a code is asked for; undefined for other refusals. */
export function secondStep(request: PageRequest, refused: Refusal, to: string): Page | undefined {
  if (refused.code !== 'mfa_required') return undefined;
  const { challengeToken } = refused.details as { challengeToken: string };
  return pageOf(request, { challengeToken, to }, nothingSaid);
}

export async function signInWithCode(request: PageRequest): Promise<Page | Redirect> {
  const { form, session, at } = request;
  const challengeToken = form.get('challengeToken') ?? '';
  const to = form.get('to') ?? '';
  const code = form.get('code')?.trim() ?? '';
  const signedIn = await session.signInWithCode({ challengeToken, code });
  if (signedIn.ok) {
    return { status: 303, location: afterSignIn(request, to, signedIn.value) };
  }
  const { refused } = signedIn;
  if (refused.code === 'challenge_over') {
    const location = at.account('/sign-in', { ...(to !== '' && { to }), done: 'sign-in-over' });
    return { status: 303, location };
  }
  return pageOf(request, { challengeToken, to }, saidOf(request, refused));
}

function pageOf(
  request: PageRequest,
  { challengeToken, to }: { challengeToken: string; to: string },
  said: Said,
): Page {
  const { words, at } = request;
  const { factor } = words.account;
  return entryPage(request, {
    title: factor.stepTitle,
    lead: factor.stepWhat,
    said,
    children: (
      <>
        <form class="fields" method="post" action={at.account('/sign-in/code')}>
          <FormFields request={request} />
          <input type="hidden" name="challengeToken" value={challengeToken} />
          {to !== '' && <input type="hidden" name="to" value={to} />}
          <CodeField request={request} wrong={said.wrong} />
          <button class="button">{words.account.signIn}</button>
          <p>
            <a class="more" href={at.account('/sign-in')}>
              {factor.anew}
            </a>
          </p>
        </form>
        <PasskeySignIn request={request} to={to} />
        <LostFactor request={request} />
      </>
    ),
  });
}

/** Whom to ask: nobody takes a second factor away for whoever only says so. */
function LostFactor({ request: { words, shop } }: { request: PageRequest }) {
  const { factor } = words.account;
  const { email } = shop.company;
  if (email === '') return null;
  return (
    <section>
      <h2>{factor.lost}</h2>
      <p>
        {factor.lostWhat} <a href={`mailto:${email}`}>{email}</a>
      </p>
    </section>
  );
}

/** Takes what is pasted or filled in by a password manager, and recovery codes, which have letters. */
export function CodeField({
  request,
  wrong,
  isOfApp = false,
}: {
  request: PageRequest;
  wrong: Said['wrong'];
  isOfApp?: boolean;
}) {
  const { factor } = request.words.account;
  return (
    <Field
      request={request}
      name="code"
      label={factor.code}
      autoComplete="one-time-code"
      maxLength={40}
      hint={isOfApp ? undefined : factor.codeWhat}
      wrong={wrong}
    />
  );
}
