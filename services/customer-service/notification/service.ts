import { defineService, each } from '#platform/service.ts';
import { hearContactChanged } from './hear-contact-changed.ts';
import { hearLowStock } from './hear-low-stock.ts';
import { checkPartStates } from './message-states.ts';
import { Renderer } from './render-message.ts';
import { sendMessage } from './send-message.ts';
import { sendingStory } from './sending-story.ts';

export const notificationService = defineService({
  name: 'notification',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    checkPartStates();
    const renderer = new Renderer(context.settings);
    return {
      operations: {
        sendMessage: sendMessage(context),
      },
      hears: {
        'inventory.low_stock': each(hearLowStock(context.settings)),
        'customer.contact_changed': each(hearContactChanged),
      },
      stories: { send_message: sendingStory(context, renderer) },
    };
  },
});
