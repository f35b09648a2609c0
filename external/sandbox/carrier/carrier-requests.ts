import { address, advancedOptions, customs, parcel, seId } from './carrier-parcels.ts';
import {
  boolean,
  atLeast,
  either,
  emptiable,
  fields,
  filled,
  like,
  list,
  must,
  oneOf,
  text,
  type Reported,
} from '../wire/wire-shape.ts';

export type { WireAddress, WireCustoms, WirePackage } from './carrier-parcels.ts';

/* What ShipEngine takes for rates and labels, with the names that the sandbox does not act upon. */

const serviceCode = like(/^[a-z0-9]+(_[a-z0-9-]+)* ?$/);
const validation = oneOf('no_validation validate_only validate_and_clean');
const orderSource = oneOf(`amazon_ca amazon_us brightpearl channel_advisor cratejoy ebay etsy jane
  groupon_goods magento paypal seller_active shopify stitch_labs squarespace three_dcart tophatter
  walmart woo_commerce volusion`);

/** Carriers want to be able to ring up whoever hands in a parcel. */
const sender = fields({ ...address, phone: must(filled()) });
const recipient = fields({
  ...address,
  geolocation: list(fields({ type: oneOf('what3words'), value: text() })),
});

const shipmentFields = {
  shipping_rule_id: seId,
  external_order_id: emptiable(text()),
  items: list(
    fields({
      name: text(),
      sales_order_id: emptiable(text()),
      sales_order_item_id: emptiable(text()),
      quantity: atLeast(0, 'integer'),
      sku: emptiable(text()),
      external_order_id: emptiable(text()),
      external_order_item_id: emptiable(text()),
      asin: emptiable(like(/^.{10}$/)),
      order_source_code: orderSource,
    }),
  ),
  tax_identifiers: emptiable(
    list(
      fields({
        taxable_entity_type: must(oneOf('shipper recipient ior')),
        identifier_type: must(
          oneOf('vat eori ssn ein tin ioss pan voec pccc oss passport abn ukims'),
        ),
        issuing_authority: must(text()),
        value: must(text()),
      }),
    ),
  ),
  external_shipment_id: emptiable(text(50)),
  shipment_number: emptiable(text(50)),
  ship_date: like(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[-+]\d{2}:\d{2}))?$/),
  ship_to: must(recipient),
  warehouse_id: emptiable(seId),
  return_to: fields(address),
  is_return: emptiable(boolean),
  confirmation: oneOf(`none delivery signature adult_signature direct_signature delivery_mailed
    verbal_confirmation delivery_code age_verification_16_plus`),
  customs: emptiable(customs),
  advanced_options: advancedOptions,
  insurance_provider: oneOf('none shipsurance carrier third_party'),
  order_source_code: orderSource,
  packages: must(list(parcel, 1)),
  comparison_rate_type: emptiable(text()),
};

const servicePoints = {
  ship_to_service_point_id: emptiable(text()),
  ship_from_service_point_id: emptiable(text()),
};

export const rates = fields({
  ...servicePoints,
  shipment_id: seId,
  shipment: must(
    fields({
      ...shipmentFields,
      ship_from: must(fields(address)),
      validate_address: validation,
      carrier_id: seId,
      service_code: serviceCode,
    }),
  ),
  rate_options: must(
    fields({
      carrier_ids: must(list(seId, 1)),
      package_types: list(filled()),
      service_codes: list(filled()),
      calculate_tax_amount: boolean,
      preferred_currency: like(/^[a-z]{3}$/),
      is_return: boolean,
      rate_type: oneOf('check shipment quick'),
    }),
  ),
});

export const label = fields({
  ...servicePoints,
  shipment: must(
    fields({
      ...shipmentFields,
      ship_from: must(sender),
      carrier_id: must(seId),
      service_code: must(serviceCode),
    }),
  ),
  is_return_label: boolean,
  rma_number: emptiable(text()),
  charge_event: oneOf('carrier_default on_creation on_carrier_acceptance'),
  outbound_label_id: seId,
  test_label: boolean,
  validate_address: validation,
  label_download_type: oneOf('url inline'),
  label_format: oneOf('pdf png zpl'),
  display_scheme: oneOf('label paperless label_and_paperless'),
  label_layout: oneOf('4x6 letter A4 A6'),
  label_image_id: emptiable(text()),
});

export const tracking = fields({
  carrier_code: filled(),
  tracking_number: filled(),
  carrier_id: seId,
});

/** A label from a rate: the rate tells what is sent. */
export const labelOfRate = fields({
  custom_field1: text(),
  custom_field2: text(),
  custom_field3: text(),
  validate_address: validation,
  label_layout: oneOf('4x6 letter A4 A6'),
  label_format: oneOf('pdf png zpl'),
  label_download_type: oneOf('url inline'),
  display_scheme: oneOf('label paperless label_and_paperless'),
});

export const returnLabel = fields({
  charge_event: oneOf('carrier_default on_creation on_carrier_acceptance'),
  label_layout: oneOf('4x6 letter A4 A6'),
  label_format: oneOf('pdf png zpl'),
  label_download_type: oneOf('url inline'),
  display_scheme: oneOf('label paperless label_and_paperless'),
  label_image_id: emptiable(text()),
  rma_number: emptiable(text()),
});

const { instructions: _, ...validated } = address;
export const addressesToValidate = list(
  fields({
    ...validated,
    name: filled(),
    postal_code: filled(),
  }),
);

/** All of a warehouse's of a day, or those that are named. */
export const makeManifest = either(
  fields({
    carrier_id: must(seId),
    excluded_label_ids: list(seId),
    label_ids: list(seId),
    warehouse_id: must(seId),
    ship_date: must(filled()),
  }),
  fields({ label_ids: must(list(seId)) }),
);

export const listManifests = fields({
  warehouse_id: seId,
  ship_date_start: text(),
  ship_date_end: text(),
  created_at_start: text(),
  created_at_end: text(),
  carrier_id: seId,
  page: atLeast(1, 'integer'),
  page_size: atLeast(1, 'integer'),
  label_ids: list(seId),
});

export const foundLabel = fields({ label_download_type: oneOf('url inline') });

export type RatesRequest = Reported<typeof rates>;
export type LabelRequest = Reported<typeof label>;
