import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { FormPanel } from '../../forms/form-panel.tsx';
import { SelectInput, SwitchInput, TextInput } from '../../forms/fields.tsx';
import { useThingForm } from '../../forms/use-thing-form.ts';
import type { Channel } from '../../products/use-channels.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import {
  differenceOf,
  methodBodyOf,
  methodValuesOf,
  nameFieldOf,
  unreadable,
  type Method,
} from './method-values.ts';

interface MethodShown {
  readonly method: Method;
  readonly channel: Channel;
  readonly mayEdit: boolean;
  readonly onSaved: () => Promise<void>;
}

/** One way to pay: to whom it is offered, and of pay-later when it is due. */
export function MethodPanel({ method, channel, mayEdit, onSaved }: MethodShown) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.payments;
  const { currency, locales } = channel;
  const { code, kind } = method;
  const kept = (read: Method) => ({
    values: methodValuesOf(read, { locales, currency, formats }),
    version: 0,
  });
  const thing = useThingForm({
    opened: kept(method),
    fieldOf: { payment_rule_missing: 'registered', payment_limits_invalid: 'minMinor' },
    check: (values) =>
      Object.fromEntries(unreadable(values, currency).map((name) => [name, words.forms.noAmount])),
    save: async (values, _version, before) => {
      const of = { locales, currency, kind };
      // What another has set of the rest stays.
      const body = differenceOf(methodBodyOf(before, of), methodBodyOf(values, of));
      const params = { path: { code }, header: { Channel: channel.code } };
      const saved = await told(kontor.PATCH('/v1/admin/payment-methods/{code}', { params, body }));
      await onSaved();
      return kept(saved);
    },
  });
  return (
    <FormPanel
      name={`method-${code}`}
      title={words.paymentMethods[kind]}
      aside={<Standing method={method} />}
      what={said.kinds[kind]}
      thing={thing}
      mayEdit={mayEdit}
      names={said.fields}
    >
      {method.notices.map((notice) => (
        <p key={notice.code} className="notice">
          {said.notices[notice.code] ?? notice.message}
        </p>
      ))}
      <SwitchInput name="active" label={said.fields.active} />
      <Offered channel={channel} />
      {kind !== 'card' && <Terms currency={currency} />}
    </FormPanel>
  );
}

/** Under which name, and for which orders. */
function Offered({ channel: { locales, currency } }: Pick<MethodShown, 'channel'>) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.payments;
  return (
    <div className="two">
      {locales.map((locale) => (
        <TextInput
          key={locale}
          name={nameFieldOf(locale)}
          label={said.nameIn(formats.language(locale))}
          what={said.hints.names}
          most={80}
        />
      ))}
      <TextInput
        name="minMinor"
        label={said.amountIn(said.fields.minMinor, currency)}
        what={said.hints.minMinor}
        inputMode="decimal"
      />
      <TextInput
        name="maxMinor"
        label={said.amountIn(said.fields.maxMinor, currency)}
        inputMode="decimal"
      />
      <TextInput name="countries" label={said.fields.countries} what={said.hints.countries} />
      <TextInput
        name="position"
        label={said.fields.position}
        what={said.hints.position}
        inputMode="numeric"
      />
    </div>
  );
}

function Standing({ method: { code, provider, active } }: { method: Method }) {
  const { words } = usePageSpeech();
  const { offered, notOffered } = words.settings.payments;
  return (
    <>
      <span className="mono">
        {code} · {provider}
      </span>
      <span className={active ? 'chip ok' : 'chip'}>{active ? offered : notOffered}</span>
    </>
  );
}

/** Of what is paid afterwards: to whom, until when, and how people are reminded. */
function Terms({ currency }: { currency: string }) {
  const { words } = usePageSpeech();
  const said = words.settings.payments;
  const { fields, hints } = said;
  return (
    <>
      <SwitchInput name="registered" label={fields.registered} what={hints.registered} />
      <div className="two">
        <TextInput name="groups" label={fields.groups} what={hints.groups} />
        <TextInput
          name="ceilingMinor"
          label={said.amountIn(fields.ceilingMinor, currency)}
          what={hints.ceilingMinor}
          inputMode="decimal"
        />
        <TextInput name="dueDays" label={fields.dueDays} inputMode="numeric" />
        <SelectInput
          name="dueFrom"
          label={fields.dueFrom}
          options={[
            { value: 'invoice', text: said.fromInvoice },
            { value: 'delivery', text: said.fromDelivery },
          ]}
        />
        <TextInput
          name="deliveredAfterDays"
          label={fields.deliveredAfterDays}
          what={hints.deliveredAfterDays}
          inputMode="numeric"
        />
        <TextInput name="reminderDays" label={fields.reminderDays} what={hints.reminderDays} />
        <TextInput
          name="reminderFeesMinor"
          label={said.amountIn(fields.reminderFeesMinor, currency)}
          what={hints.reminderFees}
        />
      </div>
    </>
  );
}
