import { useMutation } from '@tanstack/react-query';
import { useProblemText } from '../../asking/problem-text.ts';
import { FileDrop } from '../../files/file-drop.tsx';
import { TextField } from '../../products/product/texts-panel.tsx';
import { mostBytes, taken, uploadPicture } from '../../products/product/upload.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import type { CategoryEditing } from './use-category.ts';

interface PictureShown {
  readonly editing: CategoryEditing;
  readonly mayEdit: boolean;
}

/** The one picture of a category: by drop and by button. */
export function CategoryPicture({ editing: { typed, type }, mayEdit }: PictureShown) {
  const { words } = usePageSpeech();
  const names = words.shelves.display;
  const { page } = words.products;
  const textOf = useProblemText();
  const uploaded = useMutation({
    mutationFn: uploadPicture,
    onSuccess: ({ url }) => type({ pictureUrl: url }),
  });
  const { pictureUrl = '', pictureAlt = '' } = typed;
  const file = uploaded.variables?.name ?? '';
  const isTooBig = (uploaded.variables?.size ?? 0) > mostBytes;
  return (
    <section className="panel" aria-labelledby="picture">
      <header>
        <h2 id="picture">{names.picture}</h2>
      </header>
      <div className="fields">
        {pictureUrl === '' ? (
          <p className="muted">{names.noPicture}</p>
        ) : (
          <>
            <img className="category-picture" src={pictureUrl} alt={pictureAlt} />
            <TextField
              label={page.altText}
              most={500}
              value={pictureAlt}
              mayEdit={mayEdit}
              onTyped={(text) => type({ pictureAlt: text })}
            />
          </>
        )}
        {mayEdit && (
          <FileDrop
            what={names.drop}
            choose={page.choose}
            accept={taken}
            onFiles={([chosen]) => chosen && uploaded.mutate(chosen)}
          />
        )}
        {mayEdit && pictureUrl !== '' && (
          <div className="acts">
            <button
              type="button"
              className="button"
              onClick={() => type({ pictureUrl: '', pictureAlt: '' })}
            >
              {names.removePicture}
            </button>
          </div>
        )}
        <p role="status" className="muted">
          {uploaded.isPending && page.uploading(file)}
          {uploaded.isSuccess && page.uploaded(file)}
        </p>
        {uploaded.error && (
          <p className="alert" role="alert">
            {page.notUploaded(file, isTooBig ? page.pictureTooBig : textOf(uploaded.error))}
          </p>
        )}
      </div>
    </section>
  );
}
