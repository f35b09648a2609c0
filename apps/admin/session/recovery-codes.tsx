import { useSpeech } from '../words/speech.tsx';

/** Told once by the shop: shown until somebody says that they have them. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { words } = useSpeech();
  return (
    <main className="entry">
      <section className="panel entry-panel stacked">
        <h1>{words.factor.codesTitle}</h1>
        <p>{words.factor.codesWhat}</p>
        <ul className="mono codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <button type="button" className="button primary" onClick={onKept}>
          {words.factor.done}
        </button>
      </section>
    </main>
  );
}
