/** What is said of files and of changes of many where they are refused; the API says it in English. */
export const refusals = {
  import_in_other_state: 'Der Import ist inzwischen in einem anderen Zustand.',
  upload_incomplete: 'Die Datei ist noch nicht ganz da. Laden Sie den Rest hoch.',
  digest_mismatch:
    'Angekommen ist nicht die Datei, die angekündigt war. Beginnen Sie einen neuen Import.',
  too_many_uploads:
    'Zu viele Ihrer Uploads der letzten 24 Stunden sind nicht zu Ende gekommen. Setzen Sie einen fort.',
  bulk_cannot_be_undone: 'Nur Schlagwörter werden auf einmal zurückgenommen.',
  bulk_empty: 'Gefunden wird nichts. Sehen Sie nach, wonach die Liste eingeengt ist.',
  bulk_too_large: 'Das sind zu viele auf einmal. Engen Sie die Liste ein.',
  bulk_action_invalid: 'Sagen Sie, was getan werden soll.',
  picking_not_permitted: 'Kommissionieren darf nur, wer im Lager arbeitet.',
  nothing_to_pick: 'Davon liegt nichts offen im Lager.',
  went_wrong:
    'Es ging mehrmals schief und blieb, wie es war. Ändern Sie es von Hand, oder zeigen Sie es dem Betreuer.',
  order_not_found: 'Die Bestellung ist nicht da oder gehört zu einem anderen Kanal.',
  payment_not_in_review: 'Keine Zahlung dieser Bestellung wird mehr zur Prüfung gehalten.',
  gateway_silent:
    'Der Zahlungsanbieter antwortet nicht. Fragen Sie gleich noch einmal; geändert wurde nichts.',
  bulk_under_way: 'Diese Änderung läuft noch. Halten Sie sie zuerst an.',
  changed_since: 'Seitdem hat es jemand geändert. Sehen Sie es an und ändern Sie es von Hand.',
  price_out_of_range:
    'Ein Preis wäre 0 oder weniger, oder höher als erlaubt. Ändern Sie ihn von Hand oder um weniger.',
  too_many_tags: 'Es hätte zu viele Schlagwörter. Nehmen Sie zuerst einige weg.',
  channel_not_held: 'Das gehört zu einem Kanal, für den Sie nicht zuständig sind.',
};
