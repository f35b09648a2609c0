import { useState } from 'react';
import { usePageSpeech } from '../words/speech.tsx';

/** A secret that is told now and never again. */
export function ShownOnce({ secret, what }: { secret: string; what: string }) {
  const { words } = usePageSpeech();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <div className="notice shown-once">
      <p>{what}</p>
      <p className="mono secret" tabIndex={0}>
        {secret}
      </p>
      <button type="button" className="button" onClick={() => void copy().catch(() => undefined)}>
        {words.staff.copy}
      </button>
      <span role="status">{isCopied ? words.staff.copied : ''}</span>
    </div>
  );
}
