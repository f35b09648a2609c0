/** What the page of an order says, in one language. */
export interface Words {
  readonly order: string;
  readonly yourOrder: string;
  readonly open: string;
  readonly openWhy: string;
  readonly placedOn: string;
  readonly states: Readonly<Record<string, string>>;
  readonly route: readonly [placed: string, paid: string, onTheWay: string, delivered: string];
  readonly stepDone: string;
  readonly stepNow: string;
  readonly items: string;
  readonly subtotal: string;
  readonly discount: string;
  readonly delivery: string;
  readonly tax: string;
  readonly taxIncluded: string;
  readonly total: string;
  readonly givenBack: string;
  readonly parcels: string;
  readonly parcelStates: Readonly<Record<string, string>>;
  readonly trackingNumber: string;
  readonly documents: string;
  readonly noDocuments: string;
  readonly documentKinds: Readonly<Record<string, string>>;
  readonly deliverTo: string;
  readonly billTo: string;
  readonly cancelTitle: string;
  readonly cancelWhat: string;
  readonly cancel: string;
  readonly cancelRefused: string;
  readonly linksTitle: string;
  readonly linksWhat: string;
  readonly endLinks: string;
  readonly leave: string;
  readonly linksEnded: string;
  readonly invalid: string;
  readonly invalidWhat: string;
  readonly lookUp: string;
  readonly lookUpWhat: string;
  readonly number: string;
  readonly numberHint: string;
  readonly email: string;
  readonly send: string;
  readonly sent: string;
  readonly sentWhat: string;
  readonly wrong: string;
  readonly tooMany: string;
  readonly later: string;
}

const en: Words = {
  order: 'Order',
  yourOrder: 'Your order',
  open: 'See the order',
  openWhy: 'This button opens the order on this device for twelve hours.',
  placedOn: 'Placed on',
  states: {
    being_placed: 'We are writing your order down. Look again in a moment.',
    placed: 'We have your order and are preparing it.',
    awaiting_payment: 'We wait for your payment.',
    confirmed: 'Your order is confirmed. We are packing it.',
    partially_shipped: 'A part of your order is on its way.',
    shipped: 'Your order is on its way.',
    delivered: 'Your order was delivered.',
    cancelling: 'Your order is being cancelled.',
    cancelled: 'Your order was cancelled.',
  },
  route: ['Placed', 'Paid', 'On the way', 'Delivered'],
  stepDone: 'done',
  stepNow: 'now',
  items: 'What you ordered',
  subtotal: 'Subtotal',
  discount: 'Discount',
  delivery: 'Delivery',
  tax: 'Tax',
  taxIncluded: 'Included tax',
  total: 'Total',
  givenBack: 'Given back',
  parcels: 'Parcels',
  parcelStates: {
    label_purchased: 'being handed over',
    in_transit: 'on its way',
    out_for_delivery: 'arrives today',
    delivered: 'delivered',
    exception: 'needs attention, the carrier reported a problem',
  },
  trackingNumber: 'Tracking number',
  documents: 'Documents',
  noDocuments: 'The invoice will be here once it is written.',
  documentKinds: {
    invoice: 'Invoice',
    credit_note: 'Credit note',
    credit_note_cancellation: 'Cancelled credit note',
  },
  deliverTo: 'Delivery address',
  billTo: 'Invoice address',
  cancelTitle: 'Cancel the order',
  cancelWhat: 'Nothing is sent then, and what you paid is given back. This cannot be undone.',
  cancel: 'Cancel this order',
  cancelRefused: 'The order cannot be cancelled any more.',
  linksTitle: 'Who sees this page',
  linksWhat:
    'Whoever has a link from our mails about this order. End the links if a mail was handed on.',
  endLinks: 'End all links to this order',
  leave: 'Close the order on this device',
  linksEnded: 'The order is closed on this device.',
  invalid: 'This link opens nothing any more',
  invalidWhat: 'It is not complete, has expired or was ended. Ask for another one here.',
  lookUp: 'Find your order',
  lookUpWhat: 'We send a link to the address that you ordered with.',
  number: 'Order number',
  numberHint: 'It is in every mail about the order, for instance K-100042.',
  email: 'E-mail address',
  send: 'Send the link',
  sent: 'Look into your mailbox',
  sentWhat: 'If there is an order with this number and address, the link is on its way to it.',
  wrong: 'Give the number of the order and the address that you ordered with.',
  tooMany: 'That was asked too often. Wait a minute, then try again.',
  later: 'This does not work at the moment. Nothing was changed; try again in a minute.',
};

