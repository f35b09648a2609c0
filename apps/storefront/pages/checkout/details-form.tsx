import { FormFields } from '../../layout/form-fields.tsx';
import type { PageRequest } from '../../serving/page.ts';
import {
  checkoutAddress,
  ofInvoice,
  type AddressRules,
  type Checkout,
  type Country,
  type Filled,
} from './checkout.ts';

export interface DetailsParts {
  readonly request: PageRequest;
  readonly checkout: Checkout;
  readonly rules: AddressRules;
  readonly countries: readonly Country[];
  readonly filled: Filled;
  /** What is wrong, by field. */
  readonly wrong: Readonly<Record<string, string>>;
}

/** How browsers fill an address in by themselves (HTML, autofill). */
const autocomplete: Readonly<Record<string, string>> = {
  name: 'name',
  company: 'organization',
  street: 'address-line1',
  street2: 'address-line2',
  postalCode: 'postal-code',
  city: 'address-level2',
  regionCode: 'address-level1',
  phone: 'tel',
};

/** The country comes first: it decides what else is asked, and what is in which order. */
export function DetailsForm(parts: DetailsParts) {
  const { request, checkout, rules } = parts;
  const { words } = request;
  const [usual, others] = split(rules);
  return (
    <form
      class="step"
      method="post"
      action={checkoutAddress(request, checkout.checkoutId, '/details')}
    >
      <FormFields request={request} />
      <h2>{words.till.where}</h2>
      <div class="fields">
        <div class="field">
          <label for="countryCode">{words.till.country}</label>
          <select id="countryCode" name="countryCode" autoComplete="country" data-step="country">
            {parts.countries.map(({ countryCode, countryName }) => (
              <option
                key={countryCode}
                value={countryCode}
                selected={countryCode === rules.countryCode}
              >
                {countryName}
              </option>
            ))}
          </select>
          <noscript>
            <button class="button plain" name="step" value="country" formNoValidate>
              {words.till.useCountry}
            </button>
          </noscript>
        </div>
        <Field {...parts} field="email" label={words.till.email} use="required" />
        {usual.map(({ field, label, use }) => (
          <Field key={field} {...parts} field={field} label={label} use={use} />
        ))}
      </div>
      {[...others, vatNumber(words)].map((rule) => (
        <RareField key={rule.field} {...parts} {...rule} />
      ))}
      <InvoiceFields {...parts} />
      <button class="button">
        {checkout.totals === null ? words.till.goOn : words.till.update}
      </button>
    </form>
  );
}

type FieldRule = AddressRules['fields'][number];

const rarely = new Set(['company', 'street2', 'phone']);

type Words = PageRequest['words'];

function split(rules: AddressRules): [readonly FieldRule[], readonly FieldRule[]] {
  const asked = rules.fields.filter(({ use }) => use !== 'none');
  const isRare = ({ field, use }: FieldRule) => use !== 'required' && rarely.has(field);
  return [asked.filter((rule) => !isRare(rule)), asked.filter(isRare)];
}

/** Businesses alone have one, and each country's rules of an address know nothing of it. */
function vatNumber({ till }: Words) {
  return { field: 'vatId', label: till.vatId, use: 'asked' } as const;
}

/** What few people need, behind a link of its own until somebody has filled it in. */
function RareField(parts: DetailsParts & { field: string; label: string; use: string }) {
  const { field, filled, wrong, request } = parts;
  return (
    <details class="more-fields" open={Boolean(filled[field]) || field in wrong}>
      <summary>{request.words.till.rare[field as keyof Words['till']['rare']]}</summary>
      <div class="fields">
        <Field {...parts} />
      </div>
    </details>
  );
}

/** Another address for the invoice, behind one link; what stands in it is that address, else there is none. */
function InvoiceFields(parts: DetailsParts) {
  const { request, rules, countries, filled, wrong } = parts;
  const { till } = request.words;
  const country = `${ofInvoice}countryCode`;
  const chosen = filled[country] ?? rules.countryCode;
  const asked = rules.fields.filter(({ field, use }) => use !== 'none' && field !== 'phone');
  const isOpen = [filled, wrong].some((each) =>
    Object.entries(each).some(
      ([field, value]) => field.startsWith(ofInvoice) && field !== country && value !== '',
    ),
  );
  return (
    <details class="more-fields" open={isOpen}>
      <summary>{till.invoiceTo}</summary>
      <fieldset class="fields">
        <legend>{till.invoice}</legend>
        <div class="field">
          <label for={country}>{till.country}</label>
          <select id={country} name={country} autoComplete="billing country">
            {countries.map(({ countryCode, countryName }) => (
              <option key={countryCode} value={countryCode} selected={countryCode === chosen}>
                {countryName}
              </option>
            ))}
          </select>
        </div>
        {asked.map(({ field, label }) => (
          <Field key={field} {...parts} field={`${ofInvoice}${field}`} label={label} use="asked" />
        ))}
      </fieldset>
    </details>
  );
}

export function Field({
  request: { words },
  rules,
  filled,
  wrong,
  field,
  label,
  use,
}: DetailsParts & { field: string; label: string; use: string }) {
  const said = wrong[field];
  const described =
    said === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${field}-wrong` };
  const common = {
    id: field,
    name: field,
    required: use === 'required',
    autoComplete: field.startsWith(ofInvoice)
      ? `billing ${autocomplete[field.slice(ofInvoice.length)] ?? ''}`.trim()
      : field === 'email'
        ? 'email'
        : autocomplete[field],
    ...described,
  } as const;
  return (
    <div class={said === undefined ? 'field' : 'field bad'}>
      <label for={field}>
        {label}
        {use === 'optional' && <i> {words.till.optional}</i>}
      </label>
      {field.endsWith('regionCode') && rules.regions.length > 0 ? (
        <select {...common}>
          <option value="" />
          {rules.regions.map(({ code, name, latinName }) => (
            <option key={code} value={code} selected={code === filled[field]}>
              {latinName === null || latinName === name ? name : `${name} (${latinName})`}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type={field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'}
          list={undefined}
          maxLength={field === 'email' ? 254 : field === 'vatId' ? 40 : 200}
          value={filled[field] ?? ''}
        />
      )}
      {said !== undefined && (
        <p class="err" id={`${field}-wrong`}>
          {said}
        </p>
      )}
    </div>
  );
}
