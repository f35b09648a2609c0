import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { useStepUp } from '../../session/step-up.tsx';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { useDeed } from './use-customer.ts';

/** For whoever lost the authenticator app and the recovery codes. */
export function SecondFactor({ customerId }: { customerId: string }) {
  const { words } = usePageSpeech();
  const [isOpen, setOpen] = useState(false);
  const [isDone, setDone] = useState(false);
  const names = words.customers;
  return (
    <section className="panel" aria-labelledby="signing-in">
      <header>
        <h2 id="signing-in">{names.signingIn}</h2>
      </header>
      <p className="nothing">
        {isDone ? (
          <span role="status">{names.factorRemoved}</span>
        ) : (
          <button type="button" className="link" onClick={() => setOpen(true)}>
            {names.removeFactor}
          </button>
        )}
      </p>
      {isOpen && (
        <FactorDialog
          customerId={customerId}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            setDone(true);
          }}
        />
      )}
    </section>
  );
}

interface Dialog {
  readonly customerId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function FactorDialog({ customerId, onClose, onDone }: Dialog) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const [reason, setReason] = useState('');
  const names = words.customers;
  const { proven, question } = useStepUp();
  const removed = useDeed(customerId, (why: string, key) =>
    proven(() =>
      told(
        kontor.POST('/v1/admin/customers/{customerId}/second-factor/disable', {
          params: { path: { customerId }, header: { 'Idempotency-Key': key } },
          body: { reason: why },
        }),
      ),
    ),
  );
  return (
    <Modal title={names.removeFactor} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          removed.mutate(reason.trim(), { onSuccess: onDone });
        }}
      >
        <p>{names.factorWhat}</p>
        <label className="field">
          {names.factorReason}
          <input
            required
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        {removed.error && (
          <p className="alert" role="alert">
            {textOf(removed.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button danger" disabled={removed.isPending}>
            {names.removeFactor}
          </button>
        </footer>
      </form>
      {question}
    </Modal>
  );
}
