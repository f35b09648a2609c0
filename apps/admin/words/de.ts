import { audit } from './de/audit.ts';
import { bulk } from './de/in-bulk/bulk.ts';
import { content } from './de/written/content.ts';
import { customers } from './de/customers.ts';
import { imports } from './de/in-bulk/imports.ts';
import { refusals } from './de/in-bulk/refusals.ts';
import { ledger } from './de/ledger.ts';
import { live } from './de/live.ts';
import { messages } from './de/messages.ts';
import { outgoing } from './de/outgoing.ts';
import { cancel } from './de/giving-back/cancel.ts';
import { picture } from './de/picture.ts';
import { palette } from './de/palette.ts';
import { products } from './de/products.ts';
import { refund } from './de/giving-back/refund.ts';
import { shelves } from './de/written/shelves.ts';
import { stock } from './de/stock.ts';
import { templates } from './de/written/templates.ts';
import { tickets } from './de/tickets.ts';
import { forms } from './de/forms.ts';
import { settings } from './de/set-up/settings.ts';
import { staff } from './de/set-up/staff.ts';
import { account } from './de/set-up/account.ts';
import { stuck, today } from './de/today.ts';
import type { Words } from './en.ts';

const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;
/** All that the admin says in German. */
export const de: Words = {
  skip: 'Zur Seite springen',
  close: 'Schließen',
  menu: {
    label: 'Hauptmenü',
    today: 'Heute',
    orders: 'Bestellungen',
    fulfillment: 'Versand',
    products: 'Produkte',
    stock: 'Bestand',
    tickets: 'Anfragen',
    audit: 'Protokoll',
    customers: 'Kunden',
    messages: 'Nachrichten',
    categories: 'Kategorien',
    stuck: 'Steckengebliebenes',
    content: 'Seiten und Menüs',
    picture: 'Live-Bild',
    settings: 'Einstellungen',
    staff: 'Mitarbeitende',
    more: 'Mehr',
    nothing:
      'Ihre Rolle öffnet hier noch keine Seite. Bitten Sie, wer die Mitarbeiter verwaltet, um die nötigen Rechte.',
  },
  bulk,
  imports,
  live,
  me: {
    label: 'Sprache, Aussehen, abmelden',
    account: 'Ihr Konto',
    channel: 'Kanal',
    language: 'Sprache',
    languages: { en: 'English', de: 'Deutsch' },
    look: 'Aussehen',
    looks: { system: 'Wie dieses Gerät', light: 'Hell', dark: 'Dunkel' },
    keys: 'Einzelne Tasten tun etwas',
    signOut: 'Abmelden',
    stayed: (why) =>
      `Der Shop hat nicht gesagt, dass Sie abgemeldet sind: Versuchen Sie es noch einmal, bevor Sie dieses Gerät verlassen. ${why}`,
  },
  today,
  outgoing,
  palette,
  signIn: {
    title: 'Anmelden',
    forStaff: 'Für alle, die in diesem Shop arbeiten.',
    email: 'E-Mail',
    password: 'Passwort',
    send: 'Anmelden',
    passkey: 'Mit einem Passkey anmelden',
    secondTitle: 'Noch ein Schritt',
    secondWhat:
      'Der Code, den Ihre Authentifizierungs-App jetzt zeigt, oder einer Ihrer Wiederherstellungscodes.',
    code: 'Code',
    missing: {
      email: 'Geben Sie Ihre E-Mail-Adresse ein.',
      password: 'Geben Sie Ihr Passwort ein.',
      code: 'Geben Sie einen Code ein.',
    },
    again: 'Von vorn beginnen',
    notices: {
      ended: 'Sie wurden abgemeldet. Melden Sie sich an, um weiterzumachen.',
      unavailable:
        'Der Shop kann gerade nicht sagen, wer Sie sind. Versuchen Sie es in einer Minute noch einmal.',
      https_required:
        'Unter dieser Adresse kann sich niemand anmelden: Sie ist weder dieses Gerät noch die https-Adresse des Shops (KONTOR_PUBLIC_URL).',
    },
  },
  factor: {
    title: 'Authentifizierungs-App einrichten',
    first:
      'Dieser Shop verlangt von seinen Mitarbeitern einen zweiten Faktor. Geben Sie zu Beginn noch einmal Ihr Passwort ein.',
    what: 'Fügen Sie diesen Schlüssel einer Authentifizierungs-App hinzu und geben Sie dann den Code ein, den sie zeigt.',
    goOn: 'Weiter',
    confirm: 'Bestätigen',
    codesTitle: 'Ihre Wiederherstellungscodes',
    codesWhat:
      'Jeder öffnet das Konto einmal, anstelle eines Codes der App. Bewahren Sie sie dort auf, wo Sie ohne Telefon nachsehen würden: Sie werden nicht noch einmal gezeigt.',
    done: 'Ich habe sie aufbewahrt',
  },
  problems: {
    again: 'Noch einmal versuchen',
    notFound: 'Hier ist nichts',
    notFoundWhat: 'Es wurde entfernt, oder die Adresse ist nicht vollständig.',
    connection:
      'Der Shop war nicht zu erreichen. Nichts ist verloren: Versuchen Sie es noch einmal.',
    passkey:
      'Es wurde kein Passkey gezeigt: Es wurde abgebrochen oder hat zu lange gedauert. Versuchen Sie es noch einmal, oder nehmen Sie Ihr Passwort.',
    tooMany: (seconds) => `Zu viele Versuche. Warten Sie ${many(seconds, 'Sekunde', 'Sekunden')}.`,
    broken: (trace) => `Im Shop ist etwas schiefgegangen. Für den Betreuer: ${trace}`,
    codes: {
      message_not_resendable:
        'Noch einmal senden geht nicht: Sie ist unterwegs, hat einen geheimen Link, oder ihr Inhalt wird nicht mehr aufbewahrt.',
      message_not_retryable:
        'Erneut versuchen geht nicht: Sie ist nicht fehlgeschlagen, hat einen geheimen Link, oder ihr Inhalt wird nicht mehr aufbewahrt.',
      ...refusals,
      second_factor_missing: 'Dieses Konto hat keinen zweiten Faktor.',
      credentials_invalid: 'E-Mail-Adresse und Passwort gehören nicht zusammen.',
      customer_account: 'Das ist ein Kundenkonto. Mitarbeiter haben ein eigenes.',
      code_invalid:
        'Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten.',
      refund_empty: 'Es würde nichts erstattet.',
      outgoing_waits:
        'Eine Erstattung oder Stornierung dieser Bestellung wartet noch: Nehmen Sie sie unten zurück, oder lassen Sie sie erst hinausgehen.',
      outgoing_state_conflict: 'Zum Zurücknehmen ist es zu spät: Die Zeit war um.',
      outgoing_not_found: 'Davon wartet nichts mehr.',
      refund_exceeds_captured: 'So viel wurde nicht eingezogen.',
      refund_delivery_exceeded: 'So viel hat die Lieferung nicht gekostet.',
      order_state_conflict: 'Die Bestellung hat sich inzwischen geändert.',
    },
  },
  list: {
    reading: 'Wird gelesen …',
    filter: 'Filter',
    sortBy: (present) => `Sortieren: ${present}`,
    remove: (filter) => `Wegnehmen: ${filter}`,
    choose: 'Auswählen',
    chosen: (count) => `${count} ausgewählt`,
    clear: 'Aufheben',
  },
  picture,
  products,
  shelves,
  stock,
  stuck,
  audit,
  orders: {
    title: 'Bestellungen',
    shown: (count, isMore) =>
      isMore
        ? `Die ersten ${count}; weitere folgen beim Blättern`
        : many(count, 'Bestellung', 'Bestellungen'),
    viewsLabel: 'Ansichten',
    views: {
      everything: 'Alle',
      to_send: 'Zu senden',
      under_way: 'Unterwegs',
      delivered: 'Zugestellt',
      cancelled: 'Storniert',
    },
    searchLabel: 'Bestellungen suchen',
    searchHint: 'Nummer, Name, E-Mail, SKU, Sendungsnummer',
    number: 'Bestellung',
    placed: 'Eingang',
    customer: 'Kunde',
    total: 'Summe',
    payment: 'Zahlung',
    delivery: 'Lieferung',
    state: 'Stand',
    held: 'Angehalten',
    holds: { payment_in_review: 'Zahlung in Prüfung' },
    choose: (number) => `${number} auswählen`,
    periods: {
      1: 'der letzte Tag',
      7: 'die letzten 7 Tage',
      30: 'die letzten 30 Tage',
      90: 'die letzten 90 Tage',
    },
    sorts: {
      placed_descending: 'Neueste zuerst',
      placed_ascending: 'Älteste zuerst',
      total_descending: 'Größte zuerst',
      total_ascending: 'Kleinste zuerst',
      updated_descending: 'Zuletzt geändert zuerst',
    },
    none: 'Noch keine Bestellung',
    noneWhat: 'Die erste erscheint hier, sobald jemand kauft.',
    noneFound: 'Nichts gefunden',
    noneFoundWhat:
      'Nehmen Sie einen Filter weg, oder suchen Sie nach weniger von Name oder Nummer.',
  },
  tickets,
  forms,
  settings,
  staff,
  account,
  content,
  customers,
  messages,
  templates,
  orderStates: {
    placed: 'Eingegangen',
    confirmed: 'Zu senden',
    partially_shipped: 'Teils gesendet',
    shipped: 'Unterwegs',
    delivered: 'Zugestellt',
    cancelling: 'Wird storniert',
    cancelled: 'Storniert',
  },
  paymentStates: {
    authorized: 'Autorisiert',
    part_received: 'Teils bezahlt',
    captured: 'Bezahlt',
    credited: 'Gutgeschrieben',
    written_off: 'Ausgebucht',
    partially_refunded: 'Teils erstattet',
    refunded: 'Erstattet',
    voided: 'Freigegeben',
    disputed: 'Angefochten',
  },
  paymentMethods: { card: 'Karte', invoice: 'Rechnung', cash_on_delivery: 'Nachnahme' },
  fulfillmentStates: {
    open: 'Zu greifen',
    picking: 'Wird gegriffen',
    packed: 'Gepackt',
    shipping: 'Etikett wird gekauft',
    shipped: 'Unterwegs',
    delivered: 'Zugestellt',
    on_hold: 'Zurückgestellt',
    cancelled: 'Aufgegeben',
  },
  parcelStates: {
    label_purchased: 'Etikett gekauft',
    in_transit: 'Unterwegs',
    out_for_delivery: 'In Zustellung',
    delivered: 'Zugestellt',
    exception: 'Störung unterwegs',
  },
  route: {
    label: 'Verlauf',
    ports: {
      placed: 'Eingegangen',
      paid: 'Bezahlt',
      invoiced: 'Berechnet',
      packed: 'Gepackt',
      on_the_way: 'Unterwegs',
      delivered: 'Zugestellt',
      cancelled: 'Storniert',
    },
    standings: { done: 'erledigt', next: 'jetzt', later: 'steht aus' },
  },
  order: {
    owners: { guest: 'Gast', customer: 'Kunde' },
    pieces: (articles, pieces) =>
      `${many(articles, 'Artikel', 'Artikel')}, ${many(pieces, 'Stück', 'Stück')}`,
    before: 'Vorige Bestellung (K)',
    after: 'Nächste Bestellung (J)',
    articles: 'Artikel',
    article: 'Artikel',
    price: 'Preis',
    piecesHead: 'Stück',
    sent: 'Gesendet',
    of: (some, all) => `${some} von ${all}`,
    refundedOf: (count) => `${count} erstattet`,
    cancelledOf: (count) => `${count} nicht gesendet`,
    discount: 'Rabatt',
    deliveryOf: (name) => `Lieferung, ${name}`,
    ofIt: (tax) => `davon ${tax}`,
    refunded: 'Bisher erstattet',
    email: 'E-Mail',
    phone: 'Telefon',
    deliverTo: 'Lieferung an',
    invoiceTo: 'Rechnung an',
    sameAddress: 'dieselbe Adresse',
    ordersOf: (count) => many(count, 'Bestellung insgesamt', 'Bestellungen insgesamt'),
    payments: 'Zahlungen',
    sandbox: 'Sandbox',
    taken: (amount) => `${amount} eingezogen`,
    givenBack: (amount) => `${amount} erstattet`,
    refundStates: {
      pending: 'Erstattung läuft',
      refunded: 'Erstattung',
      failed: 'Erstattung fehlgeschlagen',
    },
    documents: 'Belege',
    documentKinds: {
      invoice: 'Rechnung',
      credit_note: 'Gutschrift',
      credit_note_cancellation: 'Stornierte Gutschrift',
    },
  },
  parcels: {
    title: (at, of) => `Paket ${at} von ${of}`,
    weight: 'Gewicht',
    held: (reason) => `Zurückgestellt: ${reason}`,
  },
  board: {
    pieces: (count) => many(count, 'Stück', 'Stück'),
    promised: (days) => `versprochen für ${days}`,
    toOrder: 'Die ganze Bestellung',
    more: (count) =>
      `Es gibt noch mehr: Dies sind die ${count}, die am längsten warten; eine, die früher versprochen ist, kann fehlen.`,
    empty: {
      open: 'Nichts wartet auf das Greifen.',
      picking: 'Niemand greift.',
      packed: 'Nichts wartet auf ein Etikett.',
      on_hold: 'Nichts ist zurückgestellt.',
    },
    steps: {
      begin: 'Greifen beginnen',
      ship: 'Etikett kaufen und senden',
      resume: 'Damit weitermachen',
    },
  },
  picking: {
    label: 'Greifen',
    scan: 'SKU scannen oder tippen',
    wrong: (scanned, expected) =>
      `${scanned} gehört nicht in dieses Paket. ${expected ? `Erwartet: ${expected}.` : 'Legen Sie es zurück.'}`,
    tooMany: (scanned) => `Von ${scanned} sind alle Stücke schon da. Legen Sie dieses zurück.`,
    one: 'Eines mehr ohne Scan',
    without: 'Ohne den Rest packen',
    all: 'Alle Stücke sind da.',
    some: 'Alles liegt bereit bis auf das, was nicht im Regal war.',
    missing: 'Nicht im Regal',
    pack: 'Packen',
    nothing: 'Noch ist kein Stück gezählt: Es gibt nichts zu packen.',
  },
  ledger,
  log: {
    title: 'Verlauf',
    note: 'Notiz für das Team',
    add: 'Notiz anfügen',
    codes: {
      order_placed: 'Bestellung eingegangen.',
      order_cancelled: 'Bestellung storniert.',
      cancellation_requested: 'Stornierung verlangt.',
      cancellation_undone: 'Stornierung zurückgenommen, bevor sie hinausging.',
      stock_released: 'Bestand freigegeben.',
      payment_captured: 'Zahlung eingezogen.',
      payment_refunded: 'Zahlung erstattet.',
      payment_voided: 'Zahlung freigegeben.',
      invoice_issued: 'Rechnung ausgestellt.',
      refund_requested: 'Erstattung verlangt.',
      refund_completed: 'Erstattung abgeschlossen.',
      refund_failed: 'Erstattung fehlgeschlagen.',
      refund_undone: 'Erstattung zurückgenommen, bevor sie hinausging.',
      fulfillment_requested: 'Dem Lager übergeben.',
      fulfillment_shipped: 'Abgesendet.',
      fulfillment_held: 'Vom Lager zurückgestellt.',
      parcel_in_transit: 'Paket ist unterwegs.',
      parcel_out_for_delivery: 'Paket wird zugestellt.',
      parcel_delivered: 'Paket zugestellt.',
      message_sent: 'Nachricht gesendet.',
      withdrawal_received: 'Widerruf eingegangen.',
    },
    actors: {
      system: 'von selbst',
      guest: 'Gast',
      customer: 'Kunde',
      staff: 'Mitarbeiter',
      api_key: 'API-Schlüssel',
    },
  },
  refund,
  cancel,
};
