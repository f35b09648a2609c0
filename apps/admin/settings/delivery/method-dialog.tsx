import { useRef } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { SelectInput, SeveralInput, SwitchInput, TextInput } from '../../forms/fields.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ifMatch } from '../../forms/if-match.ts';
import { useAdding } from '../../forms/use-adding.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import {
  methodBodyOf,
  methodFormOf,
  putDaysOf,
  putMethod,
  wrongIn,
  type MethodForm,
} from './method-values.ts';
import { readZone, type Method, type Zone } from './zones.ts';

interface MethodShown {
  readonly zone: Zone;
  /** Undefined of a new one. */
  readonly method: Method | undefined;
  readonly currency: string;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}

function useMethodForm({ zone, method, currency, onSaved, onClose }: MethodShown) {
  const { words, formats } = usePageSpeech();
  // What is not typed here, such as prices in other currencies, stays as it was read last.
  const known = useRef(method);
  const keptOf = (read: Method | undefined) => ({
    values: methodFormOf(read, { currency, formats }),
    version: read?.version ?? 0,
  });
  const read = async (code: string) => {
    const { methods } = await readZone(zone.code);
    return methods.find((each) => each.code === code);
  };
  const { add, isBegun } = useAdding();
  const adding = (form: MethodForm) => {
    const named = { zoneCode: zone.code, code: form.code.trim() };
    const isNew = { method: undefined, currency };
    return add({
      name: named.code,
      body: methodBodyOf(form, isNew),
      put: (body, expected) => putMethod(named, body, expected),
      read: async () => {
        const { values, version } = keptOf(await read(named.code));
        return { body: methodBodyOf(values, isNew), version };
      },
    });
  };
  return useThingForm<MethodForm>({
    opened: keptOf(method),
    ...(method && {
      read: async () => {
        known.current = await read(method.code);
        return keptOf(known.current);
      },
    }),
    fieldOf: { version_conflict: 'code' },
    check: (form) => {
      const code = form.code.trim();
      const isTaken = !method && !isBegun(code) && zone.methods.some((each) => each.code === code);
      const said = { ...words.forms, ...words.settings.delivery };
      return isTaken ? { code: words.forms.taken } : wrongIn(form, known.current, currency, said);
    },
    save: async (form, version) => {
      const before = known.current;
      const put = before
        ? await putMethod(
            before,
            methodBodyOf(form, { method: before, currency }),
            ifMatch(version),
          )
        : await adding(form);
      await putDaysOf(put, form, before?.deliveryWeekdays);
      await onSaved();
      onClose();
      return { values: form, version };
    },
  });
}

/** A way of delivery: what it costs, how long it takes, who brings it. */
export function MethodDialog(shown: MethodShown) {
  const { zone, method, currency, onClose } = shown;
  const { words } = usePageSpeech();
  const said = words.settings.delivery;
  const thing = useMethodForm(shown);
  return (
    <FormDialog
      name="way"
      title={method ? said.changeMethod(method.name) : `${said.addMethod}: ${zone.name}`}
      thing={thing}
      names={{ ...said.methodFields, steps: said.prices }}
      onClose={onClose}
    >
      {!method && (
        <TextInput
          name="code"
          label={said.fields.code}
          what={said.hints.code}
          most={40}
          required
          mono
        />
      )}
      <TextInput
        name="name"
        label={said.methodFields.name}
        what={said.methodHints.name}
        most={80}
        required
      />
      <Steps currency={currency} />
      <Below currency={currency} />
      <TextInput
        name="freeFrom"
        label={said.inCurrency(said.methodFields.freeFrom, currency)}
        what={said.methodHints.freeFrom}
        inputMode="decimal"
      />
      <Arrival />
      <SwitchInput name="active" label={said.methodFields.active} />
    </FormDialog>
  );
}

/** From where on it costs what. */
function Steps({ currency }: { currency: string }) {
  const { words } = usePageSpeech();
  const said = words.settings.delivery;
  const { control, watch } = useFormContext<MethodForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'steps' });
  const basis = watch('basis');
  return (
    <fieldset className="several">
      <legend>{said.prices}</legend>
      <SelectInput
        name="basis"
        label={said.methodFields.basis}
        options={Object.entries(said.bases).map(([value, text]) => ({ value, text }))}
      />
      {fields.map(({ id }, at) => (
        <div key={id} className="step">
          <TextInput
            name={`steps.${at}.from`}
            label={said.from(said.basisUnits[basis](currency))}
            inputMode="decimal"
          />
          <TextInput
            name={`steps.${at}.price`}
            label={said.inCurrency(said.price, currency)}
            inputMode="decimal"
          />
          {fields.length > 1 && (
            <button type="button" className="link" onClick={() => remove(at)}>
              {words.forms.remove}
              <span className="visually-hidden">: {at + 1}</span>
            </button>
          )}
        </div>
      ))}
      <button type="button" className="link" onClick={() => append({ from: '', price: '' })}>
        {said.addStep}
      </button>
    </fieldset>
  );
}

/** From where on nobody is offered it. */
function Below({ currency }: { currency: string }) {
  const said = usePageSpeech().words.settings.delivery;
  const basis = useFormContext<MethodForm>().watch('basis');
  return (
    <TextInput
      name="below"
      label={said.below(said.basisUnits[basis](currency))}
      what={said.methodHints.below}
      inputMode="decimal"
    />
  );
}

function Arrival() {
  const { words, formats } = usePageSpeech();
  const { methodFields: fields, methodHints: hints } = words.settings.delivery;
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    text: formats.weekdayName(day),
  }));
  return (
    <>
      <div className="two">
        <TextInput
          name="earliestDays"
          label={fields.earliestDays}
          what={hints.days}
          inputMode="numeric"
        />
        <TextInput name="latestDays" label={fields.latestDays} inputMode="numeric" />
        <TextInput name="carrierCode" label={fields.carrierCode} what={hints.carrier} most={60} />
        <TextInput name="serviceCode" label={fields.serviceCode} what={hints.service} most={60} />
      </div>
      <SeveralInput name="weekdays" label={fields.weekdays} options={days} />
    </>
  );
}
