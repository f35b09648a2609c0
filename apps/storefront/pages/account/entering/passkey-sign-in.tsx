import type { PageRequest } from '../../../serving/page.ts';
import { PasskeyForm } from '../passkey-form.tsx';

/** Signs in by a passkey alone, whichever step one has come to. */
export function PasskeySignIn({
  request,
  to,
  isOffered = false,
}: {
  request: PageRequest;
  to: string;
  isOffered?: boolean;
}) {
  const { words, at } = request;
  return (
    <PasskeyForm
      request={request}
      action={at.account('/sign-in/passkey')}
      button={words.account.passkeys.use}
      isQuiet
      isOffered={isOffered}
      isPlain
    >
      {to !== '' && <input type="hidden" name="to" value={to} />}
    </PasskeyForm>
  );
}
