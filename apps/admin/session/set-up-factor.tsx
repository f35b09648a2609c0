import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useSpeech } from '../words/speech.tsx';

interface Shown {
  /** The app counts from then on, and the codes are told this once. */
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onLeave: () => void;
  readonly stayed: ReactNode;
}

/** The shop asks its staff for a second factor, and this account has none: nothing else can be done. */
export default function SetUpFactor({ onCodes, onLeave, stayed }: Shown) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const [given, setGiven] = useState('');
  const begun = useMutation({
    mutationFn: (currentPassword: string) =>
      told(kontor.POST('/v1/auth/totp', { body: { currentPassword } })),
    onSuccess: () => setGiven(''),
  });
  const confirmed = useMutation({
    mutationFn: (code: string) => told(kontor.PUT('/v1/browser-session/totp', { body: { code } })),
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const failed = begun.error ?? confirmed.error;
  return (
    <main className="entry">
      <form
        className="panel entry-panel stacked"
        onSubmit={(event) => {
          event.preventDefault();
          if (begun.data) confirmed.mutate(given.trim());
          else begun.mutate(given);
        }}
      >
        <h1>{words.factor.title}</h1>
        {stayed}
        <p>{begun.data ? words.factor.what : words.factor.first}</p>
        {failed && (
          <p className="alert" role="alert">
            {textOf(failed)}
          </p>
        )}
        {begun.data && <p className="mono secret">{begun.data.secret}</p>}
        <label className="field" key={begun.data ? 'code' : 'password'}>
          {begun.data ? words.signIn.code : words.signIn.password}
          <input
            type={begun.data ? 'text' : 'password'}
            inputMode={begun.data ? 'numeric' : undefined}
            autoComplete={begun.data ? 'one-time-code' : 'current-password'}
            value={given}
            onChange={({ target }) => setGiven(target.value)}
            required
          />
        </label>
        <button
          type="submit"
          className="button primary"
          disabled={begun.isPending || confirmed.isPending}
        >
          {begun.data ? words.factor.confirm : words.factor.goOn}
        </button>
        <button type="button" className="button" onClick={onLeave}>
          {words.me.signOut}
        </button>
      </form>
    </main>
  );
}
