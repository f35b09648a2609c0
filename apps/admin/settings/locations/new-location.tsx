import { TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useAdding } from '../../forms/use-adding.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { LocationFields } from './location-panel.tsx';
import {
  locationBodyOf,
  locationValuesOf,
  putLocation,
  readLocation,
  type Location,
} from './location-values.ts';

const empty = { name: '', channels: ['*'], priority: 10, address: null, active: true };

interface NewLocationShown {
  readonly there: readonly Location[];
  readonly onMade: () => Promise<void>;
  readonly onClose: () => void;
}

export function NewLocation({ there, onMade, onClose }: NewLocationShown) {
  const { words } = usePageSpeech();
  const said = words.settings.locations;
  const { add, isBegun } = useAdding();
  const thing = useThingForm({
    opened: { values: { code: '', ...locationValuesOf(empty) }, version: 0 },
    fieldOf: { version_conflict: 'code' },
    // Nothing that is there is written over.
    check: ({ code }): Record<string, string> =>
      !isBegun(code.trim()) && there.some((each) => each.code === code.trim())
        ? { code: words.forms.taken }
        : {},
    save: async (values) => {
      const code = values.code.trim();
      await add({
        name: code,
        body: locationBodyOf(values, empty),
        put: (body, expected) => putLocation(code, body, expected),
        read: async () => {
          const location = await readLocation(code);
          const read = locationValuesOf(location);
          return { body: locationBodyOf(read, empty), version: location.version };
        },
      });
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
