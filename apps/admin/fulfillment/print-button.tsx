import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { keepAsFile } from '../files/keep-as-file.ts';
import { useSpeech } from '../words/speech.tsx';

interface PrintShown {
  readonly className?: string;
  readonly label?: string;
  readonly name: string;
  readonly print: () => Promise<unknown>;
  readonly isDisabled?: boolean;
  readonly children: string;
}

/** A paper of the warehouse as a file. */
export function PrintButton({
  className = 'button',
  label,
  name,
  print,
  isDisabled = false,
  children,
}: PrintShown) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const printed = useMutation({
    mutationFn: print,
    onSuccess: (pdf) => keepAsFile(pdf as Blob, `${name}.pdf`),
  });
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label}
        disabled={isDisabled || printed.isPending}
        onClick={() => printed.mutate()}
      >
        {children}
      </button>
      {printed.error && (
        <span className="alert" role="alert">
          {textOf(printed.error)} {words.problems.again}
        </span>
      )}
    </>
  );
}

/** Papers that are printed at once, at most. */
export const mostSlips = 50;

const asBlob = { parseAs: 'blob' } as const;

export function printSlips(which: { fulfillmentIds: string } | { orderIds: string }) {
  return told<unknown>(
    kontor.GET('/v1/admin/packing-slips/pdf', { params: { query: which }, ...asBlob }),
  );
}

export function printPickList(state: 'open' | 'picking') {
  return told<unknown>(
    kontor.GET('/v1/admin/pick-list/pdf', { params: { query: { state } }, ...asBlob }),
  );
}
