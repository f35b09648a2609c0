import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { useSession } from '../session/use-session.ts';
import { useSpeech } from '../words/speech.tsx';
import { Shell } from './shell.tsx';

const SignInPage = lazy(() => import('../session/sign-in-page.tsx'));
const SetUpFactor = lazy(() => import('../session/set-up-factor.tsx'));

/** Who is not signed in sees the way in, whatever address they opened; it is kept for afterwards. */
export function Root() {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { data: session, error, refetch } = useSession();
  if (!session) {
    if (!error) return <div className="entry" aria-busy="true" />;
    return (
      <main className="entry">
        <p role="alert">{textOf(error)}</p>
        <button type="button" className="button" onClick={() => void refetch()}>
          {words.problems.again}
        </button>
      </main>
    );
  }
  if (!session.account || session.account.secondFactorRequired) {
    return (
      <Suspense fallback={<div className="entry" aria-busy="true" />}>
        {session.account ? <SetUpFactor /> : <SignInPage notice={session.notice} />}
      </Suspense>
    );
  }
  return (
    <Shell account={session.account}>
      <Outlet />
    </Shell>
  );
}
