/** Views of lists that a member keeps. */
export const savedViews = {
  label: 'Views',
  save: 'Save as a view',
  saveTitle: 'Save this view',
  renameTitle: 'Rename the view',
  name: 'Name',
  isDefault: 'Open this list with it',
  keep: 'Save',
  actions: (name: string) => `What can be done with the view ${name}`,
  rename: 'Rename',
  makeDefault: 'Open this list with it',
  noDefault: 'Open this list without it',
  link: 'Copy a link to it',
  copied: 'The link is copied. Whoever may read this list can open it.',
  remove: 'Remove',
  removed: (name: string) => `The view ${name} is removed.`,
  undo: 'Undo',
  codes: {
    saved_view_name_taken: 'You have a view of this name here already. Give it another one.',
    saved_view_limit_reached: 'You have as many views as can be kept. Remove one first.',
  } as Readonly<Record<string, string>>,
};
