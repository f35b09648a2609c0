import type { Words } from '../en.ts';

const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** Was auf der Seite von heute steht, auf Deutsch. */
export const today: Words['today'] = {
  title: 'Heute',
  figures: {
    label: 'Was verkauft wurde',
    sales: 'Umsatz',
    orders: 'Bestellungen',
    average: 'Durchschnitt',
    refunded: 'Erstattet',
    byNow: (value) => `${value} gestern bis jetzt`,
    whole: (value) => `${value} gestern`,
    noAverage: 'keiner',
    none: 'Heute und gestern wurde nichts bestellt.',
    in: (channel, currency) => `${channel}, ${currency}`,
  },
  curve: {
    title: 'Umsatz im Lauf des Tages',
    today: 'Heute',
    yesterday: 'Gestern',
    label: (sum, before) =>
      `Umsatz im Lauf des Tages: heute bisher ${sum}, gestern insgesamt ${before}. Die Tabelle darunter nennt die Stunden.`,
    at: (hour) => `Bis zum Ende der Stunde ab ${hour}`,
    table: 'Stunde für Stunde als Tabelle',
    hour: 'Stunde ab',
    ordersToday: 'Bestellungen heute',
    salesToday: 'Umsatz heute',
    ordersYesterday: 'Bestellungen gestern',
    salesYesterday: 'Umsatz gestern',
  },
  waiting: {
    title: 'Was wartet',
    nothing: 'Nichts wartet auf Sie.',
    due: (when) => `bis ${when}`,
    overdue: (when) => `war fällig ${when}`,
    from: (place) => `aus ${place}`,
    unanswered: 'Ein Teil des Shops antwortet nicht: Was dort wartet, steht hier nicht.',
    kinds: {
      to_pick: (count) => many(count, 'Paket zu packen', 'Pakete zu packen'),
      payments_in_review: (count) =>
        many(count, 'Zahlung wird zurückgehalten', 'Zahlungen werden zurückgehalten'),
      low_stock: (count) => many(count, 'Artikel ist knapp', 'Artikel sind knapp'),
      tickets_open: (count) => many(count, 'Anfrage zu beantworten', 'Anfragen zu beantworten'),
      withdrawals_open: (count) => many(count, 'Widerruf zu bearbeiten', 'Widerrufe zu bearbeiten'),
      stuck_stories: (count) => many(count, 'Vorgang steckt fest', 'Vorgänge stecken fest'),
      dead_letters: (count) =>
        many(
          count,
          'Nachricht zwischen Diensten wurde nicht angenommen',
          'Nachrichten zwischen Diensten wurden nicht angenommen',
        ),
    },
    other: (kind, count) => `${count} × ${kind}`,
  },
  missing: {
    title: 'Was zum Verkaufen noch fehlt',
    left: (count, all) => `${all - count} von ${all} erledigt`,
    standing: { done: 'erledigt', open: 'fehlt' },
    lacks: (what) => `Es fehlt: ${what}.`,
    unanswered: 'Ein Teil des Shops antwortet nicht: Was dort fehlt, steht hier nicht.',
    after: (count) =>
      `Von dem, was ein Shop braucht, ${count === 1 ? 'fehlt' : 'fehlen'} noch ${many(count, 'Punkt', 'Punkte')}`,
    kinds: {
      company_data: {
        title: 'Wer verkauft',
        what: 'Rechnungen und E-Mails nennen Ihre Firma. Geben Sie sie beim Kanal an, oder setzen Sie KONTOR_SHOP_NAME und was dazugehört.',
      },
      tax_data: {
        title: 'Steuernummer',
        what: 'Sie steht auf Rechnungen. Geben Sie sie mit der Firma an, oder setzen Sie KONTOR_SHOP_TAX_ID.',
      },
      legal_texts: {
        title: 'Rechtstexte',
        what: 'Schreiben und veröffentlichen Sie sie in jeder Sprache des Shops; Muster des Demoshops zählen nicht.',
      },
      tax_rates: {
        title: 'Steuersätze',
        what: 'Legen Sie einen Satz fest, sonst kann dort niemand diese Produkte kaufen.',
      },
      payment_keys: {
        title: 'Zahlung',
        what: 'Setzen Sie die Schlüssel Ihres Zahlungsanbieters: STRIPE_SECRET_KEY und was dazugehört. Bis dahin wird niemandem etwas abgebucht.',
      },
      delivery: {
        title: 'Lieferung',
        what: 'Sagen Sie, wohin Sie liefern und was es kostet.',
      },
      mail_sender: {
        title: 'Absender von E-Mails',
        what: 'Setzen Sie SMTP_URL, und die Adresse in KONTOR_SHOP_EMAIL oder bei der Firma. Bis dahin verlässt keine E-Mail den Shop.',
      },
      test_mail: {
        title: 'Eine E-Mail zur Probe',
        what: 'Bestellen Sie selbst etwas und sehen Sie nach, ob die Bestätigung ankommt.',
      },
      product: {
        title: 'Ein eigenes Produkt',
        what: 'Legen Sie eines an oder importieren Sie eine Datei, und veröffentlichen Sie es.',
      },
      demo_store_removed: {
        title: 'Der Demoshop',
        what: 'Nehmen Sie ihn heraus: npx kontor demo remove.',
      },
    },
    parts: {
      name: 'Name',
      legalName: 'Firma',
      street: 'Anschrift',
      email: 'E-Mail-Adresse',
      taxId: 'Steuernummer',
      imprint: 'Impressum',
      terms: 'AGB',
      privacy: 'Datenschutz',
      withdrawal: 'Widerrufsbelehrung',
      address: 'eine eigene Adresse',
      provider: 'ein Anbieter',
      zone: 'eine Zone',
      method: 'eine Art zur Auswahl',
    },
  },
};

export const stuck: Words['stuck'] = {
  title: 'Steckengebliebenes',
  shown: (count, isMore) =>
    isMore
      ? `Die ersten ${count}; mehr kommen beim Weiterblättern`
      : `${count} ${count === 1 ? 'Vorgang' : 'Vorgänge'}`,
  none: 'Nichts steckt fest',
  noneWhat: 'Was der Shop nicht von selbst schafft, erscheint hier mit seinem Grund.',
  unanswered: (services) =>
    `Diese antworten nicht, und was dort feststeckt, steht hier nicht: ${services}.`,
  what: 'Was',
  kind: 'Art',
  kinds: {
    story: 'Vergeblich versucht oder angehalten',
    dead_letter: 'Nachricht, die niemand nahm',
  },
  where: 'Wo',
  reason: 'Grund',
  since: 'Seit',
  id: 'Nummer',
  about: 'Wovon',
  attempts: 'Versuche',
  next: 'Nächster Versuch',
  noNext: 'keiner von selbst',
  storyWhat:
    'Es geht von selbst weiter, sobald behoben ist, worauf es wartet; Angehaltenes wartet auf eine Entscheidung.',
  letterWhat: 'Beheben Sie zuerst den Grund. Was schon geschah, geschieht nicht noch einmal.',
  replay: 'Noch einmal zustellen',
  replayAll: 'Alle dieser Art',
  replayed: (count) =>
    count === 1
      ? 'Sie wird noch einmal zugestellt: Binnen zehn Sekunden ist sie genommen oder mit ihrem Grund wieder hier.'
      : `${count} werden noch einmal zugestellt: Binnen zehn Sekunden sind sie genommen oder mit ihren Gründen wieder hier.`,
};
