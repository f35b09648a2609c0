/** A field of text for shoppers to see, in one language, as the whole that PUT takes but for its names. */
export const plainField = {
  type: 'text',
  unit: null,
  localised: false,
  storefront: true,
  facet: false,
  onCards: false,
  required: false,
  onlyForTags: [],
  limits: {},
  choices: [],
};
