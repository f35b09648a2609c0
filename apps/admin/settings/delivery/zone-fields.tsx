import { TextInput } from '../../forms/fields.tsx';
import { usePageSpeech } from '../../words/speech.tsx';

/** Of a form with a zone's name and where it is. */
export function ZoneFields() {
  const { fields, hints } = usePageSpeech().words.settings.delivery;
  return (
    <>
      <TextInput name="name" label={fields.name} what={hints.name} most={80} required />
      <TextInput
        name="countries"
        label={fields.countries}
        what={hints.countries}
        most={1_200}
        required
      />
      <TextInput name="regions" label={fields.regions} what={hints.regions} most={2_000} />
      <TextInput
        name="channels"
        label={fields.channels}
        what={hints.channels}
        most={2_000}
        required
      />
    </>
  );
}
