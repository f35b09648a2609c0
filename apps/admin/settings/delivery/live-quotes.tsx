import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { SwitchInput } from '../../forms/fields.tsx';
import { FormPanel } from '../../forms/form-panel.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';

interface QuotesShown {
  readonly settings: Schemas['ShippingSettings'];
  readonly mayEdit: boolean;
  readonly onSaved: () => Promise<void>;
}

/** Whether what the carrier quotes is offered beside one's own prices. */
export function LiveQuotes({ settings, mayEdit, onSaved }: QuotesShown) {
  const { channel, liveQuotes } = settings;
  const { words } = usePageSpeech();
  const said = words.settings.delivery;
  const thing = useThingForm({
    opened: { values: { liveQuotes }, version: 0 },
    save: async (body) => {
      const params = { header: { Channel: channel } };
      const saved = await told(kontor.PUT('/v1/admin/shipping/settings', { params, body }));
      await onSaved();
      return { values: { liveQuotes: saved.liveQuotes }, version: 0 };
    },
  });
  return (
    <FormPanel
      name="quotes"
      title={said.quotes}
      thing={thing}
      mayEdit={mayEdit}
      names={{ liveQuotes: said.liveQuotes }}
    >
      <SwitchInput name="liveQuotes" label={said.liveQuotes} what={said.liveQuotesWhat} />
    </FormPanel>
  );
}
