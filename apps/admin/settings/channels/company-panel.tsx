import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { FormPanel } from '../../forms/form-panel.tsx';
import { TextInput } from '../../forms/fields.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { keptOf, ofVersion } from './channel-commands.ts';
import type { ChannelShown } from './channels-page.tsx';
import { companyOf, companyValuesOf } from './company-values.ts';

/** Who sells: what invoices, mails and the imprint name. */
export function CompanyPanel({ channel, mayEdit }: ChannelShown) {
  const { words } = usePageSpeech();
  const said = words.settings.company;
  const { opened, read, taken } = keptOf(channel, companyValuesOf);
  const thing = useThingForm({
    opened,
    read,
    fieldOf: { time_zone_unknown: 'timeZone' },
    save: (values, version) =>
      taken(
        told(
          kontor.PUT('/v1/admin/channels/{code}/company', {
            params: ofVersion(channel.code, version),
            body: {
              timeZone: values.timeZone.trim() || null,
              company: companyOf(values, channel),
            },
          }),
        ),
      ),
  });
  const { fields, hints } = said;
  return (
    <FormPanel
      name="company"
      title={said.title}
      what={said.what}
      thing={thing}
      mayEdit={mayEdit}
      names={fields}
    >
      <div className="two">
        <TextInput name="name" label={fields.name} what={hints.name} most={120} />
        <TextInput name="legalName" label={fields.legalName} what={hints.legalName} most={160} />
        <TextInput name="street" label={fields.street} most={200} />
        <TextInput name="postalCode" label={fields.postalCode} most={20} />
        <TextInput name="city" label={fields.city} most={120} />
        <TextInput
          name="countryCode"
          label={fields.countryCode}
          what={hints.countryCode}
          most={2}
        />
        <TextInput name="email" label={fields.email} what={hints.email} type="email" most={254} />
        <TextInput name="phone" label={fields.phone} type="tel" most={40} />
        <TextInput name="websiteUrl" label={fields.websiteUrl} type="url" most={300} />
        <TextInput name="timeZone" label={fields.timeZone} what={hints.timeZone} most={60} />
        <TextInput name="taxIds" label={fields.taxIds} what={hints.taxIds} rows={2} most={900} />
        <TextInput
          name="registerEntries"
          label={fields.registerEntries}
          what={hints.registerEntries}
          rows={2}
          most={2_000}
        />
        <TextInput name="accountHolder" label={fields.accountHolder} most={70} />
        <TextInput name="iban" label={fields.iban} what={hints.iban} most={42} mono />
        <TextInput name="bic" label={fields.bic} most={11} mono />
        <TextInput name="bankName" label={fields.bankName} most={70} />
      </div>
    </FormPanel>
  );
}
