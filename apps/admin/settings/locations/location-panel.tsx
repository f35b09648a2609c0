import { useRef } from 'react';
import { SwitchInput, TextInput } from '../../forms/fields.tsx';
import { FormPanel } from '../../forms/form-panel.tsx';
import { ifMatch } from '../../forms/if-match.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import {
  locationBodyOf,
  locationValuesOf,
  putLocation,
  readLocation,
  type Location,
} from './location-values.ts';

export interface LocationShown {
  readonly location: Location;
  readonly mayEdit: boolean;
  readonly onSaved: () => Promise<void>;
}

export function LocationPanel({ location, mayEdit, onSaved }: LocationShown) {
  const said = usePageSpeech().words.settings.locations;
  const { code, name } = location;
  const known = useRef(location);
  const keptOf = (read: Location) => {
    known.current = read;
    return { values: locationValuesOf(read), version: read.version };
  };
  const thing = useThingForm({
    opened: { values: locationValuesOf(location), version: location.version },
    fieldOf: { 'address.name': 'addressee' },
    read: async () => keptOf(await readLocation(code)),
    save: async (values, version) => {
      const body = locationBodyOf(values, known.current);
      const saved = await putLocation(code, body, ifMatch(version));
      await onSaved();
      return keptOf(saved);
    },
  });
  return (
    <FormPanel
      name={`location-${code}`}
      title={name}
      aside={<span className="mono">{code}</span>}
      thing={thing}
      mayEdit={mayEdit}
      names={said.fields}
    >
      <LocationFields />
    </FormPanel>
  );
}

export function LocationFields() {
  const { fields, hints } = usePageSpeech().words.settings.locations;
  return (
    <>
      <div className="two">
        <TextInput name="name" label={fields.name} most={80} required />
        <TextInput
          name="priority"
          label={fields.priority}
          what={hints.priority}
          inputMode="numeric"
          required
        />
        <TextInput
          name="channels"
          label={fields.channels}
          what={hints.channels}
          most={2_000}
          required
        />
        <TextInput name="addressee" label={fields.addressee} what={hints.addressee} most={120} />
        <TextInput name="street" label={fields.street} most={120} />
        <TextInput name="postalCode" label={fields.postalCode} most={20} />
        <TextInput name="city" label={fields.city} most={120} />
        <TextInput name="countryCode" label={fields.countryCode} most={2} />
        <TextInput name="phone" label={fields.phone} type="tel" most={40} />
      </div>
      <SwitchInput name="active" label={fields.active} what={hints.active} />
    </>
  );
}
