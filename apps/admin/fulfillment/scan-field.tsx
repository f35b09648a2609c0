import type { RefObject } from 'react';

interface ScanShown {
  readonly label: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly isWrong: boolean;
  readonly onScan: (scanned: string) => void;
}

/** A scanner types what it reads, and Enter; so does whoever has none. */
export function ScanField({ label, field, isWrong, onScan }: ScanShown) {
  return (
    <form
      className={isWrong ? 'scan wrong-scan' : 'scan'}
      onSubmit={(event) => {
        event.preventDefault();
        const { current: input } = field;
        if (!input || input.value.trim() === '') return;
        onScan(input.value.trim());
        input.value = '';
      }}
    >
      <label className="field">
        {label}
        <input ref={field} autoFocus autoComplete="off" autoCapitalize="off" spellCheck={false} />
      </label>
    </form>
  );
}
