import { notification } from '#contracts/notification/index.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** What a template is filled with. */
export const dataDocument = defineDocument({
  name: 'message-data',
  columns: ['message.data'],
  v: 1,
  schema: notification.operations.sendMessage.input.shape.data,
});

export const notificationDocuments = [dataDocument];
