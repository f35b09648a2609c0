import { told } from '@kontor/sdk';
import { useNavigate } from '@tanstack/react-router';
import { kontor } from '../../asking/kontor.ts';
import { TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { noteChannel } from './channel-commands.ts';
import { bodyOf, GeneralFields, generalRefusals } from './general-panel.tsx';

const empty = {
  code: '',
  name: '',
  currency: 'EUR',
  locales: 'en',
  defaultLocale: 'en',
  prices: 'gross',
  active: false,
};

/** One more shop in the deployment, closed until its owner opens it. */
export function NewChannel({ onClose }: { onClose: () => void }) {
  const said = usePageSpeech().words.settings.channels;
  const navigate = useNavigate();
  const thing = useThingForm({
    opened: { values: empty, version: 0 },
    fieldOf: { ...generalRefusals, version_conflict: 'code' },
    save: async ({ code, ...values }) => {
      const made = await told(
        kontor.PUT('/v1/admin/channels/{code}', {
          // Nothing that is there is written over.
          params: { path: { code }, header: { 'If-Match': '"0"' } },
          body: bodyOf(values),
        }),
      );
      noteChannel(made);
      onClose();
      await navigate({ to: '/settings/channels', search: { channel: code } });
      return { values: { code, ...values }, version: made.version };
    },
  });
  return (
    <FormDialog name="new" title={said.add} send={said.add} thing={thing} onClose={onClose}>
      <TextInput
        name="code"
        label={said.fields.code}
        what={said.hints.code}
        most={40}
        required
        mono
      />
      <GeneralFields />
    </FormDialog>
  );
}
