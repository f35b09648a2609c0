import { KontorProblem, told } from '@kontor/sdk';
import { useRef, useState, type ReactNode } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { canUsePasskeys, provePasskey } from './passkey.ts';

interface Asked {
  readonly methods: readonly string[];
  readonly proven: () => void;
  readonly calledOff: () => void;
}

/** What may be shown; undefined of every other refusal. */
function methodsOf(error: unknown): readonly string[] | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'step_up_required') return undefined;
  return (error.details as { methods: string[] }).methods;
}

/**
 * For what the shop does only for who has just shown that it is them: asks, and does it then. Show
 * `question`; who calls it off gets the refusal.
 */
export function useStepUp() {
  const [asked, setAsked] = useState<Asked>();
  const ask = (methods: readonly string[], error: unknown) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => () => {
        setAsked(undefined);
        settle();
      };
      setAsked({ methods, proven: end(resolve), calledOff: end(() => reject(error)) });
    });
  const proven = async <T,>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      const methods = methodsOf(error);
      if (!methods) throw error;
      await ask(methods, error);
      return act();
    }
  };
  const question: ReactNode = asked && <Question {...asked} />;
  return { proven, question };
}

function Question({ methods, proven, calledOff }: Asked) {
  const { words } = usePageSpeech();
  const said = words.account.stepUp;
  const textOf = useProblemText();
  const [given, setGiven] = useState('');
  const [error, setError] = useState<unknown>();
  const isBusy = useRef(false);
  const typed = methods.find((method) => method === 'password' || method === 'code');
  const attempt = async (show: () => Promise<unknown>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setError(undefined);
    try {
      await show();
      proven();
    } catch (failure) {
      setError(failure);
    } finally {
      isBusy.current = false;
    }
  };
  const body = typed === 'code' ? { code: given.trim() } : { password: given };
  return (
    <Modal title={said.title} onClose={calledOff}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (typed) void attempt(() => told(kontor.POST('/v1/auth/step-up', { body })));
        }}
      >
        <p>{said.what}</p>
        {typed && (
          <label className="field">
            {typed === 'code' ? words.signIn.code : words.signIn.password}
            <input
              type={typed === 'code' ? 'text' : 'password'}
              inputMode={typed === 'code' ? 'numeric' : undefined}
              autoComplete={typed === 'code' ? 'one-time-code' : 'current-password'}
              required
              value={given}
              onChange={({ target }) => setGiven(target.value)}
            />
          </label>
        )}
        {error !== undefined && (
          <p className="alert" role="alert">
            {textOf(error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={calledOff}>
            {words.close}
          </button>
          {methods.includes('passkey') && canUsePasskeys() && (
            <button type="button" className="button" onClick={() => void attempt(provePasskey)}>
              {said.passkey}
            </button>
          )}
          {typed && (
            <button type="submit" className="button primary">
              {said.send}
            </button>
          )}
        </footer>
      </form>
    </Modal>
  );
}
