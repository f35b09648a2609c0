import { KontorProblem } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useProblemText } from '../asking/problem-text.ts';
import { useMay } from '../session/use-session.ts';
import { FileDrop } from '../files/file-drop.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { usePageSpeech, useSpeech } from '../words/speech.tsx';
import { Outcomes } from './outcomes.tsx';
import { StateChip } from './state-chip.tsx';
import { Understood } from './understood.tsx';
import { download, useGoingOn, useImport, useMoves, type ProductImport } from './use-imports.ts';

/** One import: what it would do or did, what to do with it, and each row that was refused or changed. */
export function ImportShown({ importId }: { importId: string }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { data, error, refetch } = useImport(importId);
  if (error instanceof KontorProblem && error.status === 404) return <NotFound />;
  if (!data)
    return error ? (
      <p className="alert" role="alert">
        {textOf(error)}{' '}
        <button type="button" className="link" onClick={() => void refetch()}>
          {words.problems.again}
        </button>
      </p>
    ) : (
      <div aria-busy="true" />
    );
  return (
    <>
      <Standing shown={data} />
      {data.understood && data.understood.products.length > 0 && <Understood shown={data} />}
      {data.state !== 'uploading' && <Outcomes shown={data} />}
    </>
  );
}

function Standing({ shown }: { shown: ProductImport }) {
  const { words, formats } = usePageSpeech();
  const text = words.imports;
  const { fileName, state, aim, problem, understood, totals, lines, linesInAll } = shown;
  const isPlan = aim !== 'run';
  const isUnderWay = state === 'checking' || state === 'running';
  const isBrokenCheck = aim !== 'run' && (state === 'stopped' || state === 'failed');
  const figures = [
    [isPlan ? text.wouldCreate : text.created, totals.created],
    [isPlan ? text.wouldChange : text.changed, totals.updated],
    [text.unchanged, totals.unchanged],
    [text.refused, totals.rejected],
    [text.adjusted, totals.fitted],
    ...(shown.stock
      ? ([
          [isPlan ? text.wouldCount : text.counted, isPlan ? totals.quantities : totals.movements],
        ] as const)
      : []),
  ] as const;
  return (
    <section className="panel" aria-labelledby="standing">
      <header>
        <h2 id="standing">{fileName}</h2>
        <StateChip state={state} />
      </header>
      <div className="fields">
        <p role="status">{isBrokenCheck ? text.checkStopped : text.says[state]}</p>
        {problem && (
          <p className="alert" role="alert">
            {problem}
          </p>
        )}
        {understood?.refusal && (
          <p className="alert" role="alert">
            {text.line(understood.refusal.line)}: {understood.refusal.detail}.{' '}
            {understood.refusal.suggestion}
          </p>
        )}
        {isUnderWay && (
          <progress aria-label={text.says[state]} max={linesInAll ?? 1} value={lines} />
        )}
        {state === 'uploading' ? (
          <GoingOn shown={shown} />
        ) : (
          <dl className="import-figures">
            {figures.map(([name, count]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="num">{formats.count(count)}</dd>
              </div>
            ))}
          </dl>
        )}
        {understood && understood.ignoredColumns.length > 0 && (
          <p className="muted">{text.ignored(understood.ignoredColumns.join(', '))}</p>
        )}
        <Acts shown={shown} />
      </div>
    </section>
  );
}

function Acts({ shown }: { shown: ProductImport }) {
  const { words } = usePageSpeech();
  const text = words.imports;
  const textOf = useProblemText();
  const may = useMay();
  const moves = useMoves(shown.importId);
  const kept = useMutation({
    mutationFn: (file: 'report' | 'refused') => download(shown.importId, file, shown.fileName),
  });
  const { state, aim, totals, understood } = shown;
  const mayMove = may('catalog:write') && (!shown.stock || may('inventory:write'));
  const isUnderWay = state === 'checking' || state === 'running';
  const isRead = state !== 'uploading' && state !== 'checking';
  const hasAny = totals.created + totals.updated + totals.unchanged > 0;
  const error = moves.error ?? kept.error;
  const act = (what: 'check' | 'run' | 'stop', name: string, isFirst = false) => (
    <button
      type="button"
      className={isFirst ? 'button primary' : 'button'}
      disabled={moves.isPending}
      onClick={() => moves.mutate(what)}
    >
      {name}
    </button>
  );
  return (
    <>
      <div className="acts">
        {mayMove &&
          state === 'checked' &&
          hasAny &&
          !understood?.refusal &&
          act('run', text.run, true)}
        {mayMove &&
          state === 'checked' &&
          hasAny &&
          understood?.refusal &&
          act('run', text.runPart)}
        {mayMove &&
          (state === 'stopped' || state === 'failed') &&
          (aim === 'run' ? act('run', text.goOn, true) : act('check', text.checkAgain, true))}
        {mayMove && isUnderWay && act('stop', text.stop)}
        {isRead && totals.rejected > 0 && (
          <button type="button" className="button" onClick={() => kept.mutate('refused')}>
            {text.downloadRefused}
          </button>
        )}
        {isRead && totals.rejected + totals.fitted > 0 && (
          <button type="button" className="button" onClick={() => kept.mutate('report')}>
            {text.downloadReport}
          </button>
        )}
      </div>
      {totals.rejected > 0 && state === 'done' && <p className="muted">{text.refusedWhat}</p>}
      {totals.rejected > 0 && state === 'checked' && <p className="muted">{text.refusedBefore}</p>}
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
    </>
  );
}

/** An upload that broke off goes on with the same file. */
function GoingOn({ shown }: { shown: ProductImport }) {
  const { words } = usePageSpeech();
  const text = words.imports;
  const textOf = useProblemText();
  const upload = useGoingOn(shown);
  return (
    <>
      <progress aria-label={text.says.uploading} max={shown.bytes} value={upload.sent} />
      {!upload.isPending && (
        <FileDrop
          what={text.dropAgain(shown.fileName)}
          choose={text.chooseFile}
          accept=".csv,.tsv,.txt,text/csv"
          onFiles={([file]) => file && upload.mutate(file)}
        />
      )}
      {upload.isSuccess && upload.data === undefined && (
        <p className="alert" role="alert">
          {text.otherFile}
        </p>
      )}
      {upload.error && (
        <p className="alert" role="alert">
          {textOf(upload.error)}
        </p>
      )}
    </>
  );
}
