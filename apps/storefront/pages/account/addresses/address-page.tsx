import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { PageRefused } from '../../../serving/page-refused.ts';
import {
  addressFields,
  type AddressRules,
  type Country,
  type Filled,
} from '../../checkout/checkout.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { CheckField, isFirst } from '../fields.tsx';
import { nothingSaid, statusOf, type Said } from '../refusals.ts';
import { AddressField } from './address-field.tsx';
import { keptAddresses } from './addresses-page.tsx';

export interface FilledIn {
  readonly fields: Filled;
  readonly defaultShipping: boolean;
  readonly defaultBilling: boolean;
}

const empty: FilledIn = { fields: {}, defaultShipping: false, defaultBilling: false };

export async function newAddressPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? addressPage(request, empty, nothingSaid);
}

export async function keptAddressPage(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { addressId } = request.params;
  const kept = (await keptAddresses(request)).find((each) => each.addressId === addressId);
  if (!kept) throw new PageRefused(404);
  const { address, defaultShipping, defaultBilling } = kept;
  const given = address as Readonly<Record<string, string | undefined>>;
  const fields = Object.fromEntries(
    [...addressFields, 'countryCode'].map((field) => [field, given[field] ?? '']),
  );
  return addressPage(request, { fields, defaultShipping, defaultBilling }, nothingSaid);
}

/** The form of a new address, or of the one that the path names; the country decides what is asked. */
export async function addressPage(
  request: PageRequest,
  filled: FilledIn,
  said: Said,
): Promise<Page> {
  const { words, at, params, locale, shop } = request;
  const { addresses } = words.account;
  const { addressId } = params;
  const countryCode =
    filled.fields['countryCode'] || (new Intl.Locale(locale).region ?? shop.company.countryCode);
  const [rules, { items: countries }] = await Promise.all([
    request.ask<AddressRules>('getAddressRules', { countryCode }),
    request.ask<{ items: Country[] }>('listDeliveryCountries'),
  ]);
  return accountPage(request, {
    section: 'addresses',
    title: addressId === undefined ? addresses.add : addresses.edit,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <form
        class="fields"
        method="post"
        action={at.account(addressId === undefined ? '/addresses' : `/addresses/${addressId}`)}
      >
        <FormFields request={request} />
        <CountryField request={request} rules={rules} countries={countries} said={said} />
        {rules.fields
          .filter(({ use }) => use !== 'none')
          .map(({ field, label, use }) => (
            <AddressField
              key={field}
              request={request}
              rules={rules}
              field={field}
              label={label}
              isOptional={use !== 'required'}
              value={filled.fields[field] ?? ''}
              wrong={said.wrong}
            />
          ))}
        <div>
          <CheckField
            name="defaultShipping"
            label={addresses.forShipping}
            checked={filled.defaultShipping}
          />
          <CheckField
            name="defaultBilling"
            label={addresses.forBilling}
            checked={filled.defaultBilling}
          />
        </div>
        <button class="button">{words.account.save}</button>
        <p>
          <a class="more" href={at.account('/addresses')}>
            {words.account.cancel}
          </a>
        </p>
      </form>
    ),
  });
}

function CountryField({
  request: { words },
  rules,
  countries,
  said: { wrong },
}: {
  request: PageRequest;
  rules: AddressRules;
  countries: readonly Country[];
  said: Said;
}) {
  const { countryCode, countryName } = rules;
  const isListed = countries.some((each) => each.countryCode === countryCode);
  const shown = isListed ? countries : [{ countryCode, countryName }, ...countries];
  return (
    <div class="field">
      <label for="countryCode">{words.till.country}</label>
      <select
        id="countryCode"
        name="countryCode"
        autoComplete="country"
        data-step="country"
        autoFocus={isFirst(wrong, 'countryCode')}
      >
        {shown.map((each) => (
          <option
            key={each.countryCode}
            value={each.countryCode}
            selected={each.countryCode === countryCode}
          >
            {each.countryName}
          </option>
        ))}
      </select>
      <noscript>
        <button class="button plain" name="step" value="country" formNoValidate>
          {words.till.useCountry}
        </button>
      </noscript>
    </div>
  );
}
