import { told } from '@kontor/sdk';
import { kontor, queryClient, sessionKey } from '../asking/kontor.ts';
import { TextInput } from '../forms/fields.tsx';
import { FormPanel } from '../forms/form-panel.tsx';
import { useThingForm } from '../forms/use-thing-form.ts';
import { useStepUp } from '../session/step-up.tsx';
import { usePageSpeech } from '../words/speech.tsx';

const empty = { currentPassword: '', newPassword: '', again: '' };

/** Another password: every other device is signed out by it. */
export function PasswordPanel() {
  const { words } = usePageSpeech();
  const said = words.account.password;
  const { proven, question } = useStepUp();
  const thing = useThingForm({
    opened: { values: empty, version: 0 },
    fieldOf: {
      current_password_wrong: 'currentPassword',
      password_too_short: 'newPassword',
      password_too_common: 'newPassword',
    },
    check: ({ newPassword, again }): Record<string, string> =>
      newPassword === again ? {} : { again: words.account.welcome.differs },
    save: async ({ currentPassword, newPassword }) => {
      await proven(() =>
        told(
          kontor.PUT('/v1/browser-session/password', { body: { currentPassword, newPassword } }),
        ),
      );
      // All sessions ended, and another one began here.
      await queryClient.invalidateQueries({ queryKey: sessionKey });
      await queryClient.invalidateQueries({ queryKey: ['own', 'sessions'] });
      return { values: empty, version: 0 };
    },
  });
  return (
    <>
      <FormPanel
        name="password"
        title={said.title}
        what={said.what}
        thing={thing}
        mayEdit
        names={{}}
      >
        <TextInput
          name="currentPassword"
          label={said.current}
          type="password"
          autoComplete="current-password"
          required
        />
        <div className="two">
          <TextInput
            name="newPassword"
            label={said.next}
            what={words.account.welcome.length}
            type="password"
            autoComplete="new-password"
            required
          />
          <TextInput
            name="again"
            label={words.account.welcome.again}
            type="password"
            autoComplete="new-password"
            required
          />
        </div>
      </FormPanel>
      {question}
    </>
  );
}
