import { TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { useSpeech } from '../../words/speech.tsx';
import { LocationFields } from './location-panel.tsx';
import { locationValuesOf, putLocation } from './location-values.ts';

const empty = { name: '', channels: ['*'], priority: 10, address: null, active: true };

interface NewLocationShown {
  readonly onMade: () => Promise<void>;
  readonly onClose: () => void;
}

export function NewLocation({ onMade, onClose }: NewLocationShown) {
  const said = useSpeech().words.settings.locations;
  const thing = useThingForm({
    opened: { values: { code: '', ...locationValuesOf(empty) }, version: 0 },
    fieldOf: { 'address.name': 'addressee' },
    save: async (values) => {
      await putLocation(values.code.trim(), values, empty);
      await onMade();
      onClose();
      return { values, version: 0 };
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
      <LocationFields />
    </FormDialog>
  );
}
