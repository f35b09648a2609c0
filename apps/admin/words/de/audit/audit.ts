import type { Words } from '../../en.ts';
import { auditOperations } from './operations.ts';
import { auditSubjects } from './subjects.ts';

export const audit: Words['audit'] = {
  title: 'Protokoll',
  shown: (count, isMore) =>
    isMore ? `Die neuesten ${count}` : `${count} ${count === 1 ? 'Eintrag' : 'Einträge'}`,
  none: 'Nichts wurde geändert',
  noneWhat: 'Niemand hat etwas geändert, das hierzu passt. Nehmen Sie einen Filter weg.',
  more: 'Ältere Einträge zeigen',
  period: 'Geändert',
  narrow: 'Nur solche Einträge zeigen',
  open: 'Öffnen',
  operations: auditOperations,
  subjects: auditSubjects,
  by: { actorId: 'Von', operation: 'Was', subject: 'Woran' },
  actors: {
    staff: 'Ein Mitglied des Teams',
    api_key: 'Ein Schlüssel',
    system: 'Die Befehlszeile',
  },
  details: 'Vorher und nachher',
  field: 'Feld',
  before: 'Vorher',
  after: 'Nachher',
  whole: 'Alles',
  nothingKept: 'Davon ist nichts aufgehoben.',
  trace: (service, trace) => `In ${service}, Spur ${trace}`,
};
