import { KontorProblem } from '@kontor/sdk';
import { useState } from 'react';
import { useForm, type UseFormRegisterReturn } from 'react-hook-form';
import { useProblemText } from '../../asking/problem-text.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { useCannedAnswers, useKeepAnswer, type CannedAnswer } from './use-canned-answers.ts';

interface Form {
  readonly title: string;
  readonly locale: string;
  readonly message: string;
}

/** A canned answer as it is written; who was overtaken sees the other's beside their own. */
export function AnswerForm({
  answer,
  onDone,
}: {
  answer: CannedAnswer | undefined;
  onDone: () => void;
}) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const { data } = useCannedAnswers();
  const kept = useKeepAnswer();
  // The same at each try: a new one whose reply was lost does not come twice.
  const [code] = useState(() => answer?.code ?? crypto.randomUUID());
  const [base, setBase] = useState(answer?.version ?? 0);
  const { title = '', locale = null, message = '' } = answer ?? {};
  const form = useForm<Form>({ defaultValues: { title, locale: locale ?? '', message } });
  const names = words.tickets.canned;
  const now = data?.items.find((each) => each.code === code);
  const isOvertaken = kept.error instanceof KontorProblem && kept.error.status === 412;
  const send = form.handleSubmit((written) =>
    kept.mutate(
      {
        code,
        title: written.title.trim(),
        message: written.message.trim(),
        locale: written.locale === '' ? null : written.locale,
        version: base,
      },
      { onSuccess: onDone },
    ),
  );
  return (
    <form className="modal-body" onSubmit={(event) => void send(event)}>
      <label className="field">
        {names.name}
        <input required maxLength={120} {...form.register('title')} />
      </label>
      <LanguageField field={form.register('locale')} />
      <label className="field">
        {names.text}
        <textarea required rows={8} maxLength={10_000} {...form.register('message')} />
        <span className="muted">{names.placeholders}</span>
      </label>
      {isOvertaken && now ? (
        <Overtaken theirs={now.message} onMine={() => setBase(now.version)} />
      ) : (
        kept.error && (
          <p className="alert" role="alert">
            {textOf(kept.error)}
          </p>
        )
      )}
      <footer>
        <button type="button" className="button" onClick={onDone}>
          {names.back}
        </button>
        <button type="submit" className="button primary" disabled={kept.isPending}>
          {names.keep}
        </button>
      </footer>
    </form>
  );
}

function LanguageField({ field }: { field: UseFormRegisterReturn }) {
  const { words } = usePageSpeech();
  const names = Object.entries(words.me.languages);
  return (
    <label className="field">
      {words.tickets.canned.language}
      <select {...field}>
        <option value="">{words.tickets.canned.everyLanguage}</option>
        {names.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Overtaken({ theirs, onMine }: { theirs: string; onMine: () => void }) {
  const { words } = usePageSpeech();
  const { overtaken, mine } = words.tickets.canned;
  return (
    <div className="alert" role="alert">
      <p>{overtaken}</p>
      <p className="words">{theirs}</p>
      <button type="button" className="link" onClick={onMine}>
        {mine}
      </button>
    </div>
  );
}
