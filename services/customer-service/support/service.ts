import { defineService } from '#platform/service.ts';

export const supportService = defineService({
  name: 'support',
  migrations: new URL('./migrations/', import.meta.url),
  open() {
    return { operations: {}, hears: {} };
  },
});
