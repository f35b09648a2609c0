import { KontorProblem, told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { keepAsFile } from '../files/keep-as-file.ts';
import { kontor, queryClient } from '../asking/kontor.ts';
import { isUnclear } from '../asking/unclear.ts';
import { sha256Of } from '../files/sha256.ts';
import { pageSize, useList } from '../lists/read-list.ts';
import type { Outcome } from './import-search.ts';

export type ProductImport = Schemas['ProductImport'];
type ImportOutcome = Schemas['ProductImportOutcome'];

const files = '/v1/admin/imports/files';
const one = `${files}/{importId}` as const;
const partBytes = 524_288;
/** The most that the shop takes: more is refused before it is read. */
export const mostBytes = 64 * 1024 * 1024;
const everyMs = 700;
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000];

const keyOf = (importId: string) => ['imports', importId] as const;
const isUnderWay = ({ state }: ProductImport) => state === 'checking' || state === 'running';

/** Read again for as long as something happens to it. */
export function useImport(importId: string) {
  return useQuery({
    queryKey: keyOf(importId),
    queryFn: async ({ signal }) => {
      const read = await told(kontor.GET(one, { params: { path: { importId } }, signal }));
      // What lists of products showed is no longer so.
      if (read.state === 'done') void queryClient.invalidateQueries({ queryKey: ['products'] });
      return read;
    },
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? everyMs : false),
  });
}

export function useImports() {
  return useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => told(kontor.GET(files, { params: { query: { limit: 10 } }, signal })),
  });
}

export type KeyedOutcome = ImportOutcome & { readonly key: string };
const keyOfOutcome = ({ key }: KeyedOutcome) => key;

/** Of the last check or run; read anew when another one is over. */
export function useOutcomes({ importId, version, state }: ProductImport, outcome?: Outcome) {
  const query = { limit: pageSize, ...(outcome && { outcome }) };
  return useList<KeyedOutcome>({
    key: ['imports', importId, 'outcomes', outcome, isSettled(state) ? version : 'under way'],
    read: async (cursor, signal) => {
      const params = { path: { importId }, query: { ...query, ...(cursor && { cursor }) } };
      const page = await told(kontor.GET(`${one}/outcomes`, { params, signal }));
      return {
        ...page,
        items: page.items.map((item, at) => ({ ...item, key: `${cursor ?? ''} ${at}` })),
      };
    },
    idOf: keyOfOutcome,
  });
}

function isSettled(state: ProductImport['state']): boolean {
  return state !== 'checking' && state !== 'running' && state !== 'uploading';
}

/** What one may do to an import; its answer is shown at once. */
export function useMoves(importId: string) {
  const params = { path: { importId } };
  return useMutation({
    mutationFn: (what: 'check' | 'run' | 'stop') => told(kontor.POST(`${one}/${what}`, { params })),
    onSuccess: (moved) => note(moved),
    onError: () => void queryClient.invalidateQueries({ queryKey: keyOf(importId) }),
  });
}

function note(moved: ProductImport): void {
  queryClient.setQueryData(keyOf(moved.importId), moved);
  void queryClient.invalidateQueries({ queryKey: ['imports'], exact: true });
}

export interface Choices {
  readonly stock: boolean;
  readonly pictures: boolean;
}

/** Uploads a file and has it checked; `sent` counts bytes while it is on its way. */
export function useUpload() {
  const [sent, setSent] = useState(0);
  const keys = useRef(new Map<string, string>());
  const upload = useMutation({
    mutationFn: async ({ file, choices }: { file: File; choices: Choices }) => {
      setSent(0);
      const bytes = await file.arrayBuffer();
      const sha256 = await sha256Of(bytes);
      const body = { fileName: file.name.slice(0, 200), bytes: bytes.byteLength, sha256 };
      // The same file once more after a broken connection is the same upload.
      const asked = JSON.stringify([body, choices]);
      const key = keys.current.get(asked) ?? crypto.randomUUID();
      keys.current.set(asked, key);
      const begun = await patiently(() =>
        told(
          kontor.POST(files, {
            params: { header: { 'Idempotency-Key': key } },
            body: { ...body, ...choices },
          }),
        ),
      );
      const checked = await sendFrom(begun, bytes, setSent);
      keys.current.delete(asked);
      return checked;
    },
    onSuccess: note,
  });
  return { ...upload, sent };
}

/** Goes on with an upload that broke off; undefined where it is another file. */
export function useGoingOn(begun: ProductImport) {
  const [sent, setSent] = useState(begun.received);
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const bytes = await file.arrayBuffer();
      if ((await sha256Of(bytes)) !== begun.sha256) return undefined;
      return sendFrom(begun, bytes, setSent);
    },
    onSuccess: (checked) => checked && note(checked),
  });
  return { ...upload, sent };
}

async function sendFrom(
  { importId, received }: ProductImport,
  bytes: ArrayBuffer,
  onSent: (sent: number) => void,
): Promise<ProductImport> {
  for (let offset = received; offset < bytes.byteLength;) {
    const part = await patiently(() =>
      told(
        kontor.PUT(`${one}/parts/{offset}`, {
          params: { path: { importId, offset } },
          body: bytes.slice(offset, offset + partBytes),
          bodySerializer: (given) => given as ArrayBuffer,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    );
    offset = part.received;
    onSent(offset);
  }
  return patiently(() => told(kontor.POST(`${one}/check`, { params: { path: { importId } } })));
}

/** A connection that breaks off for a while ends no upload: what has no answer is asked again. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await ask();
    } catch (error) {
      const isSignedOut = error instanceof KontorProblem && error.status === 401;
      if (isSignedOut || !isUnclear(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return ask();
}

/** Fetched as whoever is signed in, which no plain link is. */
export async function download(importId: string, file: 'report' | 'refused', name: string) {
  const params = { path: { importId, file } };
  const csv = await told<unknown>(
    kontor.GET(`${one}/downloads/{file}`, { params, parseAs: 'blob' }),
  );
  keepAsFile(csv as Blob, `${name.replace(/\.\w+$/, '')}-${file}.csv`);
}
