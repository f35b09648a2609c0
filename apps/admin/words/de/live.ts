import type { Words } from '../en.ts';

export const live: Words['live'] = {
  switch: 'Seiten ändern sich von selbst',
  newOrders: (count) =>
    count === 1 ? '1 neue Bestellung zeigen' : `${count} neue Bestellungen zeigen`,
};
