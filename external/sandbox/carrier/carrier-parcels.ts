import {
  atLeast,
  boolean,
  emptiable,
  fields,
  filled,
  like,
  list,
  must,
  number,
  oneOf,
  openFields,
  text,
  type Shape,
  type Reported,
} from '../wire/wire-shape.ts';

/* What ShipEngine takes of parcels, what is in them, and what customs are told of it. */

export const seId = like(/^se(-[a-z0-9]+)+$/, 25);
export const countryCode = like(/^[A-Z]{2}$/);
const currency: Shape<string> = like(/^[a-z]{3}$/);
const count = atLeast(0, 'integer');
const side = atLeast(0);

export const address = {
  name: must(filled()),
  phone: filled(),
  email: emptiable(text()),
  company_name: emptiable(filled()),
  address_line1: must(filled()),
  address_line2: emptiable(filled()),
  address_line3: emptiable(filled()),
  city_locality: must(filled()),
  state_province: must(filled()),
  postal_code: must(filled()),
  country_code: must(countryCode),
  address_residential_indicator: oneOf('unknown yes no'),
  instructions: emptiable(filled()),
};
const addressShape = fields(address);
export type WireAddress = Reported<typeof addressShape>;

const money = fields({ currency: must(currency), amount: must(atLeast(0)) });
const weight = fields({
  value: must(atLeast(0)),
  unit: must(oneOf<'gram' | 'kilogram' | 'ounce' | 'pound'>('gram kilogram ounce pound')),
});

/** What customs know an article by. */
const article = {
  description: emptiable(text(100)),
  quantity: count,
  weight,
  harmonized_tariff_code: emptiable(text()),
  country_of_origin: emptiable(countryCode),
  unit_of_measure: emptiable(text()),
  sku: emptiable(text()),
  sku_description: emptiable(text()),
};

const dangerousGoods = fields({
  id_number: emptiable(text()),
  shipping_name: emptiable(text()),
  technical_name: emptiable(text()),
  product_class: emptiable(text()),
  product_class_subsidiary: emptiable(text()),
  packaging_group: oneOf('i ii iii'),
  dangerous_amount: fields({ amount: atLeast(0), unit: emptiable(text()) }),
  quantity: count,
  packaging_instruction: emptiable(text()),
  packaging_instruction_section: oneOf('section_1 section_2 section_1a section_1b'),
  packaging_type: emptiable(text()),
  transport_mean: oneOf('ground water cargo_aircraft_only passenger_aircraft'),
  transport_category: emptiable(text()),
  regulation_authority: emptiable(text()),
  regulation_level: oneOf('lightly_regulated fully_regulated limited_quantities excepted_quantity'),
  radioactive: emptiable(boolean),
  reportable_quantity: emptiable(boolean),
  tunnel_code: emptiable(text()),
  additional_description: emptiable(text()),
});

export const parcel = fields({
  package_id: seId,
  package_code: like(/^[a-z0-9]+(_[a-z0-9]+)*$/, 50),
  package_name: text(),
  weight: must(weight),
  dimensions: fields({
    unit: must(oneOf('inch centimeter')),
    length: must(side),
    width: must(side),
    height: must(side),
  }),
  insured_value: money,
  label_messages: fields({
    reference1: must(emptiable(text())),
    reference2: must(emptiable(text())),
    reference3: must(emptiable(text())),
  }),
  external_package_id: filled(),
  content_description: emptiable(filled(35)),
  products: list(
    fields({
      ...article,
      value: money,
      mid_code: emptiable(text()),
      product_url: emptiable(text()),
      vat_rate: emptiable(number),
      dangerous_goods: list(dangerousGoods),
      extended_details: openFields({}),
    }),
  ),
});
export type WirePackage = Reported<typeof parcel>;

const { instructions: _, address_residential_indicator: __, ...importer } = address;

export const customs = fields({
  contents: must(oneOf('merchandise documents gift returned_goods sample other')),
  contents_explanation: text(),
  non_delivery: must(oneOf('return_to_sender treat_as_abandoned')),
  terms_of_trade_code: oneOf('exw fca cpt cip dpu dap ddp fas fob cfr cif ddu daf deq des'),
  declaration: text(),
  invoice_additional_details: fields({
    freight_charge: money,
    insurance_charge: money,
    discount: money,
    estimated_import_charges: fields({ taxes: money, duties: money }),
    other_charge: money,
    other_charge_description: text(),
    invoice_number: text(),
  }),
  importer_of_record: fields({ ...importer, state_province: filled() }),
  license_number: text(),
  certificate_number: text(),
  customs_items: list(fields({ ...article, value: atLeast(0), value_currency: text() })),
});
export type WireCustoms = Reported<typeof customs>;

/** Carriers have more of them than the description names. */
export const advancedOptions = openFields({
  bill_to_account: emptiable(text()),
  bill_to_country_code: emptiable(countryCode),
  bill_to_party: emptiable(oneOf('recipient third_party')),
  bill_to_postal_code: emptiable(text()),
  contains_alcohol: boolean,
  delivered_duty_paid: boolean,
  dry_ice: boolean,
  dry_ice_weight: emptiable(weight),
  non_machinable: boolean,
  saturday_delivery: boolean,
  fedex_freight: fields({ shipper_load_and_count: text(), booking_confirmation: text() }),
  use_ups_ground_freight_pricing: emptiable(boolean),
  freight_class: emptiable(text()),
  custom_field1: emptiable(text(100)),
  custom_field2: emptiable(text(100)),
  custom_field3: emptiable(text(100)),
  origin_type: emptiable(oneOf('pickup drop_off')),
  additional_handling: emptiable(boolean),
  shipper_release: emptiable(boolean),
  collect_on_delivery: fields({
    payment_type: oneOf('any cash cash_equivalent none'),
    payment_amount: fields({ currency, amount: atLeast(0) }),
  }),
  third_party_consignee: boolean,
  dangerous_goods: boolean,
  dangerous_goods_contact: fields({ name: text(), phone: text() }),
  windsor_framework_details: fields({
    movement_indicator: oneOf('c2c b2c c2b b2b'),
    not_at_risk: boolean,
  }),
  license_number: emptiable(text()),
  invoice_number: emptiable(text()),
  certificate_number: emptiable(text()),
  fragile: boolean,
  'delivery-as-addressed': boolean,
  'return-after-first-attempt': boolean,
  regulated_content_type: emptiable(oneOf('day_old_poultry other_live_animal')),
});
