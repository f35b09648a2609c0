/**
 * What people and other shops call regions, where neither the source nor ISO 3166-2 says it: names in
 * English, names of before, and codes that ISO 3166-2 has given up or that a post goes on using.
 * By country, then by the code that is kept; names in small letters without accents.
 */
const usualNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AR: { C: 'CABA, Capital Federal, Ciudad de Buenos Aires' },
  AT: {
    2: 'Carinthia',
    3: 'Lower Austria',
    4: 'Upper Austria',
    6: 'Styria',
    7: 'Tyrol',
    9: 'Vienna',
  },
  BE: { BRU: 'Brussels', VAN: 'Antwerp', VLG: 'Flanders', WAL: 'Wallonia' },
  CA: { NL: 'NF, Newfoundland', QC: 'PQ', YT: 'Yukon Territory' },
  CH: { BE: 'Berne', GE: 'Geneva', GR: 'Grisons', LU: 'Lucerne' },
  CN: { NM: 'Inner Mongolia', XZ: 'Tibet' },
  CZ: { 10: 'Prague' },
  DE: {
    BY: 'Bavaria',
    HE: 'Hesse',
    MV: 'Mecklenburg-Western Pomerania, Mecklenburg-West Pomerania',
    NI: 'Lower Saxony',
    NW: 'North Rhine-Westphalia, NRW',
    RP: 'Rhineland-Palatinate',
    SN: 'Saxony',
    ST: 'Saxony-Anhalt',
    TH: 'Thuringia',
  },
  EG: { ALX: 'Alexandria', C: 'Cairo', GZ: 'Giza' },
  ES: {
    BI: 'Vizcaya, Biscay',
    C: 'La Coruna',
    CN: 'Canary Islands',
    GI: 'Gerona',
    L: 'Lerida',
    OR: 'Orense',
    PM: 'Balearic Islands, Islas Baleares',
    SE: 'Seville',
    SS: 'Guipuzcoa',
  },
  FR: { '75C': '75', 971: 'GP', 972: 'MQ', 973: 'GF', 974: 'RE', 976: 'YT' },
  IN: { OR: 'OD, Orissa', PY: 'Pondicherry', UT: 'UK, Uttaranchal' },
  IT: {
    FI: 'Florence',
    GE: 'Genoa',
    MI: 'Milan',
    MN: 'Mantua',
    NA: 'Naples',
    NU: 'OG',
    PD: 'Padua',
    RM: 'Rome',
    SS: 'OT',
    SU: 'CI, VS',
    TO: 'Turin',
    VE: 'Venice',
  },
  MX: {
    AGU: 'AGS',
    BCN: 'BC',
    CMX: 'CDMX, DF, DIF, Distrito Federal, Mexico City',
    MEX: 'EDOMEX',
    NLE: 'NL',
  },
  MY: { 14: 'WP Kuala Lumpur, Wilayah Persekutuan' },
  NL: { NB: 'North Brabant', NH: 'North Holland', ZH: 'South Holland' },
  PL: {
    '02': 'DS',
    '04': 'KP',
    '06': 'LU',
    '08': 'LB',
    10: 'LD',
    12: 'MA',
    14: 'MZ, Masovia',
    16: 'OP',
    18: 'PK',
    20: 'PD',
    22: 'SL',
    24: 'SK',
    26: 'PM',
    28: 'WN',
    30: 'WP',
    32: 'ZP',
  },
  PT: { 11: 'Lisbon', 20: 'Azores, Acores', 30: 'Madeira' },
  RU: { MOW: 'Moscow', SPE: 'Saint Petersburg, St. Petersburg' },
  US: {
    AA: 'Armed Forces Americas',
    AE: 'Armed Forces Europe',
    AP: 'Armed Forces Pacific',
    DC: 'Washington DC, D.C.',
    VI: 'US Virgin Islands, U.S. Virgin Islands, USVI',
  },
  ZA: { GP: 'GT', KZN: 'NL, Natal' },
};

/** Of a country, pairs of what somebody may write and the code that is meant by it. */
export function usualRegionNames(countryCode: string): (readonly [name: string, code: string])[] {
  return Object.entries(usualNames[countryCode] ?? {}).flatMap(([code, names]) =>
    names.split(', ').map((name) => [name, code] as const),
  );
}

/**
 * Regions that a country's addresses name and that have no code of ISO 3166-2, by the keys of the source.
 * Those of Hong Kong are the ones other shops use; the rest are ours, of letters that no other has.
 */
const ownCodes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BS: {
    Abaco: 'ABA',
    Andros: 'AND',
    'Crooked Island': 'CRI',
    Eleuthera: 'ELE',
    'Grand Bahama': 'GBA',
  },
  CV: { Fogo: 'FOG', Santiago: 'STI', 'Santo Antão': 'SAN', 'São Nicolau': 'SNI' },
  HK: { 'Hong Kong Island': 'HK', Kowloon: 'KL', 'New Territories': 'NT' },
  KY: { 'Cayman Brac': 'CB', 'Grand Cayman': 'GC', 'Little Cayman': 'LC' },
  TV: { Niulakita: 'NLK' },
};

export function ownRegionCode(countryCode: string, key: string): string | undefined {
  return ownCodes[countryCode]?.[key];
}
