/**
 * Countries whose addresses need a region (ISO 3166-2, second part): taxes and carriers there go by
 * it. Others may give one.
 */
const lists: Readonly<Record<string, string>> = {
  AU: 'ACT NSW NT QLD SA TAS VIC WA',
  BR: 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO',
  CA: 'AB BC MB NB NL NS NT NU ON PE QC SK YT',
  MX: 'AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SIN SLP SON TAB TAM TLA VER YUC ZAC',
  US: 'AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY',
};
const regions = new Map(
  Object.entries(lists).map(([country, codes]) => [country, new Set(codes.split(' '))]),
);

/** The regions that an address in the country must name one of; undefined where none is needed. */
export function regionsOf(countryCode: string): ReadonlySet<string> | undefined {
  return regions.get(countryCode);
}
