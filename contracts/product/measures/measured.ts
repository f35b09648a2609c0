/** What content and energy are said in, for all who read it: no schemas. */

/** What a price is compared by (Directive 98/6/EC, Art. 2 b), and how many of a unit make one of it. */
export const contentUnits = {
  mg: { reference: 'kg', perReference: 1_000_000 },
  g: { reference: 'kg', perReference: 1_000 },
  kg: { reference: 'kg', perReference: 1 },
  ml: { reference: 'l', perReference: 1_000 },
  cl: { reference: 'l', perReference: 100 },
  l: { reference: 'l', perReference: 1 },
  mm: { reference: 'm', perReference: 1_000 },
  cm: { reference: 'm', perReference: 100 },
  m: { reference: 'm', perReference: 1 },
  cm2: { reference: 'm2', perReference: 10_000 },
  m2: { reference: 'm2', perReference: 1 },
  piece: { reference: 'piece', perReference: 1 },
} as const;
export type ContentUnit = keyof typeof contentUnits;

/** The best first. */
export const energyClasses = ['A+++', 'A++', 'A+', 'A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
