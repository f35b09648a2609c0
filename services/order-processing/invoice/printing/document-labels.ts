/** What is printed around the numbers, by language; English where a language is not here. */
const english = {
  invoice: 'Invoice',
  credit_note: 'Credit note',
  credit_note_cancellation: 'Cancellation of a credit note',
  number: {
    invoice: 'Invoice no.',
    credit_note: 'Credit note no.',
    credit_note_cancellation: 'Cancellation no.',
  },
  date: 'Date',
  orderNumber: 'Order no.',
  orderDate: 'Order date',
  payment: 'Payment',
  forInvoice: 'For invoice',
  forCreditNote: 'For credit note',
  invoiceDate: 'Invoice date',
  shipTo: 'Delivered to',
  item: 'Item',
  quantity: 'Qty',
  unitPrice: 'Unit price',
  tax: 'Tax',
  amount: 'Amount',
  sku: 'SKU',
  subtotal: 'Subtotal',
  discount: 'Discount',
  shipping: 'Delivery',
  plusTax: 'Tax',
  total: {
    invoice: 'Total',
    credit_note: 'Credited in total',
    credit_note_cancellation: 'Taken back in total',
  },
  included: 'Prices include tax.',
  taxBreakdown: 'Tax breakdown',
  taxable: 'Taxable amount',
  continued: 'continued',
  reason: 'Reason',
  credit: 'Credit',
  page: 'Page {page} of {pages}',
  taxId: 'VAT ID',
  methods: { card: 'Card', invoice: 'On invoice', cash_on_delivery: 'Cash on delivery' },
  notes: {
    card: 'You pay by card. Thank you for your order.',
    invoice: 'Please pay the total within 14 days and give the invoice number as reference.',
    cash_on_delivery: 'Please pay the total when your order is delivered.',
  },
  creditNote: 'The amount goes back the way it was paid.',
  cancellation: 'The refund did not reach you: its credit note is void.',
};
export type DocumentLabels = typeof english;

const german: DocumentLabels = {
  invoice: 'Rechnung',
  // In German law a Gutschrift is issued by the buyer.
  credit_note: 'Rechnungskorrektur',
  credit_note_cancellation: 'Storno der Rechnungskorrektur',
  number: {
    invoice: 'Rechnungsnr.',
    credit_note: 'Korrekturnr.',
    credit_note_cancellation: 'Stornonr.',
  },
  date: 'Datum',
  orderNumber: 'Bestellnr.',
  orderDate: 'Bestelldatum',
  payment: 'Zahlungsart',
  forInvoice: 'Zur Rechnung',
  forCreditNote: 'Zur Korrektur',
  invoiceDate: 'Rechnungsdatum',
  shipTo: 'Lieferadresse',
  item: 'Artikel',
  quantity: 'Menge',
  unitPrice: 'Einzelpreis',
  tax: 'Steuer',
  amount: 'Betrag',
  sku: 'Art.-Nr.',
  subtotal: 'Zwischensumme',
  discount: 'Rabatt',
  shipping: 'Versand',
  plusTax: 'Steuer',
  total: {
    invoice: 'Gesamtbetrag',
    credit_note: 'Erstattungsbetrag',
    credit_note_cancellation: 'Stornobetrag',
  },
  included: 'Alle Preise enthalten die Steuer.',
  taxBreakdown: 'Steueraufstellung',
  taxable: 'Steuerpflichtiger Betrag',
  continued: 'Fortsetzung',
  reason: 'Grund',
  credit: 'Erstattung',
  page: 'Seite {page} von {pages}',
  taxId: 'USt-IdNr.',
  methods: { card: 'Karte', invoice: 'Auf Rechnung', cash_on_delivery: 'Nachnahme' },
  notes: {
    card: 'Sie zahlen mit Karte. Vielen Dank für Ihre Bestellung.',
    invoice:
      'Bitte zahlen Sie den Gesamtbetrag innerhalb von 14 Tagen unter Angabe der Rechnungsnummer.',
    cash_on_delivery: 'Bitte zahlen Sie den Gesamtbetrag bei der Lieferung.',
  },
  creditNote: 'Der Betrag wird auf dem Weg erstattet, auf dem er gezahlt wurde.',
  cancellation: 'Die Erstattung hat Sie nicht erreicht: Die Rechnungskorrektur gilt nicht mehr.',
};

const byLanguage: Readonly<Record<string, DocumentLabels>> = { en: english, de: german };

export function labelsFor(locale: string): DocumentLabels {
  return byLanguage[locale.slice(0, 2)] ?? english;
}
