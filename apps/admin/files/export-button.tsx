import { useMutation } from '@tanstack/react-query';
import type { Schemas } from '@kontor/sdk';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { isRefused } from '../asking/kontor.ts';
import { useStepUp } from '../session/step-up.tsx';
import { useSpeech } from '../words/speech.tsx';
import { keepAsFile } from './keep-as-file.ts';

interface ExportShown {
  /** Of the file, before the day. */
  readonly name: string;
  /** What is asked for stays the same from the first part to the last. */
  readonly begin: () => (cursor: string | undefined) => Promise<Schemas['ExportPart']>;
}

const mostAttempts = 5;

/**
 * Takes what a list shows out of the shop as a file, part by part: one that is lost on the way is
 * asked for again, and one that the shop asks for a proof of is gone on with afterwards.
 */
export function ExportButton({ name, begin }: ExportShown) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { proven, question } = useStepUp();
  const [rows, setRows] = useState(0);
  const exported = useMutation({
    mutationFn: async () => {
      const read = begin();
      const texts: string[] = [];
      setRows(0);
      let cursor: string | undefined;
      do {
        const part = await proven(() => patiently(() => read(cursor)));
        texts.push(part.text);
        setRows((before) => before + (part.text.match(/\r\n/g)?.length ?? 0));
        cursor = part.nextCursor ?? undefined;
      } while (cursor !== undefined);
      const day = new Date().toISOString().slice(0, 10);
      keepAsFile(new Blob(texts, { type: 'text/csv;charset=utf-8' }), `${name}-${day}.csv`);
    },
  });
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={exported.isPending}
        onClick={() => exported.mutate()}
      >
        {words.list.export}
      </button>
      <span role="status" className={exported.isPending ? 'muted num' : 'visually-hidden'}>
        {exported.isPending && words.list.exporting(rows)}
        {exported.isSuccess && words.list.exported(Math.max(0, rows - 1))}
      </span>
      {exported.error && (
        <span className="alert" role="alert">
          {textOf(exported.error)}
        </span>
      )}
      {question}
    </>
  );
}

async function patiently<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (isRefused(error) || attempt >= mostAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * attempt));
    }
  }
}
