import type { Words } from '../en.ts';

export const savedViews: Words['savedViews'] = {
  label: 'Ansichten',
  save: 'Als Ansicht sichern',
  saveTitle: 'Diese Ansicht sichern',
  renameTitle: 'Ansicht umbenennen',
  name: 'Name',
  isDefault: 'Die Liste damit öffnen',
  keep: 'Sichern',
  actions: (name) => `Was mit der Ansicht ${name} getan werden kann`,
  rename: 'Umbenennen',
  makeDefault: 'Die Liste damit öffnen',
  noDefault: 'Die Liste ohne sie öffnen',
  link: 'Link dazu kopieren',
  copied: 'Der Link ist kopiert. Wer diese Liste lesen darf, kann ihn öffnen.',
  remove: 'Entfernen',
  removed: (name) => `Die Ansicht ${name} ist entfernt.`,
  undo: 'Rückgängig',
  codes: {
    saved_view_name_taken:
      'Hier haben Sie schon eine Ansicht mit diesem Namen. Geben Sie ihr einen anderen.',
    saved_view_limit_reached:
      'Mehr Ansichten können nicht gesichert werden. Entfernen Sie zuerst eine.',
  },
};
