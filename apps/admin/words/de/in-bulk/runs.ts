import type { Words } from '../../en.ts';

export const runs: Words['runs'] = {
  progress: 'Wie weit es ist',
  stands: ({ state, total, changed, unchanged, refused }) =>
    `${state === 'running' ? 'Läuft' : state === 'stopped' ? 'Angehalten' : 'Fertig'}: von ${total} sind ${changed} geändert, ${unchanged} unverändert, ${refused} abgelehnt.`,
  refused: 'Abgelehnt',
  stop: 'Anhalten',
  undo: 'Zurücknehmen',
  undone: 'Zurückgenommen.',
  earlier: 'Frühere Änderungen',
  deeds: {
    set_status: 'Status',
    list: 'In einen Kanal gestellt',
    unlist: 'Aus einem Kanal genommen',
    set_tags: 'Schlagwörter gesetzt',
    change_tags: 'Schlagwörter',
    change_price: 'Preise',
    add_to_collection: 'In eine Kollektion aufgenommen',
    remove_from_collection: 'Aus einer Kollektion genommen',
    cancel: 'Storniert',
    add_note: 'Notiz',
    start_picking: 'Kommissionierung begonnen',
    undo: 'Zurückgenommen',
    other: 'Geändert',
  },
};
