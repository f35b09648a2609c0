import { useAccount } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { EmailPanel } from './email-panel.tsx';
import { PasskeysPanel } from './passkeys-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { TotpPanel } from './totp-panel.tsx';

/** What is one's own: how one signs in, and where one is signed in. */
export function AccountPage() {
  const { words } = usePageSpeech();
  const account = useAccount();
  const said = words.account;
  return (
    <div className="page settings">
      <title>{said.title}</title>
      <div className="head">
        <div>
          <h1>{account?.name ?? said.title}</h1>
          <p>{account?.email}</p>
        </div>
      </div>
      <SessionsPanel />
      {account?.email && <EmailPanel email={account.email} />}
      <PasswordPanel />
      <TotpPanel />
      <PasskeysPanel />
    </div>
  );
}
