import type { Words } from '../en.ts';

/** Was Formulare überall sagen, auf Deutsch. */
export const forms: Words['forms'] = {
  save: 'Speichern',
  saved: 'Gespeichert',
  discard: 'Zurücksetzen',
  change: 'Ändern',
  remove: 'Entfernen',
  reallyRemove: 'Ja, entfernen',
  changedSince:
    'Jemand hat es geändert, seit Sie es gelesen haben. Es steht hier, wie es jetzt ist; entfernen Sie es noch einmal, wenn es trotzdem gehen soll.',
  was: (before) => `vorher: ${before}`,
  acts: 'Was zu tun ist',
  state: 'Stand',
  yes: 'ja',
  no: 'nein',
  missing: 'Das wird gebraucht.',
  taken: 'Diesen Namen gibt es schon.',
  noNumber: 'Schreiben Sie eine ganze Zahl, etwa 3.',
  noAmount: 'Bitte einen Betrag wie 12,50 angeben.',
};
