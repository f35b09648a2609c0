import { TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { LocationFields } from './location-panel.tsx';
import { locationValuesOf, putLocation, type Location } from './location-values.ts';

const empty = { name: '', channels: ['*'], priority: 10, address: null, active: true, version: 0 };

interface NewLocationShown {
  readonly there: readonly Location[];
  readonly onMade: () => Promise<void>;
  readonly onClose: () => void;
}

export function NewLocation({ there, onMade, onClose }: NewLocationShown) {
  const { words } = usePageSpeech();
  const said = words.settings.locations;
  const thing = useThingForm({
    opened: { values: { code: '', ...locationValuesOf(empty) }, version: 0 },
    fieldOf: { version_conflict: 'code' },
    // Nothing that is there is written over.
    check: ({ code }): Record<string, string> =>
      there.some((each) => each.code === code.trim()) ? { code: words.forms.taken } : {},
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
