import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './asking/kontor.ts';
import { router } from './routes.tsx';
import { applyTheme } from './shell/theme.ts';
import { applyLanguage, shellWordsIn, spokenLanguage } from './words/language.ts';
import { SpeechProvider } from './words/speech.tsx';

applyTheme();
applyLanguage();
const language = spokenLanguage();
const first = { language, words: await shellWordsIn(language) };
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <CSPProvider nonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <SpeechProvider first={first}>
          <RouterProvider router={router} />
        </SpeechProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
