import { paymentMethodOperations } from '../payment/methods.ts';
import { shipping } from '../shipping/index.ts';
import { tax } from '../tax/index.ts';

/**
 * Settings of tax, shipping and payment: the gateway has no arrow to them, so checkout hands on what staff
 * asks for, as it is. Same schemas, same permissions.
 */
export const settingsOperations = {
  listTaxRates: tax.operations.listRates,
  putTaxRate: tax.operations.putRate,
  removeTaxRate: tax.operations.removeRate,
  listTaxReviews: tax.operations.listReviews,
  endTaxReview: tax.operations.endReview,
  listTaxClasses: tax.operations.listClasses,
  putTaxClass: tax.operations.putClass,
  getTaxSettings: tax.operations.getTaxSettings,
  putTaxSettings: tax.operations.putTaxSettings,
  listShippingZones: shipping.operations.listZones,
  putShippingZone: shipping.operations.putZone,
  removeShippingZone: shipping.operations.removeZone,
  putShippingMethod: shipping.operations.putMethod,
  removeShippingMethod: shipping.operations.removeMethod,
  putDeliveryDays: shipping.operations.putDeliveryDays,
  getShippingSettings: shipping.operations.getShippingSettings,
  putShippingSettings: shipping.operations.putShippingSettings,
  ...paymentMethodOperations,
} as const;
