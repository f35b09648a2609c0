import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { useMay } from '../session/use-session.ts';
import { FileDrop } from '../files/file-drop.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { ImportShown } from './import-shown.tsx';
import { StateChip } from './state-chip.tsx';
import { mostBytes, useImports, useUpload, type Choices } from './use-imports.ts';

const route = getRouteApi('/products/import');

/** Products by file: chosen, looked through before anything is written, brought in, and what became of it. */
export function ImportsPage() {
  const { words } = usePageSpeech();
  const text = words.imports;
  const may = useMay();
  const { file } = route.useSearch();
  return (
    <div className="page">
      <title>{text.title}</title>
      <div className="head">
        <div>
          {file === undefined ? (
            <Link className="back" to="/products">
              {words.products.title}
            </Link>
          ) : (
            <Link className="back" to="/products/import">
              {text.title}
            </Link>
          )}
          <h1>{text.title}</h1>
        </div>
      </div>
      {!may('catalog:write') && <p className="alert">{words.problems.notFoundWhat}</p>}
      {may('catalog:write') && file === undefined && <Choosing />}
      {file !== undefined && <ImportShown key={file} importId={file} />}
      {file === undefined && <Earlier />}
    </div>
  );
}

function Choosing() {
  const { words, formats } = usePageSpeech();
  const text = words.imports;
  const textOf = useProblemText();
  const router = useRouter();
  const upload = useUpload();
  const [choices, setChoices] = useState<Choices>({ stock: false, pictures: false });
  const [tooLarge, setTooLarge] = useState<string>();
  const take = ([file]: readonly File[]) => {
    if (!file || upload.isPending) return;
    setTooLarge(file.size > mostBytes || file.size === 0 ? file.name : undefined);
    if (file.size > mostBytes || file.size === 0) return;
    upload.mutate(
      { file, choices },
      {
        onSuccess: ({ importId }) =>
          void router.navigate({ to: '/products/import', search: { file: importId } }),
      },
    );
  };
  const { variables } = upload;
  return (
    <section className="panel" aria-labelledby="choose">
      <header>
        <h2 id="choose">{text.choose}</h2>
      </header>
      <div className="fields">
        <p className="muted">{text.formats}</p>
        <Ticks choices={choices} onChosen={setChoices} />
        <FileDrop
          what={text.drop}
          choose={text.chooseFile}
          accept=".csv,.tsv,.txt,text/csv"
          onFiles={take}
        />
        <div role="status">
          {upload.isPending && variables && (
            <p>
              {text.uploading(variables.file.name)}{' '}
              <progress
                aria-label={text.uploading(variables.file.name)}
                max={variables.file.size}
                value={upload.sent}
              />
            </p>
          )}
        </div>
        {tooLarge !== undefined && (
          <p className="alert" role="alert">
            {text.tooLarge(tooLarge, formats.count(mostBytes / 1024 / 1024))}
          </p>
        )}
        {upload.error && (
          <p className="alert" role="alert">
            {textOf(upload.error)}
          </p>
        )}
      </div>
    </section>
  );
}

interface TicksShown {
  readonly choices: Choices;
  readonly onChosen: (choices: Choices) => void;
}

function Ticks({ choices, onChosen }: TicksShown) {
  const { words } = usePageSpeech();
  const text = words.imports;
  const may = useMay();
  return (
    <>
      {may('inventory:write') && (
        <label className="switch">
          <input
            type="checkbox"
            checked={choices.stock}
            onChange={({ target }) => onChosen({ ...choices, stock: target.checked })}
          />
          {text.countStock}
        </label>
      )}
      <label className="switch">
        <input
          type="checkbox"
          checked={choices.pictures}
          onChange={({ target }) => onChosen({ ...choices, pictures: target.checked })}
        />
        {text.fetchPictures}
      </label>
    </>
  );
}

function Earlier() {
  const { words, formats } = usePageSpeech();
  const text = words.imports;
  const textOf = useProblemText();
  const { data, error, refetch } = useImports();
  if (error)
    return (
      <p className="alert" role="alert">
        {textOf(error)}{' '}
        <button type="button" className="link" onClick={() => void refetch()}>
          {words.problems.again}
        </button>
      </p>
    );
  if (!data) return null;
  return (
    <section className="panel" aria-labelledby="earlier">
      <header>
        <h2 id="earlier">{text.earlier}</h2>
      </header>
      {data.items.length === 0 ? (
        <p className="nothing muted">{text.noneYet}</p>
      ) : (
        <ul className="import-list">
          {data.items.map(({ importId, fileName, state, createdAt, totals }) => (
            <li key={importId}>
              <Link className="link" to="/products/import" search={{ file: importId }}>
                {fileName}
              </Link>
              <StateChip state={state} />
              <span className="muted num">
                {formats.moment(createdAt)} · {text.inShort(totals)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