const de: Words = {
  order: 'Bestellung',
  yourOrder: 'Ihre Bestellung',
  open: 'Bestellung ansehen',
  openWhy: 'Der Knopf öffnet die Bestellung zwölf Stunden lang auf diesem Gerät.',
  placedOn: 'Bestellt am',
  states: {
    being_placed: 'Wir nehmen Ihre Bestellung gerade auf. Schauen Sie gleich noch einmal.',
    placed: 'Ihre Bestellung ist bei uns und wird vorbereitet.',
    awaiting_payment: 'Wir warten auf Ihre Zahlung.',
    confirmed: 'Ihre Bestellung ist bestätigt. Wir packen sie.',
    partially_shipped: 'Ein Teil Ihrer Bestellung ist unterwegs.',
    shipped: 'Ihre Bestellung ist unterwegs.',
    delivered: 'Ihre Bestellung wurde zugestellt.',
    cancelling: 'Ihre Bestellung wird storniert.',
    cancelled: 'Ihre Bestellung wurde storniert.',
  },
  route: ['Bestellt', 'Bezahlt', 'Unterwegs', 'Zugestellt'],
  stepDone: 'erledigt',
  stepNow: 'jetzt',
  items: 'Was Sie bestellt haben',
  subtotal: 'Zwischensumme',
  discount: 'Rabatt',
  delivery: 'Versand',
  tax: 'Steuer',
  taxIncluded: 'Enthaltene Steuer',
  total: 'Summe',
  givenBack: 'Erstattet',
  parcels: 'Pakete',
  parcelStates: {
    label_purchased: 'wird übergeben',
    in_transit: 'unterwegs',
    out_for_delivery: 'kommt heute',
    delivered: 'zugestellt',
    exception: 'braucht Hilfe, der Versanddienst meldet ein Problem',
  },
  trackingNumber: 'Sendungsnummer',
  documents: 'Dokumente',
  noDocuments: 'Die Rechnung steht hier, sobald sie geschrieben ist.',
  documentKinds: {
    invoice: 'Rechnung',
    credit_note: 'Gutschrift',
    credit_note_cancellation: 'Stornierte Gutschrift',
  },
  deliverTo: 'Lieferadresse',
  billTo: 'Rechnungsadresse',
  cancelTitle: 'Bestellung stornieren',
  cancelWhat:
    'Dann wird nichts verschickt, und was Sie bezahlt haben, wird erstattet. Das lässt sich nicht zurücknehmen.',
  cancel: 'Diese Bestellung stornieren',
  cancelRefused: 'Die Bestellung kann nicht mehr storniert werden.',
  linksTitle: 'Wer diese Seite sieht',
  linksWhat:
    'Wer einen Link aus unseren Mails zu dieser Bestellung hat. Beenden Sie die Links, falls eine Mail weitergegeben wurde.',
  endLinks: 'Alle Links zu dieser Bestellung beenden',
  leave: 'Bestellung auf diesem Gerät schließen',
  linksEnded: 'Die Bestellung ist auf diesem Gerät geschlossen.',
  invalid: 'Dieser Link öffnet nichts mehr',
  invalidWhat: 'Er ist unvollständig, abgelaufen oder wurde beendet. Hier gibt es einen neuen.',
  lookUp: 'Bestellung finden',
  lookUpWhat: 'Wir senden einen Link an die Adresse, mit der Sie bestellt haben.',
  number: 'Bestellnummer',
  numberHint: 'Sie steht in jeder Mail zur Bestellung, zum Beispiel K-100042.',
  email: 'E-Mail-Adresse',
  send: 'Link senden',
  sent: 'Schauen Sie in Ihr Postfach',
  sentWhat:
    'Gibt es eine Bestellung mit dieser Nummer und Adresse, ist der Link dorthin unterwegs.',
  wrong: 'Geben Sie die Nummer der Bestellung und die Adresse an, mit der Sie bestellt haben.',
  tooMany: 'Das war zu oft. Warten Sie eine Minute, dann geht es wieder.',
  later: 'Das geht im Moment nicht. Es wurde nichts geändert; versuchen Sie es in einer Minute.',
};

