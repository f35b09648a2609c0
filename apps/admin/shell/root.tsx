import { useMutation } from '@tanstack/react-query';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { noteWorkChannel, workChannelOf } from '../asking/work-channel.ts';
import { LiveUpdates } from '../live/live-updates.tsx';
import { OutgoingBar } from '../outgoing/outgoing-bar.tsx';
import { RecoveryCodes } from '../session/recovery-codes.tsx';
import { Stayed } from '../session/stayed.tsx';
import { beginSession, endSession, standingOf, useSession } from '../session/use-session.ts';
import { useSpeech } from '../words/speech.tsx';
import { Shell } from './shell.tsx';

const SignInPage = lazy(() => import('../session/sign-in-page.tsx'));
const WelcomePage = lazy(() => import('../session/welcome-page.tsx'));
const SetUpFactor = lazy(() => import('../session/set-up-factor.tsx'));

/** Who is not signed in sees the way in, whatever address they opened; it is kept for afterwards. */
export function Root() {
  const { data: session } = useSession();
  const router = useRouter();
  const isWelcome = useRouterState({
    select: ({ location: { pathname } }) => pathname === '/welcome',
  });
  const held = session?.account?.channels ?? '*';
  const channel = useSyncExternalStore(noteWorkChannel, () => workChannelOf(held));
  // Held here: the account has its second factor at once, and the page that asked for it goes.
  const [codes, setCodes] = useState<readonly string[]>();
  // Also without a network: nothing that was read stays on the screen.
  const leaving = useMutation({ mutationFn: endSession, networkMode: 'always' });
  const leave = () => leaving.mutate();
  const begin = async () => {
    leaving.reset();
    await beginSession();
    setCodes(undefined);
  };
  if (codes) return <RecoveryCodes codes={codes} onKept={() => void begin()} />;
  // Whoever is signed in here may be somebody else than the link is for.
  if (isWelcome) {
    return (
      <Suspense fallback={<div className="entry" aria-busy="true" />}>
        <WelcomePage
          onSignedIn={async () => {
            await begin();
            await router.navigate({ to: '/', replace: true });
          }}
        />
      </Suspense>
    );
  }
  const stayed = leaving.error && <Stayed why={leaving.error} />;
  if (!session) return <NotKnown stayed={stayed} />;
  const { account, notice } = session;
  if (!account || account.secondFactorRequired) {
    return (
      <Suspense fallback={<div className="entry" aria-busy="true" />}>
        {account ? (
          <SetUpFactor stayed={stayed} onCodes={setCodes} onLeave={leave} />
        ) : (
          <SignInPage notice={notice} stayed={stayed} onProven={begin} />
        )}
      </Suspense>
    );
  }
  return (
    // Who is somebody else, may do something else or works elsewhere sees nothing of what was shown before.
    <Shell
      key={`${channel} ${standingOf(account)}`}
      account={account}
      stayed={stayed}
      onLeave={leave}
    >
      <LiveUpdates />
      <OutgoingBar account={account} />
      <Outlet />
    </Shell>
  );
}

/** Before the shop said who is signed in, or where it does not. */
function NotKnown({ stayed }: { stayed: ReactNode }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { error, refetch } = useSession();
  return (
    <main className="entry" aria-busy={!error}>
      {stayed}
      {error && (
        <>
          <p role="alert">{textOf(error)}</p>
          <button type="button" className="button" onClick={() => void refetch()}>
            {words.problems.again}
          </button>
        </>
      )}
    </main>
  );
}
