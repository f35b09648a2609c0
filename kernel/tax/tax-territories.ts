import { asciiDigits } from '../languages/ascii-digits.ts';

/**
 * Parts of a country that tax otherwise than the country, and that often the postal code alone
 * tells; and countries that tax as another one does.
 *
 * From Articles 5 to 7 of the VAT directive (2006/112/EC, as consolidated on 1 January 2025), the
 * European Commission's list of territories (https://taxation-customs.ec.europa.eu, "Territorial
 * status of EU countries and certain territories"), and for rates of Austria, Portugal, Norway and
 * Switzerland their own VAT acts as they are quoted there. Written down on 26 November 2026; nobody
 * has compared them with each country's own notices. Codes are those of the countries' posts.
 *
 * What is not here, since it is taxed as its country is: Corsica's goods of the standard rate, the
 * Greek islands since their lower rates ended, the British bases on Cyprus (Article 7), Northern
 * Ireland, whose goods bear the United Kingdom's rates although Union law says how.
 */
export interface TaxTerritory {
  readonly name: string;
  /** Whose rates count. */
  readonly countryCode: string;
  /**
   * The regions under which the table of rates may know it, the usual one first: of ISO 3166-2 where
   * it is one, else letters of ours that begin with X.
   */
  readonly regionCodes: readonly string[];
  /** Whether its country's tax is not levied there: then nothing is, unless the table has a rate of it. */
  readonly isOutside: boolean;
}

interface Row extends TaxTerritory {
  /** Of postal codes without blanks and hyphens. */
  readonly codes: RegExp;
}

type Named = readonly [name: string, codes: RegExp, ...regionCodes: string[]];

const outside = (countryCode: string, rows: readonly Named[]): Row[] =>
  rows.map(([name, codes, ...regionCodes]) => {
    return { name, countryCode, regionCodes, isOutside: true, codes };
  });
const inside = (countryCode: string, rows: readonly Named[]): Row[] =>
  outside(countryCode, rows).map((row) => ({ ...row, isOutside: false }));

const rows: readonly Row[] = [
  ...outside('ES', [
    ['Las Palmas (Canary Islands)', /^35\d{3}$/, 'GC', 'CN'],
    ['Santa Cruz de Tenerife (Canary Islands)', /^38\d{3}$/, 'TF', 'CN'],
    ['Ceuta', /^51\d{3}$/, 'CE'],
    ['Melilla', /^52\d{3}$/, 'ML'],
  ]),
  ...outside('DE', [
    ['Heligoland', /^27498$/, 'XHE'],
    ['Büsingen', /^(78266|8238)$/, 'XBU'],
  ]),
  ...outside('IT', [
    ['Livigno', /^23041$/, 'XLI'],
    ["Campione d'Italia", /^(22061|6911)$/, 'XCA'],
    ['San Marino', /^4789\d$/, 'XSM'],
    ['Vatican City', /^00120$/, 'XVA'],
  ]),
  ...outside('FI', [['Åland Islands', /^22\d{3}$/, '01']]),
  ...outside('GR', [['Mount Athos', /^6308[67]$/, '69']]),
  ...outside('FR', [
    ['Guadeloupe', /^971(?!33|50)\d{2}$/, 'GP', '971'],
    ['Saint Barthélemy', /^(97133|977\d{2})$/, 'BL'],
    ['Saint Martin', /^(97150|978\d{2})$/, 'MF'],
    ['Martinique', /^972\d{2}$/, 'MQ', '972'],
    ['French Guiana', /^973\d{2}$/, 'GF', '973'],
    ['Réunion', /^974\d{2}$/, 'RE', '974'],
    ['Saint Pierre and Miquelon', /^975\d{2}$/, 'PM'],
    ['Mayotte', /^976\d{2}$/, 'YT', '976'],
    ['French Southern Territories', /^984\d{2}$/, 'TF'],
    ['Wallis and Futuna', /^986\d{2}$/, 'WF'],
    ['French Polynesia', /^987\d{2}$/, 'PF'],
    ['New Caledonia', /^988\d{2}$/, 'NC'],
  ]),
  ...outside('DK', [['Greenland', /^39\d{2}$/, 'XGL']]),
  ...outside('NO', [
    ['Svalbard', /^917\d$/, '21'],
    ['Jan Mayen', /^8099$/, '22'],
  ]),
  ...outside('CH', [['Samnaun', /^756[23]$/, 'XSA']]),
  ...outside('GB', [
    ['Guernsey', /^GY/, 'XGY'],
    ['Jersey', /^JE/, 'XJE'],
    ['Gibraltar', /^GX/, 'XGI'],
    ['Territories overseas', /^(AI2640|ASCN|BBND|BIQQ|FIQQ|PCRN|SIQQ|STHL|TDCU|TKCA)/, 'XOT'],
  ]),
  ...inside('AT', [['Jungholz and Mittelberg', /^(6691|699[1-3])$/, 'XJM']]),
  ...inside('PT', [
    ['Madeira', /^9[0-4]\d{2}(\d{3})?$/, '30'],
    ['Azores', /^9[5-9]\d{2}(\d{3})?$/, '20'],
  ]),
];

/** Countries of ISO 3166-1 that tax as another one does, and those that no country's tax reaches. */
const countriesAs: Readonly<Record<string, string>> = { IM: 'GB', LI: 'CH', MC: 'FR' };
const countriesOutside = new Set(
  'AX BL FO GF GG GI GL GP JE MF MQ NC PF PM RE SJ SM TF VA WF YT'.split(' '),
);

interface Destination {
  readonly countryCode: string;
  readonly regionCode?: string | undefined;
  readonly postalCode: string;
}

/** The territory of an address; undefined where its country taxes it as any other of its parts. */
export function taxTerritoryOf(destination: Destination): TaxTerritory | undefined {
  const { countryCode, regionCode } = destination;
  const as = countriesAs[countryCode];
  if (as !== undefined) {
    return { name: countryCode, countryCode: as, regionCodes: [], isOutside: false };
  }
  if (countriesOutside.has(countryCode)) {
    return { name: countryCode, countryCode, regionCodes: [], isOutside: true };
  }
  const postalCode = asciiDigits(destination.postalCode.normalize('NFKC'))
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  const own = rows.filter((row) => row.countryCode === countryCode);
  const byCode = own.find(({ codes }) => codes.test(postalCode));
  if (byCode) return byCode;
  const byRegion = own.find(({ regionCodes }) => regionCodes.includes(regionCode ?? ''));
  if (!byRegion || postalCode === '') return byRegion;
  // Who gives a region that the postal code belies would pay the less: the code is where it goes.
  return { name: countryCode, countryCode, regionCodes: [], isOutside: false };
}
