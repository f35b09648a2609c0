import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { FormPanel } from '../../forms/form-panel.tsx';
import { SelectInput, SwitchInput, TextInput } from '../../forms/fields.tsx';
import { listOf } from '../../forms/lines.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import type { Channel } from '../../products/use-channels.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { keptOf, ofVersion } from './channel-commands.ts';
import type { ChannelShown } from './channels-page.tsx';

const valuesOf = (channel: Channel) => ({
  name: channel.name,
  currency: channel.currency,
  locales: channel.locales.join(', '),
  defaultLocale: channel.defaultLocale,
  prices: channel.pricesIncludeTax ? 'gross' : 'net',
  active: channel.active,
});

/** As the API takes it. */
export function bodyOf(values: ReturnType<typeof valuesOf>) {
  const { name, currency, locales, defaultLocale, prices, active } = values;
  return {
    name,
    currency: currency.trim().toUpperCase(),
    locales: listOf(locales),
    defaultLocale: defaultLocale.trim(),
    pricesIncludeTax: prices === 'gross',
    active,
  };
}

export const generalRefusals = {
  currency_unknown: 'currency',
  default_locale_missing: 'defaultLocale',
  channel_has_prices: 'prices',
} as const;

export function GeneralPanel({ channel, mayEdit }: ChannelShown) {
  const { words } = usePageSpeech();
  const said = words.settings.channels;
  const { opened, read, taken } = keptOf(channel, valuesOf);
  const { code } = channel;
  const thing = useThingForm({
    opened,
    read,
    fieldOf: generalRefusals,
    save: (values, version) =>
      taken(
        told(
          kontor.PUT('/v1/admin/channels/{code}', {
            params: ofVersion(code, version),
            body: bodyOf(values),
          }),
        ),
      ),
  });
  return (
    <FormPanel
      name="general"
      title={said.general}
      aside={<span className="mono">{code}</span>}
      thing={thing}
      mayEdit={mayEdit}
      names={said.fields}
    >
      <GeneralFields />
    </FormPanel>
  );
}

export function GeneralFields() {
  const { words } = usePageSpeech();
  const said = words.settings.channels;
  return (
    <>
      <TextInput name="name" label={said.fields.name} what={said.hints.name} most={120} required />
      <div className="two">
        <TextInput
          name="currency"
          label={said.fields.currency}
          what={said.hints.currency}
          most={3}
          required
        />
        <SelectInput
          name="prices"
          label={said.fields.prices}
          what={said.hints.prices}
          options={[
            { value: 'gross', text: said.gross },
            { value: 'net', text: said.net },
          ]}
        />
        <TextInput
          name="locales"
          label={said.fields.locales}
          what={said.hints.locales}
          most={200}
          required
        />
        <TextInput
          name="defaultLocale"
          label={said.fields.defaultLocale}
          what={said.hints.defaultLocale}
          most={5}
          required
        />
      </div>
      <SwitchInput name="active" label={said.fields.active} what={said.hints.active} />
    </>
  );
}
