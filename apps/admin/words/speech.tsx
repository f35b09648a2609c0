import { createContext, use, useContext, useMemo, useState, type ReactNode } from 'react';
import type { ShellWords, Words } from './en.ts';
import { Formats } from './formats.ts';
import { keepLanguage, knownWordsIn, shellWordsIn, wordsIn, type Language } from './language.ts';

interface Spoken {
  readonly language: Language;
  readonly words: ShellWords;
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
        // The page that is open says its words in the other language too, or keeps this one.
        const [words] = await Promise.all([shellWordsIn(language), wordsIn(language)]);
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

/** For a page and what stands in it: its words come with it, and it is shown when they are there. */
export function usePageSpeech(): Speech & { readonly words: Words } {
  const speech = useSpeech();
  const words = knownWordsIn(speech.language) ?? use(wordsIn(speech.language));
  return useMemo(() => ({ ...speech, words }), [speech, words]);
}
