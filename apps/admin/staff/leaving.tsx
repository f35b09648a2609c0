import { newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useStepUp } from '../session/step-up.tsx';
import { useAccount } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { staffAnew, type Member } from './use-staff.ts';

interface LeavingShown {
  readonly member: Member;
  readonly onDone: () => void;
}

type Deed = 'factor' | 'leave' | 'back';

/** What takes something from a member; nobody does it to themselves. */
export function Leaving({ member, onDone }: LeavingShown) {
  const { words } = usePageSpeech();
  const said = words.staff;
  const textOf = useProblemText();
  const account = useAccount();
  const [asked, setAsked] = useState<'factor' | 'leave'>();
  const { done, question } = useDeed(member, onDone);
  if (account?.accountId === member.staffId) return <p className="muted">{said.itsYou}</p>;
  return (
    <div className="leaving">
      {member.state !== 'active' && (
        <button
          type="button"
          className="link"
          onClick={() => done.mutate({ deed: 'back', reason: '' })}
        >
          {said.takeBack}
        </button>
      )}
      {member.state === 'active' && !asked && (
        <>
          <button type="button" className="link" onClick={() => setAsked('factor')}>
            {said.resetFactor}
          </button>
          <button type="button" className="link" onClick={() => setAsked('leave')}>
            {said.takeAway}
          </button>
        </>
      )}
      {asked && (
        <Asked
          deed={asked}
          isPending={done.isPending}
          onSure={(reason) => done.mutate({ deed: asked, reason })}
        />
      )}
      {done.error && (
        <p className="alert" role="alert">
          {textOf(done.error)}
        </p>
      )}
      {question}
    </div>
  );
}

function useDeed({ staffId }: Member, onDone: () => void) {
  const { proven, question } = useStepUp();
  const [key] = useState(newIdempotencyKey);
  const path = { staffId };
  const done = useMutation({
    mutationFn: async ({ deed, reason }: { readonly deed: Deed; readonly reason: string }) => {
      if (deed === 'factor') {
        const params = { path, header: { 'Idempotency-Key': key } };
        const asked = () =>
          kontor.POST('/v1/admin/staff/{staffId}/second-factor/disable', {
            params,
            body: { reason },
          });
        await proven(() => told(asked()));
        return;
      }
      const state = deed === 'back' ? ('active' as const) : ('disabled' as const);
      await proven(() =>
        told(kontor.PATCH('/v1/admin/staff/{staffId}', { params: { path }, body: { state } })),
      );
    },
    onSuccess: async () => {
      await staffAnew();
      onDone();
    },
  });
  return { done, question };
}

interface AskedShown {
  readonly deed: 'factor' | 'leave';
  readonly isPending: boolean;
  readonly onSure: (reason: string) => void;
}

function Asked({ deed, isPending, onSure }: AskedShown) {
  const { words } = usePageSpeech();
  const said = words.staff;
  const [reason, setReason] = useState('');
  const isFactor = deed === 'factor';
  return (
    <>
      <p>{isFactor ? said.resetFactorWhat : said.takeAwayWhat}</p>
      {isFactor && (
        <label className="field">
          {said.reason}
          <input
            maxLength={200}
            value={reason}
            // The form around it would be sent, and nothing be taken away.
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.preventDefault();
            }}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      )}
      <button
        type="button"
        className="button danger"
        disabled={isPending || (isFactor && reason.trim() === '')}
        onClick={() => onSure(reason.trim())}
      >
        {isFactor ? said.resetFactor : said.takeAway}
      </button>
    </>
  );
}
