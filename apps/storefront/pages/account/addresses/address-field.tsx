import type { PageRequest } from '../../../serving/page.ts';
import type { AddressRules } from '../../checkout/checkout.ts';
import { Field, isFirst, type Wrong } from '../fields.tsx';

/** How browsers fill an address in by themselves (HTML, autofill). */
const autocomplete: Readonly<Record<string, string>> = {
  name: 'name',
  company: 'organization',
  street: 'address-line1',
  street2: 'address-line2',
  postalCode: 'postal-code',
  city: 'address-level2',
  phone: 'tel',
};

/** A field as its country calls it; a region is chosen where the country has a list of them. */
export function AddressField(parts: {
  request: PageRequest;
  rules: AddressRules;
  field: string;
  label: string;
  isOptional: boolean;
  value: string;
  wrong: Wrong;
}) {
  const { request, rules, field, label, isOptional, value, wrong } = parts;
  if (field !== 'regionCode' || rules.regions.length === 0) {
    return (
      <Field
        request={request}
        name={field}
        label={label}
        type={field === 'phone' ? 'tel' : 'text'}
        autoComplete={autocomplete[field] ?? 'off'}
        value={value}
        isOptional={isOptional}
        wrong={wrong}
      />
    );
  }
  const said = wrong[field];
  return (
    <div class={said === undefined ? 'field' : 'field bad'}>
      <label for={field}>{label}</label>
      <select
        id={field}
        name={field}
        autoComplete="address-level1"
        required={!isOptional}
        autoFocus={isFirst(wrong, field)}
        aria-invalid={said === undefined ? undefined : true}
        aria-describedby={said === undefined ? undefined : `${field}-wrong`}
      >
        <option value="" />
        {rules.regions.map(({ code, name, latinName }) => (
          <option key={code} value={code} selected={code === value}>
            {latinName === null || latinName === name ? name : `${name} (${latinName})`}
          </option>
        ))}
      </select>
      {said !== undefined && (
        <p class="err" id={`${field}-wrong`}>
          {said}
        </p>
      )}
    </div>
  );
}
