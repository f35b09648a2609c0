/** What is reduced from the first day on: it cost as much as it says before for two months. */
export const reducedHandles: readonly string[] = [
  'harbour-blend',
  'sencha-uji',
  'washed-linen-duvet-cover',
  'breakfast-plate',
  'lantern',
  'school-fountain-pen',
  'vacuum-flask',
];
export const daysBefore = 60;

/** Articles with a light of their own, and its class on the scale from A to G. */
export const energyClasses: Readonly<Record<string, string>> = { 'bedside-lamp': 'D' };
