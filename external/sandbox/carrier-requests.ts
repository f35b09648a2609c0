import { z } from 'zod';

/*
 * What ShipEngine's description requires and bounds of what we send, in our own words. What it does
 * not know is refused as well: a field in the wrong place does nothing at the vendor.
 */

const text = z.string().min(1);
export const seId = z
  .string()
  .max(25)
  .regex(/^se(-[a-z0-9]+)+$/);
const countryCode = z.string().regex(/^[A-Z]{2}$/);
const serviceCode = z.string().regex(/^[a-z0-9]+(_[a-z0-9-]+)* ?$/);
const validation = z.enum(['no_validation', 'validate_only', 'validate_and_clean']);

const addressSchema = z.strictObject({
  name: text,
  phone: text.optional(),
  email: z.string().nullable().optional(),
  company_name: text.nullable().optional(),
  address_line1: text,
  address_line2: text.nullable().optional(),
  address_line3: text.nullable().optional(),
  city_locality: text,
  state_province: text,
  postal_code: text,
  country_code: countryCode,
  address_residential_indicator: z.enum(['unknown', 'yes', 'no']).optional(),
  instructions: text.nullable().optional(),
});
/** Carriers want to be able to ring up whoever hands in a parcel. */
const senderSchema = addressSchema.extend({ phone: text });

const weightSchema = z.strictObject({
  value: z.number().positive(),
  unit: z.enum(['gram', 'kilogram', 'ounce', 'pound']),
});
const moneySchema = z.strictObject({
  currency: z.string().regex(/^[a-z]{3}$/),
  amount: z.number().nonnegative(),
});
const side = z.number().nonnegative();

const productSchema = z.strictObject({
  description: z.string().max(100).nullable().optional(),
  quantity: z.int().nonnegative().optional(),
  value: moneySchema.optional(),
  weight: weightSchema.optional(),
  harmonized_tariff_code: z.string().nullable().optional(),
  country_of_origin: countryCode.nullable().optional(),
  unit_of_measure: z.string().nullable().optional(),
  sku: z.string().nullable().optional(),
  sku_description: z.string().nullable().optional(),
});

const packageSchema = z.strictObject({
  package_code: z
    .string()
    .max(50)
    .regex(/^[a-z0-9]+(_[a-z0-9]+)*$/)
    .optional(),
  weight: weightSchema,
  dimensions: z
    .strictObject({
      unit: z.enum(['inch', 'centimeter']),
      length: side,
      width: side,
      height: side,
    })
    .optional(),
  insured_value: moneySchema.optional(),
  external_package_id: text.optional(),
  content_description: text.max(35).nullable().optional(),
  products: z.array(productSchema).optional(),
});

const customsSchema = z.strictObject({
  contents: z.enum(['merchandise', 'documents', 'gift', 'returned_goods', 'sample', 'other']),
  contents_explanation: z.string().optional(),
  non_delivery: z.enum(['return_to_sender', 'treat_as_abandoned']),
  declaration: z.string().optional(),
});

const shipmentFields = {
  external_order_id: z.string().nullable().optional(),
  external_shipment_id: z.string().max(50).nullable().optional(),
  ship_date: z.iso.datetime().optional(),
  ship_to: addressSchema,
  ship_from: senderSchema,
  packages: z.array(packageSchema).min(1),
  customs: customsSchema.nullable().optional(),
};

export const ratesSchema = z.strictObject({
  shipment: z.strictObject({
    ...shipmentFields,
    validate_address: validation.optional(),
    carrier_id: seId.optional(),
    service_code: serviceCode.optional(),
  }),
  rate_options: z.strictObject({
    carrier_ids: z.array(seId).min(1),
    package_types: z.array(text).optional(),
    service_codes: z.array(text).optional(),
    calculate_tax_amount: z.boolean().optional(),
    preferred_currency: z
      .string()
      .regex(/^[a-z]{3}$/)
      .default('usd'),
    is_return: z.boolean().optional(),
  }),
});

export const labelSchema = z.strictObject({
  shipment: z.strictObject({ ...shipmentFields, carrier_id: seId, service_code: serviceCode }),
  validate_address: validation.optional(),
  label_download_type: z.enum(['url', 'inline']).optional(),
  label_format: z.enum(['pdf', 'png', 'zpl']).optional(),
  label_layout: z.enum(['4x6', 'letter', 'A4', 'A6']).optional(),
  display_scheme: z.enum(['label', 'qr_code', 'label_and_qr_code', 'paperless']).optional(),
  test_label: z.boolean().optional(),
});

export type RatesRequest = z.infer<typeof ratesSchema>;
export type WireAddress = z.infer<typeof addressSchema>;
export type WireCustoms = z.infer<typeof customsSchema>;
export type WirePackage = z.infer<typeof packageSchema>;
