/** What forms say all over the admin, in English. */
export const forms = {
  save: 'Save',
  saved: 'Saved',
  discard: 'Put back',
  change: 'Change',
  remove: 'Remove',
  reallyRemove: 'Yes, remove it',
  changedSince:
    'Somebody changed it since you read it. It is shown as it stands now; remove it once more if it is to go all the same.',
  was: (before: string) => `was: ${before}`,
  acts: 'What to do',
  state: 'State',
  yes: 'yes',
  no: 'no',
  missing: 'This is needed.',
  taken: 'There is one of this name already.',
  noNumber: 'Write a whole number such as 3.',
  noAmount: 'Write an amount such as 12.50.',
};
