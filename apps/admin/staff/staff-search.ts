export const staffTabs = ['members', 'roles', 'keys'] as const;
export type StaffTab = (typeof staffTabs)[number];

export interface StaffSearch {
  readonly tab?: StaffTab | undefined;
}

export function readStaffSearch({ tab }: Record<string, unknown>): StaffSearch {
  return { tab: staffTabs.find((each) => each === tab) };
}
