import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Words } from './en.ts';
import { Formats } from './formats.ts';
import { keepLanguage, wordsIn, type Language } from './language.ts';

interface Spoken {
  readonly language: Language;
  readonly words: Words;
}

interface Speech extends Spoken {
  readonly formats: Formats;
  readonly choose: (language: Language) => Promise<void>;
}

const SpeechContext = createContext<Speech | undefined>(undefined);

/** All that is said beneath it is said in one language, which may be changed while one looks. */
export function SpeechProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [spoken, setSpoken] = useState(first);
  const speech = useMemo(
    () => ({
      ...spoken,
      formats: new Formats(spoken.language),
      choose: async (language: Language) => {
        const words = await wordsIn(language);
        keepLanguage(language);
        setSpoken({ language, words });
      },
    }),
    [spoken],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('said outside of SpeechProvider');
  return speech;
}
