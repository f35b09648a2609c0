import { renderToString } from 'preact-render-to-string';
import type { Query } from '../../serving/addresses.ts';
import type { PageRequest } from '../../serving/page.ts';
import { keptHtml, keptHtmlOf } from '../../serving/kept-html.ts';
import { without, withValue, type Facets, type Fields } from './filters.ts';

interface PanelParts {
  readonly request: PageRequest;
  readonly facets: Facets;
  readonly fields: Fields;
  readonly address: (query: Query) => string;
  readonly matches: number;
}

interface Choice {
  readonly name: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly query: Query;
}

interface Group {
  readonly name: string;
  readonly choices: readonly Choice[];
}

/** More of one facet are found by its search, not by a longer list. */
const choicesMax = 12;
/** What a list is of that many visitors see alike. */
const ofShelves = new Set(['category', 'collection', 'sort']);

/** What the list can be narrowed by, with how much would be left; of one facet several may be chosen. */
export function FacetPanel(parts: PanelParts) {
  const { request, facets, fields, address, matches } = parts;
  const { locale, shop, query } = request;
  const madeOf = `facets ${locale} ${shop.currency} ${matches} ${address(fields)}`;
  const make = () => <PanelContent {...parts} />;
  // What somebody has chosen is in each of its links: there are as many of those as visitors.
  const isShelf = Object.keys(fields).every((name) => ofShelves.has(name));
  const alike = () => keptHtml(`${madeOf} ${JSON.stringify(facets)}`, make);
  const html = isShelf ? keptHtmlOf(facets, madeOf, alike) : renderToString(make());
  if (html === '') return null;
  return (
    <details class="facets" open={query.has('filter')} dangerouslySetInnerHTML={{ __html: html }} />
  );
}

function PanelContent(parts: PanelParts) {
  const { request, address, matches } = parts;
  const { words, formats } = request;
  const groups = groupsOf(parts).filter(({ choices }) => choices.length > 0);
  if (groups.length === 0) return null;
  return (
    <>
      <summary>{words.list.filters}</summary>
      {groups.map(({ name, choices }) => (
        <section key={name}>
          <h2>{name}</h2>
          <ul>
            {choices.slice(0, choicesMax).map((choice) => (
              <li key={choice.name}>
                <a
                  href={address({ ...choice.query, filter: 'open' })}
                  aria-current={choice.isChosen ? 'true' : undefined}
                  rel="nofollow"
                >
                  <span>{choice.name}</span> <span class="num">{formats.count(choice.count)}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p class="muted num">{words.list.count(formats.count(matches), matches === 1)}</p>
    </>
  );
}

function groupsOf({ request, facets, fields }: PanelParts): readonly Group[] {
  const { words, formats, shop } = request;
  const { list } = words;
  const chosenIn = (name: string) => [fields[name] ?? []].flat();
  const toggled = (name: string, value: string, label: string, count: number): Choice => {
    const isChosen = chosenIn(name).includes(value);
    const query = isChosen ? without(fields, name, value) : withValue(fields, name, value);
    return { name: label, count, isChosen, query };
  };
  const money = (minor: number) => formats.money(minor, shop.currency);
  const { priceFromMinor: _, priceToMinor: __, ...noPrice } = fields;
  const prices = facets.prices.map(({ fromMinor, belowMinor, count }): Choice => {
    const from = String(fromMinor);
    const to = belowMinor === null ? undefined : String(belowMinor - 1);
    const isChosen = fields['priceFromMinor'] === from && fields['priceToMinor'] === to;
    const range = { priceFromMinor: from, ...(to === undefined ? {} : { priceToMinor: to }) };
    return {
      name:
        belowMinor === null
          ? list.priceFrom(money(fromMinor))
          : list.priceBetween(money(fromMinor), money(belowMinor - 1)),
      count,
      isChosen,
      query: isChosen ? noPrice : { ...noPrice, ...range },
    };
  });
  const { inStock } = facets.availability;
  const isInStock = fields['inStock'] === 'true';
  return [
    {
      name: list.availability,
      choices: [
        {
          name: list.inStock,
          count: inStock,
          isChosen: isInStock,
          query: isInStock ? without(fields, 'inStock') : { ...fields, inStock: 'true' },
        },
      ],
    },
    {
      name: list.price,
      choices: prices.length > 1 || prices.some(({ isChosen }) => isChosen) ? prices : [],
    },
    {
      name: list.vendor,
      choices: facets.vendors
        .filter(({ value }) => value !== '')
        .map(({ value, count }) => toggled('vendor', value, value, count)),
    },
    ...facets.options.map(({ name, values }) => ({
      name,
      choices: values.map(({ value, count }) =>
        toggled('option', `${name}:${value}`, value, count),
      ),
    })),
    ...(facets.attributes ?? []).map(({ key, name, values }) => ({
      name,
      choices: values.map((value) =>
        toggled('attribute', `${key}:${value.value}`, value.name, value.count),
      ),
    })),
  ];
}
