/**
 * What every taxed sale in a state bears at the least, as of October 2026: the state's own sales
 * tax with what state law adds to it everywhere (California 1.25 %, Utah 1.25 %, Virginia 1 %,
 * Nevada 2.25 %). What counties and cities add of their own is not in it, nor what a state taxes
 * otherwise, such as groceries.
 *
 * The `sales-tax` package is no source for them: much of what it says of the states is of about
 * 2011 (California 8.25 %, Arizona 6.6 %, Maine 5 %). These were taken on 23 November 2026 from
 * `us-tax-rates.json` of unchainedshop/unchained, checked there on 20 August 2026, which names the
 * Tax Foundation's "State and Local Sales Tax Rates, Midyear 2026" as its source. The table of
 * receiptedit/us-sales-tax-2026 (June 2026) agrees but for Louisiana, where it has the rate of 2024,
 * and leaves out the District. Nobody has compared them with the notices of the states themselves.
 * Law already: South Dakota goes back to 4.5 % in July 2027.
 */
export const usStateRates: Readonly<Record<string, number>> = {
  AK: 0,
  AL: 0.04,
  AR: 0.065,
  AZ: 0.056,
  CA: 0.0725,
  CO: 0.029,
  CT: 0.0635,
  // 6 % until September 2026. A rise to 6.5 % in 2025 was repealed before it came, and whether this
  // one came is known from what was enacted before it alone: look here first.
  DC: 0.07,
  DE: 0,
  FL: 0.06,
  GA: 0.04,
  HI: 0.04,
  IA: 0.06,
  ID: 0.06,
  IL: 0.0625,
  IN: 0.07,
  KS: 0.065,
  KY: 0.06,
  LA: 0.05,
  MA: 0.0625,
  MD: 0.06,
  ME: 0.055,
  MI: 0.06,
  MN: 0.06875,
  MO: 0.04225,
  MS: 0.07,
  MT: 0,
  NC: 0.0475,
  ND: 0.05,
  NE: 0.055,
  NH: 0,
  NJ: 0.06625,
  NM: 0.04875,
  NV: 0.0685,
  NY: 0.04,
  OH: 0.0575,
  OK: 0.045,
  OR: 0,
  PA: 0.06,
  RI: 0.07,
  SC: 0.06,
  SD: 0.042,
  TN: 0.07,
  TX: 0.0625,
  UT: 0.061,
  VA: 0.053,
  VT: 0.06,
  WA: 0.065,
  WI: 0.05,
  WV: 0.06,
  WY: 0.04,
};
