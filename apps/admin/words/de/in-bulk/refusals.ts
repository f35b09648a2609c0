/** What is said of files and of changes of many where they are refused; the API says it in English. */
export const refusals = {
  import_in_other_state: 'Der Import ist inzwischen in einem anderen Zustand.',
  upload_incomplete: 'Die Datei ist noch nicht ganz da. Laden Sie den Rest hoch.',
  digest_mismatch:
    'Angekommen ist nicht die Datei, die angekündigt war. Beginnen Sie einen neuen Import.',
  bulk_under_way: 'Diese Änderung läuft noch. Halten Sie sie zuerst an.',
  changed_since: 'Seitdem hat es jemand geändert. Sehen Sie es an und ändern Sie es von Hand.',
  price_out_of_range:
    'Ein Preis wäre 0 oder weniger, oder höher als erlaubt. Ändern Sie ihn von Hand oder um weniger.',
  too_many_tags: 'Es hätte zu viele Schlagwörter. Nehmen Sie zuerst einige weg.',
  channel_not_held: 'Das gehört zu einem Kanal, für den Sie nicht zuständig sind.',
};
