import type { Schemas } from '@kontor/sdk';
import { linesOf } from '../../forms/lines.ts';
import type { Channel } from '../../products/use-channels.ts';

type Company = Schemas['Company'];

const nobody = {
  name: '',
  legalName: '',
  street: '',
  postalCode: '',
  city: '',
  countryCode: '',
  email: '',
  phone: '',
  websiteUrl: '',
};

/** As it is typed: lists one a line, a tax number with its name before a colon. */
export function companyValuesOf({ company, timeZone }: Channel) {
  const { name, legalName, street, postalCode, city } = company ?? nobody;
  const { countryCode, email, phone, websiteUrl } = company ?? nobody;
  const { accountHolder = '', iban = '', bic, bankName = '' } = company?.bankAccount ?? {};
  return {
    name,
    legalName,
    street,
    postalCode,
    city,
    countryCode,
    email,
    phone,
    websiteUrl,
    taxIds: (company?.taxIds ?? []).map(({ label, value }) => `${label}: ${value}`).join('\n'),
    registerEntries: (company?.registerEntries ?? []).join('\n'),
    accountHolder,
    iban,
    bic: bic ?? '',
    bankName,
    timeZone: timeZone ?? '',
  };
}

export type CompanyValues = ReturnType<typeof companyValuesOf>;

/** Null where nothing is said of it; the logo, which is chosen with the look, stays as it is. */
export function companyOf(values: CompanyValues, before: Channel): Company | null {
  const {
    taxIds,
    registerEntries,
    accountHolder,
    iban,
    bic,
    bankName,
    timeZone: _of,
    ...plain
  } = values;
  const said = [...Object.values(plain), taxIds, registerEntries, iban].some((each) => each !== '');
  if (!said) return null;
  const account = iban.replaceAll(/\s/g, '').toUpperCase();
  const bank = { accountHolder, iban: account, bic: bic.trim().toUpperCase() || null, bankName };
  return {
    ...plain,
    countryCode: plain.countryCode.trim().toUpperCase(),
    taxIds: linesOf(taxIds).map(taxIdOf),
    registerEntries: linesOf(registerEntries),
    bankAccount: account === '' ? null : bank,
    logo: before.company?.logo ?? null,
  };
}

/** Without a name it is one for turnover tax, as nearly all are. */
function taxIdOf(line: string) {
  const at = line.indexOf(':');
  if (at < 0) return { label: 'VAT', value: line };
  return { label: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
}
