import type { Words } from '../../en.ts';

export const refund: Words['refund'] = {
  open: 'Erstatten',
  title: (number) => `${number} erstatten`,
  pieces: 'Zurück',
  piecesOf: (title) => `Stück von ${title}`,
  ofLeft: (left) => `von ${left}`,
  nothingLeft: 'alles erstattet',
  shipping: (cost) => `Lieferung, von ${cost}`,
  adjustment: 'Mehr, oder weniger mit einem Minus',
  reason: 'Grund',
  reasonWhat: 'Sagen Sie, warum: Der Kunde und die Buchhaltung lesen es.',
  preview: 'Was geschehen wird',
  deliveryRow: 'Lieferung',
  adjustmentRow: 'Ausgleich',
  givesBack: 'Erstattet wird',
  note: (amount) => `Eine Gutschrift über ${amount} geht an den Kunden.`,
  noNote: 'Es gibt keine Rechnung zu berichtigen.',
  left: (amount) => `Höchstens ${amount} können erstattet werden.`,
  final: 'Eine gesendete Erstattung kann nicht zurückgeholt werden.',
  send: (amount) => `${amount} erstatten`,
  sameAgain: 'Sie können es noch einmal senden: Es geschieht einmal.',
  unclear: (amount) =>
    `Auf die Erstattung von ${amount} kam keine Antwort: Vielleicht wurde sie ausgeführt, vielleicht nicht.`,
  again: (amount) => `Die Erstattung von ${amount} noch einmal senden`,
  noAmount: 'Bitte einen Betrag wie 12,50 angeben.',
};
