import type { Account } from '../session/use-session.ts';
import { useIsThere } from '../shell/path-link.tsx';
import { placesOf } from '../shell/places.ts';
import { chooseTheme, themes } from '../shell/theme.ts';
import { languages } from '../words/language.ts';
import { useSpeech } from '../words/speech.tsx';
import { entryOf, fits, pagesOfKinds, readTyped, type Entry, type Group } from './entries.ts';
import { goKeys } from './go-keys.ts';
import { recentOf } from './recent.ts';
import { useFound } from './use-found.ts';

interface Asked {
  readonly account: Account;
  readonly typed: string;
  readonly onKeys: () => void;
  readonly onLeave: () => void;
}

/** What the palette shows by what is typed: found things first, then pages and what can be done. */
export function useGroups({ account, typed, onKeys, onLeave }: Asked) {
  const { words } = useSpeech();
  const { only, text } = readTyped(typed);
  const asked = useFound(only === 'actions' ? '' : text);
  const things = useThings(asked.found?.items ?? [], only === 'products');
  const pages = usePages(account, text);
  const actions = useActions({ onKeys, onLeave });
  const some = (entries: readonly Entry[]) =>
    text === '' ? entries : entries.filter((entry) => fits(text, entry));
  const said = words.palette;
  const groups: Group[] = [
    ...(typed === '' ? [{ value: said.recent, items: recentOf(account.accountId) }] : []),
    ...things,
    ...(only === undefined
      ? [
          {
            value: said.pages,
            items: pages.filter((page) => page.key === 'search' || fits(text, page)),
          },
        ]
      : []),
    ...(only === 'products' ? [] : [{ value: said.actions, items: some(actions) }]),
  ];
  return { ...asked, groups: groups.filter(({ items }) => items.length > 0) };
}

function useThings(
  hits: NonNullable<ReturnType<typeof useFound>['found']>['items'],
  onlyProducts: boolean,
): Group[] {
  const { words } = useSpeech();
  const isThere = useIsThere();
  const states: Readonly<Record<string, string>> = words.orderStates;
  const wordOf = (kind: string, state: string) => (kind === 'order' ? states[state] : undefined);
  const kinds = onlyProducts ? ['product'] : Object.keys(pagesOfKinds);
  return kinds.map((kind) => ({
    value: words.palette.kinds[kind] ?? kind,
    items: hits
      .filter((hit) => hit.kind === kind)
      .map((hit) => entryOf(hit, isThere, wordOf))
      .filter((entry) => entry !== undefined),
  }));
}

function usePages(account: Account, text: string): Entry[] {
  const { words } = useSpeech();
  const places = placesOf(account);
  const pages = places.map(({ name, to, icon }): Entry => {
    const letter = goKeys[name];
    const hint = letter === undefined ? undefined : `G ${letter.toUpperCase()}`;
    return { key: `page ${name}`, label: words.menu[name], icon, to, hint };
  });
  if (text === '' || !places.some(({ name }) => name === 'orders')) return pages;
  return [
    ...pages,
    {
      key: 'search',
      label: words.palette.searchOrders(text),
      icon: 'search',
      to: '/orders',
      search: { q: text },
    },
  ];
}

function useActions({ onKeys, onLeave }: Pick<Asked, 'onKeys' | 'onLeave'>): Entry[] {
  const { words, language, choose } = useSpeech();
  const said = words.palette;
  return [
    ...themes.map((theme) => ({
      key: `look ${theme}`,
      label: said.look[theme],
      icon: 'more' as const,
      act: () => chooseTheme(theme),
    })),
    ...languages
      .filter((each) => each !== language)
      .map((each) => ({
        key: `speak ${each}`,
        label: said.speak[each],
        icon: 'more' as const,
        act: () => void choose(each),
      })),
    { key: 'keys', label: said.keys.all, icon: 'more', hint: '?', act: onKeys },
    { key: 'leave', label: words.me.signOut, icon: 'more', act: onLeave },
  ];
}
