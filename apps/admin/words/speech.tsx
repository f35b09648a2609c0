import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Words } from './en.ts';
import { Formats } from './formats.ts';
import { keepLanguage, languages, spokenLanguage, type Language } from './language.ts';

interface Speech {
  readonly language: Language;
  readonly words: Words;
  readonly formats: Formats;
  readonly choose: (language: Language) => void;
}

const SpeechContext = createContext<Speech | undefined>(undefined);

/** All that is said beneath it is said in one language, which may be changed while one looks. */
export function SpeechProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(spokenLanguage);
  const speech = useMemo(
    () => ({
      language,
      words: languages[language],
      formats: new Formats(language),
      choose: (chosen: Language) => {
        keepLanguage(chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('said outside of SpeechProvider');
  return speech;
}
