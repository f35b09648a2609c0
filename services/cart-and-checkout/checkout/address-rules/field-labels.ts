type Labels = Readonly<Record<string, string>>;

/** What the parts of an address are called, by the kind that they are of in their country. */
const english: Labels = {
  name: 'Full name',
  company: 'Company',
  street: 'Street and number',
  street2: 'Apartment, floor, building',
  phone: 'Telephone',
  city: 'City',
  post_town: 'Town',
  district: 'District',
  suburb: 'Suburb',
  postal: 'Postal code',
  zip: 'ZIP code',
  pin: 'PIN code',
  eircode: 'Eircode',
  province: 'Province',
  state: 'State',
  prefecture: 'Prefecture',
  county: 'County',
  emirate: 'Emirate',
  department: 'Department',
  island: 'Island',
  oblast: 'Oblast',
  parish: 'Parish',
  area: 'Area',
  do_si: 'Province or city',
  region: 'Region',
};

const german: Labels = {
  name: 'Vor- und Nachname',
  company: 'Firma',
  street: 'Straße und Hausnummer',
  street2: 'Wohnung, Etage, Gebäude',
  phone: 'Telefon',
  city: 'Ort',
  post_town: 'Ort',
  district: 'Bezirk',
  suburb: 'Vorort',
  postal: 'Postleitzahl',
  zip: 'ZIP-Code',
  pin: 'PIN-Code',
  eircode: 'Eircode',
  province: 'Provinz',
  state: 'Bundesstaat',
  prefecture: 'Präfektur',
  county: 'County',
  emirate: 'Emirat',
  department: 'Departement',
  island: 'Insel',
  oblast: 'Oblast',
  parish: 'Gemeinde',
  area: 'Gebiet',
  do_si: 'Provinz oder Stadt',
  region: 'Region',
};

/** In the languages that the shop writes itself; others read English. */
export function fieldLabel(kind: string, locale: string): string {
  const labels = locale.startsWith('de') ? german : english;
  return labels[kind] ?? kind;
}
