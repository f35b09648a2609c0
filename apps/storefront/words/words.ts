import type { ContentUnit } from '#contracts/product/measures/measured.ts';
import type { AccountWords } from './account/words.ts';
import type { ListWords } from './lists/words.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** All that the pages say in one language; what a language lacks does not compile. */
export interface Words {
  readonly skip: string;
  readonly departments: string;
  readonly search: string;
  readonly searchFor: string;
  readonly cart: string;
  readonly cartCount: (units: number) => string;
  readonly language: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly breadcrumb: string;
  readonly home: {
    readonly title: (shop: string) => string;
    readonly description: (shop: string) => string;
    readonly see: string;
    readonly fresh: string;
    readonly reduced: string;
    readonly all: string;
    readonly departments: string;
    readonly nothing: string;
    readonly nothingWhat: string;
  };
  readonly price: {
    readonly from: (price: string) => string;
    readonly lowest: string;
    readonly lowestWas: (amount: string) => string;
    readonly save: (amount: string) => string;
    readonly gross: string;
    readonly net: string;
    readonly delivery: string;
    readonly soldOut: string;
    readonly less: (percent: number) => string;
  };
  readonly measures: {
    readonly per: (price: string, unit: string) => string;
    readonly units: Readonly<Record<ContentUnit, string>>;
    readonly content: string;
    readonly contains: (count: string, unit: ContentUnit, isOne: boolean) => string;
    readonly energy: (energyClass: string, best: string, worst: string) => string;
    readonly sheet: string;
  };
  readonly product: {
    readonly choose: (option: string) => string;
    readonly update: string;
    readonly quantity: string;
    readonly fewer: string;
    readonly more: string;
    readonly add: string;
    readonly soldOutOption: string;
    readonly inStock: string;
    readonly onlyLeft: (units: string) => string;
    readonly soldOut: string;
    readonly soldOutWhat: string;
    readonly backorder: string;
    readonly expected: (date: string) => string;
    readonly unknown: string;
    readonly what: string;
    readonly particulars: string;
    readonly article: string;
    readonly barcode: string;
    readonly weight: string;
    readonly maker: string;
    readonly kind: string;
    readonly arrives: (days: string) => string;
    readonly ingredients: string;
    readonly allergens: string;
    readonly nutrition: string;
    readonly warnings: string;
    readonly manufacturer: string;
    readonly responsible: string;
    readonly moreOf: (maker: string) => string;
    readonly allOf: (maker: string) => string;
    readonly picture: (at: number, of: number) => string;
    readonly pictures: string;
  };
  readonly list: {
    readonly sort: string;
    readonly sorts: Readonly<
      Record<
        'best' | 'by_hand' | 'newest' | 'price_ascending' | 'price_descending' | 'name',
        string
      >
    >;
    readonly apply: string;
    readonly more: string;
    readonly fromStart: string;
    readonly empty: string;
    readonly emptyWhat: string;
    readonly description: (category: string, shop: string) => string;
    readonly within: string;
    readonly count: (matches: string, isOne: boolean) => string;
    readonly filters: string;
    readonly showMatches: (matches: string) => string;
    readonly remove: (filter: string) => string;
    readonly removeAll: string;
    readonly category: string;
    readonly vendor: string;
    readonly price: string;
    readonly priceBelow: (to: string) => string;
    readonly priceBetween: (from: string, to: string) => string;
    readonly priceFrom: (from: string) => string;
    readonly availability: string;
    readonly inStock: string;
  };
  readonly find: {
    readonly title: string;
    readonly titleOf: (query: string) => string;
    readonly what: string;
    readonly nothing: (query: string) => string;
    readonly nothingWhat: string;
    readonly nearest: string;
    readonly departments: string;
    readonly words: string;
    readonly products: string;
  };
  readonly trouble: {
    readonly notFound: string;
    readonly notFoundWhat: string;
    readonly gone: string;
    readonly goneWhat: string;
    readonly tooMany: string;
    readonly tooManyWhat: string;
    readonly later: string;
    readonly laterWhat: string;
    readonly nothingCharged: string;
    readonly trace: string;
    readonly toHome: string;
  };
  readonly basket: {
    readonly title: string;
    readonly empty: string;
    readonly emptyWhat: string;
    readonly toShop: string;
    readonly added: (title: string) => string;
    readonly units: string;
    readonly set: string;
    readonly remove: string;
    readonly removeOf: (title: string) => string;
    readonly each: (price: string) => string;
    readonly subtotal: string;
    readonly later: string;
    readonly checkout: string;
    readonly expected: (date: string) => string;
    readonly priceWas: (price: string) => string;
    readonly gone: string;
    readonly onlyLeft: (units: string) => string;
    readonly reduced: string;
    readonly leftOut: string;
    readonly noneLeft: string;
    readonly limit: (units: string) => string;
    readonly notSold: string;
    readonly tooMany: string;
    readonly completing: string;
    readonly amount: string;
    readonly notTaken: string;
    readonly toCart: string;
    readonly close: string;
    readonly lost: string;
  };
  readonly till: {
    readonly title: string;
    readonly where: string;
    readonly country: string;
    readonly useCountry: string;
    readonly email: string;
    readonly optional: string;
    readonly vatId: string;
    /** What few people fill in, each behind a link that says so. */
    readonly rare: Readonly<Record<'company' | 'street2' | 'phone' | 'vatId', string>>;
    readonly goOn: string;
    readonly update: string;
    readonly summary: string;
    readonly change: string;
    readonly delivery: string;
    readonly choose: string;
    readonly days: (earliest: number, latest: number) => string;
    readonly arrives: (days: string) => string;
    readonly legal: string;
    readonly free: string;
    readonly discount: string;
    readonly tax: string;
    readonly included: string;
    readonly total: string;
    readonly payment: string;
    readonly hosted: string;
    readonly cardFailed: string;
    readonly cardApart: string;
    readonly notPaid: string;
    readonly textsChanged: string;
    readonly cameBack: string;
    readonly noMethod: string;
    readonly order: string;
    readonly once: string;
    readonly look: string;
    readonly notThere: string;
    readonly changed: string;
    readonly declined: string;
    readonly priceChanged: string;
    readonly soldOut: string;
    readonly denied: string;
    readonly inProgress: string;
    readonly leave: string;
    readonly leaveWhat: string;
    readonly leaveNow: string;
    readonly waiting: string;
    readonly waitingWhat: string;
    readonly backToPay: string;
    readonly outcomePlaced: string;
    readonly outcomePlacedWhat: string;
    readonly outcomeDeclined: string;
    readonly outcomeOpen: string;
    readonly outcomeElsewhere: string;
    readonly begins: (countries: string, methods: string) => string;
    readonly manyCountries: (count: number) => string;
    readonly invoiceTo: string;
    readonly invoice: string;
    readonly thanks: string;
    readonly number: (number: string) => string;
    readonly wrote: (email: string) => string;
  };
  readonly account: AccountWords;
  readonly lists: ListWords;
  readonly route: {
    readonly label: string;
    readonly ports: Readonly<
      Record<
        'placed' | 'paid' | 'invoiced' | 'packed' | 'on_the_way' | 'delivered' | 'cancelled',
        string
      >
    >;
    readonly standings: Readonly<Record<'done' | 'now' | 'ahead' | 'ended', string>>;
    readonly states: Readonly<Record<string, string>>;
    readonly paidLater: string;
    readonly packing: string;
    readonly inPart: string;
  };
  readonly withdrawal: {
    /** The words of the law for the function, wherever it is linked. */
    readonly link: string;
    readonly title: string;
    readonly what: string;
    readonly fields: Readonly<
      Record<
        'name' | 'orderNumber' | 'email' | 'note',
        { readonly label: string; readonly hint: string }
      >
    >;
    readonly declare: string;
    readonly next: string;
    readonly check: string;
    readonly checkWhat: string;
    readonly confirm: string;
    readonly change: string;
    readonly received: string;
    readonly receivedAt: string;
    readonly receipt: (email: string) => string;
    readonly wrong: string;
    readonly tooMany: string;
    readonly lapsed: string;
  };
  readonly content: { readonly asOf: (date: string) => string };
  readonly session: {
    readonly ended: string;
    readonly unavailable: string;
    readonly httpsRequired: string;
    readonly formAged: string;
    readonly formAgedWhat: string;
  };
  readonly findOrder: string;
  readonly foot: string;
}

/** By language, without its country. */
const spoken: Readonly<Record<string, Words>> = { en, de };

/** Those of the language, else English: a shop may sell in one that nobody has translated. */
export function wordsFor(locale: string): Words {
  return spoken[locale.toLowerCase().split('-', 1)[0]!] ?? en;
}
