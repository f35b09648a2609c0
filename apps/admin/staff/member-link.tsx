import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useStepUp } from '../session/step-up.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { ShownOnce } from './shown-once.tsx';
import { linkOf, type Member } from './use-staff.ts';

/** For an invited member whom no mail reaches: a link, shown once, in place of the mailed one. */
export function MemberLink({ member: { staffId } }: { member: Member }) {
  const { words, formats } = usePageSpeech();
  const said = words.staff;
  const textOf = useProblemText();
  const { proven, question } = useStepUp();
  const made = useMutation({
    mutationFn: () =>
      proven(() =>
        told(kontor.POST('/v1/admin/staff/{staffId}/link', { params: { path: { staffId } } })),
      ),
  });
  return (
    <>
      {made.data ? (
        <ShownOnce
          secret={linkOf(made.data)}
          what={said.linkWhat(formats.moment(made.data.expiresAt))}
        />
      ) : (
        <p>
          <button
            type="button"
            className="link"
            disabled={made.isPending}
            onClick={() => made.mutate()}
          >
            {said.showLink}
          </button>
        </p>
      )}
      {made.error && (
        <p className="alert" role="alert">
          {textOf(made.error)}
        </p>
      )}
      {question}
    </>
  );
}
