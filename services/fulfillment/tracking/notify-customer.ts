import { derivedId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { story } from '#platform/resting/story.ts';
import { parcelColumns, type TrackedParcel } from './parcel-store.ts';

type Template = InputOf<'notification', 'sendMessage'>['template'];

const templates: Readonly<Record<string, Template>> = {
  in_transit: 'parcel_shipped',
  out_for_delivery: 'parcel_out_for_delivery',
  delivered: 'parcel_delivered',
  exception: 'parcel_exception',
};

/** By `<parcel>:<state>`, or `<parcel>:day <how often it changed>`. */
export const notificationStory = story({ name: 'tell_customer' });

/** Tells the customer where a parcel is: once per parcel and state, and once per new day of delivery. */
export function notifyCustomer({ call, database }: ServiceContext<'tracking'>): StoryShape {
  return {
    story: notificationStory,
    async advance(id, invocation) {
      const parcelId = id.slice(0, 36);
      const occasion = id.slice(37);
      const isDay = occasion.startsWith('day ');
      const template = isDay ? 'parcel_shipped' : templates[occasion];
      const parcel = await database.first<TrackedParcel>(
        sql`select ${parcelColumns} from parcel where id = ${parcelId}`,
        invocation,
      );
      if (!parcel || !template) throw new Error(`tell_customer: cannot tell ${id}`);
      const { orderId, orderNumber, carrierCode, trackingNumber, estimatedDeliveryAt } = parcel;
      const { email, phone, customerId, customerName, problem, channel, locale } = parcel;
      const sent = await call.notification.sendMessage(
        {
          messageId: derivedId(isDay ? `${template} ${occasion}` : template, parcelId),
          template,
          email,
          phone,
          customerId,
          data: {
            orderId,
            orderNumber,
            carrierCode,
            trackingNumber,
            estimatedDeliveryAt,
            customerName,
            description: problem,
            ...(isDay && { newDay: true }),
          },
        },
        { ...invocation, channel, locale },
      );
      must(sent, 'tell_customer');
      await database.transaction('end_tell_customer', invocation, async (tx) => {
        tx.stories.finish(notificationStory, id);
      });
    },
  };
}
