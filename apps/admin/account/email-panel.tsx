import { KontorProblem, told } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { TextInput } from '../forms/fields.tsx';
import { FormPanel } from '../forms/form-panel.tsx';
import { useThingForm } from '../forms/use-thing-form.ts';
import { useStepUp } from '../session/step-up.tsx';
import { usePageSpeech } from '../words/speech.tsx';

const queryKey = ['own', 'email change'];

/** What was asked for and is not confirmed; null where nothing is. */
function useOpenChange() {
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      try {
        return await told(kontor.GET('/v1/auth/email-change', { signal }));
      } catch (error) {
        if (error instanceof KontorProblem && error.status === 404) return null;
        throw error;
      }
    },
  });
}

/** With which address one signs in: another one counts once its link was followed. */
export function EmailPanel({ email }: { email: string }) {
  const { words, formats } = usePageSpeech();
  const said = words.account.email;
  const textOf = useProblemText();
  const { proven, question } = useStepUp();
  const { data: open } = useOpenChange();
  const anew = () => queryClient.invalidateQueries({ queryKey });
  const kept = useMutation({
    mutationFn: () => told(kontor.DELETE('/v1/auth/email-change')),
    onSettled: anew,
  });
  const empty = { email: '' };
  const thing = useThingForm({
    opened: { values: empty, version: 0 },
    fieldOf: { email_unchanged: 'email' },
    save: async ({ email: wanted }) => {
      const body = { email: wanted.trim() };
      await proven(() => told(kontor.POST('/v1/auth/email-change', { body })));
      await anew();
      return { values: empty, version: 0 };
    },
  });
  return (
    <>
      <FormPanel
        name="email"
        title={said.title}
        what={said.what(email)}
        thing={thing}
        mayEdit
        names={{}}
      >
        {open && (
          <p className="notice" role="status">
            {said.open(open.email, formats.moment(open.expiresAt))}{' '}
            <button
              type="button"
              className="link"
              disabled={kept.isPending}
              onClick={() => kept.mutate()}
            >
              {said.keep}
            </button>
          </p>
        )}
        {kept.error && (
          <p className="alert" role="alert">
            {textOf(kept.error)}
          </p>
        )}
        <TextInput name="email" label={said.next} type="email" most={254} required />
      </FormPanel>
      {question}
    </>
  );
}
