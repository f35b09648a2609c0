import type { Words } from '../../en.ts';

export const review: Words['review'] = {
  held: 'Der Zahlungsanbieter sagt von dieser Zahlung etwas anderes, als von ihm verlangt war. Nichts geht weiter, bis es dort geklärt oder die Bestellung storniert ist.',
  settle: 'Anbieter noch einmal fragen',
  still: (state, captured) =>
    `Er widerspricht noch: ${state}, ${captured} eingezogen. Klären Sie es dort, oder stornieren Sie die Bestellung.`,
  states: {
    authorized: 'autorisiert',
    captured: 'eingezogen',
    voided: 'zurückgegeben',
    not_found: 'er kennt keine solche Zahlung',
    other: 'in einem eigenen Zustand',
  },
};
