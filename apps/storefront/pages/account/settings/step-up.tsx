import type { Refusal } from '../../../../../services/api-gateway/api-gateway/replies/problem.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest } from '../../../serving/page.ts';
import { accountPage } from '../account-frame.tsx';
import { CodeField } from '../entering/second-step.tsx';
import { Field } from '../fields.tsx';
import { PasskeyForm } from '../passkey-form.tsx';
import { nothingSaid, statusOf, type Said } from '../refusals.ts';

/** What goes on once it was shown. */
export interface GoesOn {
  readonly change: 'add' | 'remove' | 'email' | 'password';
  readonly passkeyId?: string | undefined;
  /** That is to be the account's. */
  readonly email?: string | undefined;
}

/** What may be shown, as the API said. */
type Methods = readonly string[];

/** Asks once more who it is, where that was what a change was refused for; undefined for all else. */
export function stepUp(request: PageRequest, refused: Refusal, goesOn: GoesOn): Page | undefined {
  if (refused.code !== 'step_up_required') return undefined;
  const { methods } = refused.details as { methods: Methods };
  return stepUpPage(request, { ...goesOn, methods }, nothingSaid);
}

export function stepUpPage(
  request: PageRequest,
  asked: GoesOn & { readonly methods: Methods },
  said: Said,
): Page {
  const { words, at } = request;
  const { again, passkeys, security } = words.account;
  const action = at.account('/security/again');
  const carried = <Carried {...asked} />;
  return accountPage(request, {
    section: 'security',
    title: again.title,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <>
        <form class="fields" method="post" action={action}>
          <FormFields request={request} />
          {carried}
          <p>{again.what}</p>
          {asked.methods.includes('code') ? (
            <CodeField request={request} wrong={said.wrong} />
          ) : (
            <Field
              request={request}
              name="currentPassword"
              label={security.currentPassword}
              type="password"
              autoComplete="current-password"
              maxLength={512}
              wrong={said.wrong}
            />
          )}
          <button class="button">{again.show}</button>
        </form>
        {asked.methods.includes('passkey') && (
          <PasskeyForm request={request} action={action} button={passkeys.use} isPlain>
            {carried}
          </PasskeyForm>
        )}
      </>
    ),
  });
}

function Carried({ change, passkeyId, email, methods }: GoesOn & { readonly methods: Methods }) {
  return (
    <>
      <input type="hidden" name="change" value={change} />
      <input type="hidden" name="methods" value={methods.join(' ')} />
      {passkeyId !== undefined && <input type="hidden" name="passkeyId" value={passkeyId} />}
      {email !== undefined && <input type="hidden" name="email" value={email} />}
    </>
  );
}

/** As the form carried it; what it does not say is a change of the password, which does nothing. */
export function carriedBy(form: URLSearchParams): GoesOn & { readonly methods: Methods } {
  const change = form.get('change');
  return {
    change: change === 'add' || change === 'remove' || change === 'email' ? change : 'password',
    passkeyId: form.get('passkeyId') ?? undefined,
    email: form.get('email') ?? undefined,
    methods: (form.get('methods') ?? '').split(' '),
  };
}
