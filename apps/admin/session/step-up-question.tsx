import { told } from '@kontor/sdk';
import { useRef, useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { canUsePasskeys, provePasskey } from './passkey.ts';
import type { Asked } from './step-up.tsx';

/** Whether it is them: by what the account has, in a dialog over what they were about to do. */
export function StepUpQuestion({ methods, proven, calledOff }: Asked) {
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
