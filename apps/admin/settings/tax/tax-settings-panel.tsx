import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { SelectInput } from '../../forms/fields.tsx';
import { FormPanel } from '../../forms/form-panel.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';

type TaxSettings = Schemas['TaxSettings'];

interface SettingsShown {
  readonly channel: string;
  readonly settings: TaxSettings;
  readonly mayEdit: boolean;
  readonly onSaved: () => Promise<void>;
}

const valuesOf = ({ source, roundingLevel, roundingMode, shippingTax }: TaxSettings) => ({
  source,
  roundingLevel,
  roundingMode,
  shippingTax,
});

/** How tax is reckoned in the channel. */
export function TaxSettingsPanel({ channel, settings, mayEdit, onSaved }: SettingsShown) {
  const { words } = usePageSpeech();
  const said = words.settings.tax;
  const thing = useThingForm({
    opened: { values: valuesOf(settings), version: 0 },
    save: async (body) => {
      const params = { header: { Channel: channel } };
      const saved = await told(kontor.PUT('/v1/admin/tax/settings', { params, body }));
      await onSaved();
      return { values: valuesOf(saved), version: 0 };
    },
  });
  return (
    <FormPanel
      name="reckoning"
      title={said.reckoning}
      thing={thing}
      mayEdit={mayEdit}
      names={said.reckoned}
    >
      <div className="two">
        {(['source', 'roundingLevel', 'roundingMode', 'shippingTax'] as const).map((name) => (
          <SelectInput
            key={name}
            name={name}
            label={said.reckoned[name]}
            what={said.reckonedHints[name]}
            options={Object.entries(said.choices[name]).map(([value, text]) => ({ value, text }))}
          />
        ))}
      </div>
    </FormPanel>
  );
}
