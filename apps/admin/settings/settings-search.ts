export interface SettingsSearch {
  /** Code of the channel that is looked at; else the one that one works in. */
  readonly channel?: string | undefined;
  /** `company.taxIds`: where somebody begins who came for one field. */
  readonly field?: string | undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? value : undefined;

export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  return { channel: textOf(search['channel']), field: textOf(search['field']) };
}
