import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';
import { useMay } from '../session/use-session.ts';

export type OwnField = Schemas['Field'];

/** The shop's own fields of products. */
export function useFields(): readonly OwnField[] {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['fields', 'product'],
    queryFn: ({ signal }) =>
      told(kontor.GET('/v1/admin/fields', { params: { query: { owner: 'product' } }, signal })),
    staleTime: 60_000,
    enabled: may('settings:read') || may('catalog:read'),
  });
  return data?.items ?? [];
}

/** In the language, else in any. */
export const named = (names: Readonly<Record<string, string>>, language: string): string =>
  names[language] ?? Object.values(names)[0] ?? '';
