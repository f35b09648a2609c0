import { useEffect, useRef, useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { FileDrop } from '../../files/file-drop.tsx';
import { Icon } from '../../shell/icon.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Product } from '../product-commands.ts';
import type { PanelShown } from './product-page.tsx';
import { mostBytes, taken, uploadPicture } from './upload.ts';

type Picture = Product['media'][number];

/** Pictures in their order: by drop and by button, moved by drag and by button, each with what it shows. */
export function PicturesPanel({ editing, mayEdit }: PanelShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { draft, set } = editing;
  const put = (media: Picture[]) => set({ media });
  const { said, add } = useUploads(draft.media, put);
  return (
    <section className="panel" aria-labelledby="pictures">
      <header>
        <h2 id="pictures">{page.pictures}</h2>
      </header>
      <div className="fields">
        {draft.media.length === 0 && <p className="muted">{page.noPictures}</p>}
        <ol className="pictures">
          {draft.media.map((picture, at) => (
            <PictureLine
              key={picture.url}
              picture={picture}
              at={at}
              all={draft.media}
              mayEdit={mayEdit}
              onPut={put}
            />
          ))}
        </ol>
        {mayEdit && (
          <FileDrop
            what={page.drop}
            choose={page.choose}
            accept={taken}
            multiple
            onFiles={(files) => void add(files)}
          />
        )}
        <div role="status" className="muted">
          {said.map(({ id, text }) => (
            <p key={id}>{text}</p>
          ))}
        </div>
      </div>
    </section>
  );
}

/** What became of a file; two may have the same name. */
interface Said {
  readonly id: number;
  readonly text: string;
}

/** Uploads one after the other, and tells of each what became of it. */
function useUploads(media: readonly Picture[], put: (media: Picture[]) => void) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const textOf = useProblemText();
  const [said, setSaid] = useState<readonly Said[]>([]);
  const counted = useRef({ files: 0, adding: 0 });
  // While one is on its way others may be moved or removed.
  const latest = useRef(media);
  useEffect(() => {
    latest.current = media;
  });
  const addOne = async (file: File) => {
    const id = (counted.current.files += 1);
    const say = (text: string) =>
      setSaid((before) => [...before.filter((each) => each.id !== id), { id, text }]);
    if (file.size > mostBytes) return say(page.notUploaded(file.name, page.pictureTooBig));
    say(page.uploading(file.name));
    try {
      const { url } = await uploadPicture(file);
      if (!latest.current.some((each) => each.url === url)) {
        latest.current = [...latest.current, { url, altText: '' }];
        put([...latest.current]);
      }
      say(page.uploaded(file.name));
    } catch (error) {
      say(page.notUploaded(file.name, textOf(error)));
    }
    return undefined;
  };
  const add = async (files: readonly File[]) => {
    // What is said of those that are still on their way stays.
    if (counted.current.adding === 0) setSaid([]);
    counted.current.adding += 1;
    try {
      for (const file of files) await addOne(file);
    } finally {
      counted.current.adding -= 1;
    }
  };
  return { said, add };
}

interface LineShown {
  readonly picture: Picture;
  readonly at: number;
  readonly all: readonly Picture[];
  readonly mayEdit: boolean;
  readonly onPut: (media: Picture[]) => void;
}

const dragged = 'application/x-kontor-picture';

function PictureLine({ picture: { url, altText }, at, all, mayEdit, onPut }: LineShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const move = (from: number, to: number) => {
    const media = [...all];
    const [moved] = media.splice(from, 1);
    if (moved) media.splice(to, 0, moved);
    onPut(media);
  };
  const say = (text: string) =>
    onPut(all.map((each, index) => (index === at ? { ...each, altText: text } : each)));
  return (
    <li
      draggable={mayEdit}
      onDragStart={({ dataTransfer }) => dataTransfer.setData(dragged, String(at))}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(dragged)) event.preventDefault();
      }}
      onDrop={(event) => {
        const from = event.dataTransfer.getData(dragged);
        if (from === '') return;
        event.preventDefault();
        move(Number(from), at);
      }}
    >
      <img src={url} alt={altText} width={72} height={72} loading="lazy" />
      <label className="field">
        {page.altText}
        <input
          aria-label={page.altOf(at + 1)}
          value={altText}
          maxLength={1_000}
          readOnly={!mayEdit}
          onChange={({ target }) => say(target.value)}
        />
      </label>
      {mayEdit && (
        <div className="picture-acts">
          <button
            type="button"
            className="button square"
            aria-label={page.earlier(at + 1)}
            disabled={at === 0}
            onClick={() => move(at, at - 1)}
          >
            <Icon name="up" />
          </button>
          <button
            type="button"
            className="button square"
            aria-label={page.later(at + 1)}
            disabled={at === all.length - 1}
            onClick={() => move(at, at + 1)}
          >
            <Icon name="down" />
          </button>
          <button
            type="button"
            className="button square"
            aria-label={page.removePicture(at + 1)}
            onClick={() => onPut(all.filter((_, index) => index !== at))}
          >
            <Icon name="cross" />
          </button>
        </div>
      )}
    </li>
  );
}