const fr: Words = {
  order: 'Commande',
  yourOrder: 'Votre commande',
  open: 'Voir la commande',
  openWhy: 'Ce bouton ouvre la commande sur cet appareil pendant douze heures.',
  placedOn: 'Passée le',
  states: {
    being_placed: 'Nous enregistrons votre commande. Revenez dans un instant.',
    placed: 'Nous avons reçu votre commande et la préparons.',
    awaiting_payment: 'Nous attendons votre paiement.',
    confirmed: 'Votre commande est confirmée. Nous l’emballons.',
    partially_shipped: 'Une partie de votre commande est en route.',
    shipped: 'Votre commande est en route.',
    delivered: 'Votre commande a été livrée.',
    cancelling: 'Votre commande est en cours d’annulation.',
    cancelled: 'Votre commande a été annulée.',
  },
  route: ['Passée', 'Payée', 'En route', 'Livrée'],
  stepDone: 'fait',
  stepNow: 'en cours',
  items: 'Ce que vous avez commandé',
  subtotal: 'Sous-total',
  discount: 'Remise',
  delivery: 'Livraison',
  tax: 'Taxes',
  taxIncluded: 'Taxes comprises',
  total: 'Total',
  givenBack: 'Remboursé',
  parcels: 'Colis',
  parcelStates: {
    label_purchased: 'en cours de remise',
    in_transit: 'en route',
    out_for_delivery: 'arrive aujourd’hui',
    delivered: 'livré',
    exception: 'le transporteur signale un problème',
  },
  trackingNumber: 'Numéro de suivi',
  documents: 'Documents',
  noDocuments: 'La facture sera ici dès qu’elle est établie.',
  documentKinds: {
    invoice: 'Facture',
    credit_note: 'Avoir',
    credit_note_cancellation: 'Avoir annulé',
  },
  deliverTo: 'Adresse de livraison',
  billTo: 'Adresse de facturation',
  cancelTitle: 'Annuler la commande',
  cancelWhat: 'Rien ne sera expédié et ce que vous avez payé vous sera remboursé. C’est définitif.',
  cancel: 'Annuler cette commande',
  cancelRefused: 'La commande ne peut plus être annulée.',
  linksTitle: 'Qui voit cette page',
  linksWhat:
    'Toute personne ayant un lien de nos courriels sur cette commande. Mettez fin aux liens si un courriel a été transmis.',
  endLinks: 'Mettre fin à tous les liens',
  leave: 'Fermer la commande sur cet appareil',
  linksEnded: 'La commande est fermée sur cet appareil.',
  invalid: 'Ce lien n’ouvre plus rien',
  invalidWhat: 'Il est incomplet, expiré ou désactivé. Demandez-en un autre ici.',
  lookUp: 'Retrouver votre commande',
  lookUpWhat: 'Nous envoyons un lien à l’adresse avec laquelle vous avez commandé.',
  number: 'Numéro de commande',
  numberHint: 'Il figure dans chaque courriel sur la commande, par exemple K-100042.',
  email: 'Adresse électronique',
  send: 'Envoyer le lien',
  sent: 'Consultez votre messagerie',
  sentWhat: 'S’il existe une commande avec ce numéro et cette adresse, le lien est en route.',
  wrong: 'Indiquez le numéro de la commande et l’adresse avec laquelle vous avez commandé.',
  tooMany: 'Trop de demandes. Attendez une minute, puis réessayez.',
  later: 'Impossible pour le moment. Rien n’a été changé ; réessayez dans une minute.',
};

const languages = { en, de, fr } as const;
/** Of who comes before an order is open. */
export const wordsIn = { defaultLocale: 'en', locales: Object.keys(languages) };

export interface Wording {
  readonly language: string;
  /** In which days, amounts and countries are written: never in another language than the words. */
  readonly locale: string;
  readonly words: Words;
}

/** The page's words for a locale, and the language that they are in. */
export function wordsFor(locale: string): Wording {
  const language = locale.split('-', 1)[0]!;
  if (!Object.hasOwn(languages, language)) return { language: 'en', locale: 'en', words: en };
  return { language, locale, words: languages[language as keyof typeof languages] };
}
