import type { settingsOperations } from '#contracts/checkout/settings.ts';
import type { Handlers, ServiceContext } from '#platform/calls/service.ts';

type Forwarded = Pick<Handlers<'checkout'>, keyof typeof settingsOperations>;

/** What staff sets at tax, shipping and payment goes through here, since the gateway has no arrow to them. */
export function forwardSettings({ call }: ServiceContext<'checkout'>): Forwarded {
  const { tax, shipping, payment } = call;
  return {
    listTaxRates: tax.listRates,
    putTaxRate: tax.putRate,
    removeTaxRate: tax.removeRate,
    listTaxReviews: tax.listReviews,
    endTaxReview: tax.endReview,
    listTaxClasses: tax.listClasses,
    putTaxClass: tax.putClass,
    getTaxSettings: tax.getTaxSettings,
    putTaxSettings: tax.putTaxSettings,
    listShippingZones: shipping.listZones,
    putShippingZone: shipping.putZone,
    removeShippingZone: shipping.removeZone,
    putShippingMethod: shipping.putMethod,
    removeShippingMethod: shipping.removeMethod,
    putDeliveryDays: shipping.putDeliveryDays,
    getShippingSettings: shipping.getShippingSettings,
    putShippingSettings: shipping.putShippingSettings,
    listPaymentMethods: payment.listPaymentMethods,
    getPaymentMethod: payment.getPaymentMethod,
    putPaymentMethod: payment.putPaymentMethod,
  };
}
