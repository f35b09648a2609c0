interface Standing {
  readonly state: string;
  readonly total: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

/** Changes of many, while they run and afterwards. */
export const runs = {
  progress: 'How far it is',
  stands: ({ state, total, changed, unchanged, refused }: Standing) =>
    `${state === 'running' ? 'Under way' : state === 'stopped' ? 'Stopped' : 'Done'}: of ${total}, ${changed} changed, ${unchanged} unchanged, ${refused} refused.`,
  refused: 'Refused',
  stop: 'Stop',
  undo: 'Take it back',
  undone: 'Taken back.',
  earlier: 'Earlier changes',
  deeds: {
    set_status: 'Status',
    list: 'Put into a channel',
    unlist: 'Taken out of a channel',
    set_tags: 'Tags set',
    change_tags: 'Tags',
    change_price: 'Prices',
    add_to_collection: 'Added to a collection',
    remove_from_collection: 'Taken out of a collection',
    cancel: 'Cancelled',
    add_note: 'Note',
    start_picking: 'Picking begun',
    undo: 'Taken back',
    other: 'Changed',
  } as Readonly<Record<string, string>>,
};
