import type { ReactNode } from 'react';
import { named, useFields, type OwnField } from '../../products/use-fields.ts';
import { useCategories } from '../../products/use-categories.ts';
import type { Channel } from '../../products/use-channels.ts';
import { Icon } from '../../shell/icon.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { ruleFields, type Draft } from './rule-draft.ts';

interface ConditionShown {
  readonly draft: Draft;
  readonly at: number;
  readonly channels: readonly Channel[];
  readonly onTyped: (fields: Partial<Draft>) => void;
  readonly onRemoved: () => void;
}

/** What is looked at, and what it is to be. */
export function RuleCondition(shown: ConditionShown) {
  const { draft, at, onTyped, onRemoved } = shown;
  const { words } = usePageSpeech();
  const names = words.shelves.rule;
  return (
    <li className="condition">
      <fieldset className="bare">
        <legend className="visually-hidden">{names.condition(at + 1)}</legend>
        <div className="entry-fields">
          <Chosen
            label={names.what}
            value={draft.field}
            options={ruleFields.map((field) => [field, names.fields[field]])}
            onChosen={(value) => {
              const field = ruleFields.find((each) => each === value);
              if (field) onTyped({ field, text: '' });
            }}
          />
          <Values {...shown} />
        </div>
      </fieldset>
      <button
        type="button"
        className="button square small"
        aria-label={names.remove(at + 1)}
        onClick={onRemoved}
      >
        <Icon name="cross" />
      </button>
    </li>
  );
}

function Values({ draft, channels, onTyped }: ConditionShown) {
  const { words } = usePageSpeech();
  const names = words.shelves.rule;
  const channel = (
    <Chosen
      label={names.channel}
      value={draft.channel}
      options={channels.map(({ code, name }) => [code, name])}
      onChosen={(code) => onTyped({ channel: code })}
    />
  );
  const text = (label: string, isNumber = false) => (
    <Typed
      label={label}
      value={draft.text}
      isNumber={isNumber}
      onTyped={(typed) => onTyped({ text: typed })}
    />
  );
  const by: Readonly<Record<Draft['field'], () => ReactNode>> = {
    tag: () => text(names.is),
    vendor: () => text(names.is),
    category: () => <CategoryChosen draft={draft} onTyped={onTyped} />,
    price: () => (
      <>
        {channel}
        <Typed
          label={names.from}
          value={draft.from}
          isNumber
          onTyped={(from) => onTyped({ from })}
        />
        <Typed label={names.to} value={draft.to} isNumber onTyped={(to) => onTyped({ to })} />
      </>
    ),
    stock: () => (
      <>
        {channel}
        <Chosen
          label={names.is}
          value={draft.inStock ? 'in' : 'out'}
          options={[
            ['in', names.inStock],
            ['out', names.outOfStock],
          ]}
          onChosen={(value) => onTyped({ inStock: value === 'in' })}
        />
      </>
    ),
    created: () => text(names.days, true),
    attribute: () => <OwnFieldValues draft={draft} onTyped={onTyped} />,
  };
  return by[draft.field]();
}

type PartShown = Pick<ConditionShown, 'draft' | 'onTyped'>;

/** By the names that lead to it. */
function CategoryChosen({ draft, onTyped }: PartShown) {
  const { words } = usePageSpeech();
  const categories = useCategories();
  const nameOf = new Map(categories.map(({ path, name }) => [path, name]));
  const wayTo = (path: string) =>
    path
      .split('/')
      .map((_, at, parts) => nameOf.get(parts.slice(0, at + 1).join('/')) ?? parts[at])
      .join(' › ');
  return (
    <Chosen
      label={words.shelves.rule.within}
      value={draft.text}
      options={[['', '–'], ...categories.map(({ path }) => [path, wayTo(path)] as const)]}
      onChosen={(path) => onTyped({ text: path })}
    />
  );
}

/** What is one text in every language: of others a rule could say nothing. */
const isAsked = ({ type, localised }: OwnField) => type !== 'rich' && !localised;

function OwnFieldValues({ draft, onTyped }: PartShown) {
  const { words, language } = usePageSpeech();
  const names = words.shelves.rule;
  const fields = useFields().filter(isAsked);
  const field = fields.find(({ key }) => key === draft.key);
  const choices = field && choicesOf(field, language, words.products.page);
  return (
    <>
      <Chosen
        label={names.key}
        value={draft.key}
        options={[
          ['', '–'],
          ...fields.map((each) => [each.key, named(each.names, language)] as const),
        ]}
        onChosen={(key) => onTyped({ key, text: '' })}
      />
      {choices ? (
        <Chosen
          label={names.is}
          value={draft.text}
          options={[['', '–'], ...choices]}
          onChosen={(text) => onTyped({ text })}
        />
      ) : (
        <Typed
          label={names.is}
          value={draft.text}
          isNumber={field?.type === 'number'}
          onTyped={(text) => onTyped({ text })}
        />
      )}
    </>
  );
}

/** Undefined: its values are typed. */
function choicesOf(
  { type, choices }: OwnField,
  language: string,
  page: { yes: string; no: string },
) {
  if (type === 'bool')
    return [
      ['true', page.yes],
      ['false', page.no],
    ] as const;
  if (type !== 'choice' && type !== 'multi') return undefined;
  return choices.map(({ value, names }) => [value, named(names, language)] as const);
}

interface ChosenShown {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onChosen: (value: string) => void;
}

function Chosen({ label, value, options, onChosen }: ChosenShown) {
  return (
    <label className="field">
      {label}
      <select value={value} onChange={({ target }) => onChosen(target.value)}>
        {!options.some(([each]) => each === value) && <option value={value}>{value}</option>}
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TypedShown {
  readonly label: string;
  readonly value: string;
  readonly isNumber?: boolean;
  readonly onTyped: (text: string) => void;
}

function Typed({ label, value, isNumber = false, onTyped }: TypedShown) {
  return (
    <label className="field">
      {label}
      <input
        value={value}
        maxLength={255}
        inputMode={isNumber ? 'decimal' : undefined}
        onChange={({ target }) => onTyped(target.value)}
      />
    </label>
  );
}
