import { TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useAdding } from '../../forms/use-adding.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { ZoneFields } from './zone-fields.tsx';
import { putZone, readZone, zoneBodyOf, zoneValuesOf, type Zone } from './zones.ts';

interface NewZoneShown {
  readonly there: readonly Zone[];
  readonly channel: string;
  readonly onMade: () => Promise<void>;
  readonly onClose: () => void;
}

export function NewZone({ there, channel, onMade, onClose }: NewZoneShown) {
  const { words } = usePageSpeech();
  const said = words.settings.delivery;
  const { add, isBegun } = useAdding();
  const thing = useThingForm({
    opened: {
      values: { code: '', name: '', channels: channel, countries: '', regions: '' },
      version: 0,
    },
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
        body: zoneBodyOf(values),
        put: (body, expected) => putZone(code, body, expected),
        read: async () => {
          const zone = await readZone(code);
          return { body: zoneBodyOf(zoneValuesOf(zone)), version: zone.version };
        },
      });
      await onMade();
      onClose();
      return { values, version: 0 };
    },
  });
  return (
    <FormDialog
      name="zone"
      title={said.addZone}
      send={said.addZone}
      thing={thing}
      onClose={onClose}
    >
      <TextInput
        name="code"
        label={said.fields.code}
        what={said.hints.code}
        most={40}
        required
        mono
      />
      <ZoneFields />
    </FormDialog>
  );
}
