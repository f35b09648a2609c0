import type { IconName } from '../shell/icon.tsx';
import type { Entry } from './entries.ts';

type Kept = Pick<Entry, 'key' | 'label' | 'detail' | 'params' | 'search'> & {
  readonly to: string;
  readonly icon: IconName;
};

const most = 6;
/** In memory alone: who opened what is nobody's affair who comes to this device later. */
const opened = new Map<string, readonly Kept[]>();

/** What an account opened here lately, the last first. */
export const recentOf = (accountId: string): readonly Kept[] => opened.get(accountId) ?? [];

export function rememberOpened(accountId: string, entry: Entry): void {
  const { key, label, detail, to, params, search, icon } = entry;
  if (to === undefined) return;
  const others = recentOf(accountId).filter((one) => one.key !== key);
  opened.set(
    accountId,
    [{ key, label, detail, to, params, search, icon }, ...others].slice(0, most),
  );
}
