import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useMay, type Permission } from '../session/use-session.ts';

const typedMs = 120;
/** The API finds nothing in particular by less. */
const least = 2;

const needs: readonly Permission[] = [
  'orders:read',
  'customers:read',
  'catalog:read',
  'support:read',
];

/**
 * What is found by a text, once nobody types for a moment. What was found by another text is never
 * told; what is asked still is called off when somebody types on, or closes the palette.
 */
export function useFound(text: string) {
  const may = useMay();
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), typedMs);
    return () => clearTimeout(timer);
  }, [text]);
  const isAsking = text.length >= least && needs.some(may);
  const found = useQuery({
    queryKey: ['palette', asked],
    queryFn: ({ signal }) =>
      told(kontor.GET('/v1/admin/search', { params: { query: { query: asked } }, signal })),
    enabled: isAsking && asked === text,
    gcTime: 60_000,
  });
  const isOfText = isAsking && asked === text;
  return {
    found: isOfText ? found.data : undefined,
    error: isOfText ? found.error : null,
    isSearching: isAsking && (!isOfText || found.isPending),
  };
}
