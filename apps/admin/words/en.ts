import { ledger } from './en/ledger.ts';
import { live } from './en/live.ts';
import { outgoing } from './en/outgoing.ts';
import { cancel } from './en/giving-back/cancel.ts';
import { palette } from './en/palette.ts';
import { refund } from './en/giving-back/refund.ts';
import { savedViews } from './en/saved-views.ts';
import { forms } from './en/forms.ts';
import { stuck, today } from './en/today.ts';
import type { ofPages } from './en/of-pages.ts';

const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** What the admin says around its pages in English. What another language lacks of it does not compile. */
export const en = {
  skip: 'Skip to the page',
  close: 'Close',
  menu: {
    label: 'Main',
    today: 'Today',
    orders: 'Orders',
    fulfillment: 'Fulfillment',
    products: 'Products',
    stock: 'Stock',
    tickets: 'Tickets',
    audit: 'Audit',
    customers: 'Customers',
    messages: 'Messages',
    categories: 'Categories',
    stuck: 'Stuck work',
    content: 'Pages and menus',
    picture: 'Live picture',
    settings: 'Settings',
    staff: 'Staff',
    more: 'More',
    nothing: 'Your role opens no page here yet. Ask whoever manages staff for the rights you need.',
  },
  live,
  me: {
    label: 'Language, look, sign out',
    account: 'Your account',
    channel: 'Channel',
    language: 'Language',
    languages: { en: 'English', de: 'Deutsch' },
    look: 'Look',
    looks: { system: 'Look as this device has it', light: 'Light', dark: 'Dark' },
    keys: 'Single keys do something',
    signOut: 'Sign out',
    stayed: (why: string) =>
      `The shop did not say that you are signed out: try it again before you leave this device. ${why}`,
  },
  today,
  outgoing,
  palette,
  signIn: {
    title: 'Sign in',
    forStaff: 'For people who work in this shop.',
    email: 'E-mail',
    password: 'Password',
    send: 'Sign in',
    passkey: 'Sign in with a passkey',
    secondTitle: 'One more step',
    secondWhat: 'The code that your authenticator app shows now, or one of your recovery codes.',
    code: 'Code',
    missing: {
      email: 'Type your e-mail address.',
      password: 'Type your password.',
      code: 'Type a code.',
    },
    again: 'Begin again',
    notices: {
      ended: 'You were signed out. Sign in to go on where you were.',
      unavailable: 'The shop cannot tell at the moment who you are. Try again in a minute.',
      https_required:
        'Nobody can sign in at this address: it is neither this machine nor the shop’s https address (KONTOR_PUBLIC_URL).',
    } as Readonly<Record<string, string>>,
  },
  factor: {
    title: 'Set up your authenticator app',
    first: 'This shop asks its staff for a second factor. Type your password once more to begin.',
    what: 'Add this key to an authenticator app, then type the code that it shows.',
    goOn: 'Go on',
    confirm: 'Confirm',
    codesTitle: 'Your recovery codes',
    codesWhat:
      'Each opens the account once, in place of a code of the app. Keep them where you would look without your phone: they are not shown again.',
    done: 'I have kept them',
  },
  problems: {
    again: 'Try again',
    notFound: 'Nothing is here',
    notFoundWhat: 'It was removed, or the address is not whole.',
    connection: 'The shop could not be reached. Nothing is lost: try again.',
    passkey:
      'No passkey was shown: it was called off, or it took too long. Try again, or use your password.',
    tooMany: (seconds: number) => `Too many tries. Wait ${many(seconds, 'second', 'seconds')}.`,
    broken: (trace: string) => `Something broke in the shop. For whoever looks after it: ${trace}`,
    codes: {
      message_not_resendable:
        'It cannot be sent once more: it is on its way, has a secret link, or what it said is kept no more.',
      message_not_retryable:
        'It cannot be tried again: it did not fail, has a secret link, or what it said is kept no more.',
      second_factor_missing: 'This account has no second factor.',
      credentials_invalid: 'E-mail address and password do not belong together.',
      customer_account: 'This is an account of a customer. Staff have one of their own.',
      code_invalid: 'This code is not right, or it was used. Wait for the next one.',
      refund_empty: 'Nothing would be given back.',
      outgoing_waits:
        'A refund or a cancellation of this order waits to go out: undo it below, or let it go out first.',
      outgoing_state_conflict: 'It is too late to undo it: its time had come.',
      outgoing_not_found: 'Nothing of this waits to go out any more.',
    } as Readonly<Record<string, string>>,
  },
  list: {
    reading: 'Reading …',
    filter: 'Filter',
    sortBy: (present: string) => `Sort by: ${present}`,
    remove: (filter: string) => `Take away: ${filter}`,
    choose: 'Choose',
    chosen: (count: number) => `${count} chosen`,
    clear: 'Clear',
    atMost: (most: string) => `at most ${most} at once`,
    export: 'Export',
    exporting: (rows: number) => `${rows} rows so far`,
    exported: (rows: number) => `${rows} rows exported`,
  },
  stuck,
  orders: {
    title: 'Orders',
    shown: (count: number, isMore: boolean) =>
      isMore ? `The first ${count}; more come as you go on` : many(count, 'order', 'orders'),
    changeAll: 'Change all',
    doWithChosen: 'Do with them',
    tag: 'Tag',
    viewsLabel: 'Views',
    views: {
      everything: 'Everything',
      to_send: 'To send',
      under_way: 'On the way',
      delivered: 'Delivered',
      cancelled: 'Cancelled',
    },
    searchLabel: 'Search orders',
    searchHint: 'Number, name, e-mail, SKU, tracking number',
    number: 'Order',
    placed: 'Placed',
    customer: 'Customer',
    total: 'Total',
    payment: 'Payment',
    delivery: 'Delivery',
    state: 'State',
    held: 'Held',
    holds: { payment_in_review: 'Payment in review' },
    choose: (number: string) => `Choose ${number}`,
    periods: {
      1: 'the last day',
      7: 'the last 7 days',
      30: 'the last 30 days',
      90: 'the last 90 days',
    },
    sorts: {
      placed_descending: 'Newest first',
      placed_ascending: 'Oldest first',
      total_descending: 'Largest first',
      total_ascending: 'Smallest first',
      updated_descending: 'Changed last first',
    },
    none: 'No order yet',
    noneWhat: 'The first one appears here as soon as somebody buys.',
    noneFound: 'Nothing found',
    noneFoundWhat: 'Take a filter away, or look for less of a name or number.',
  },
  forms,
  savedViews,
  orderStates: {
    placed: 'Placed',
    confirmed: 'To send',
    partially_shipped: 'Sent in part',
    shipped: 'On the way',
    delivered: 'Delivered',
    cancelling: 'Being cancelled',
    cancelled: 'Cancelled',
  },
  paymentStates: {
    authorized: 'Authorized',
    part_received: 'Paid in part',
    captured: 'Paid',
    credited: 'Credited',
    written_off: 'Written off',
    partially_refunded: 'Refunded in part',
    refunded: 'Refunded',
    voided: 'Voided',
    disputed: 'Disputed',
  },
  paymentMethods: { card: 'Card', invoice: 'Invoice', cash_on_delivery: 'Cash on delivery' },
  fulfillmentStates: {
    open: 'To pick',
    picking: 'Being picked',
    packed: 'Packed',
    shipping: 'Label is bought',
    shipped: 'On the way',
    delivered: 'Delivered',
    on_hold: 'On hold',
    cancelled: 'Given up',
  },
  parcelStates: {
    label_purchased: 'Label bought',
    in_transit: 'On the way',
    out_for_delivery: 'Out for delivery',
    delivered: 'Delivered',
    exception: 'Trouble on the way',
  },
  route: {
    label: 'Progress',
    ports: {
      placed: 'Placed',
      paid: 'Paid',
      invoiced: 'Invoiced',
      packed: 'Packed',
      on_the_way: 'On the way',
      delivered: 'Delivered',
      cancelled: 'Cancelled',
    },
    standings: { done: 'done', next: 'now', later: 'ahead' },
  },
  order: {
    owners: { guest: 'Guest', customer: 'Customer' },
    pieces: (articles: number, pieces: number) =>
      `${many(articles, 'article', 'articles')}, ${many(pieces, 'piece', 'pieces')}`,
    before: 'Previous order (K)',
    after: 'Next order (J)',
    articles: 'Articles',
    article: 'Article',
    price: 'Price',
    piecesHead: 'Pieces',
    sent: 'Sent',
    of: (some: number, all: number) => `${some} of ${all}`,
    refundedOf: (count: number) => `${count} refunded`,
    cancelledOf: (count: number) => `${count} not sent`,
    discount: 'Discount',
    deliveryOf: (name: string) => `Delivery, ${name}`,
    ofIt: (tax: string) => `of it ${tax}`,
    refunded: 'Refunded so far',
    email: 'E-mail',
    phone: 'Phone',
    deliverTo: 'Deliver to',
    invoiceTo: 'Invoice to',
    sameAddress: 'the same address',
    ordersOf: (count: number) => many(count, 'order in all', 'orders in all'),
    payments: 'Payments',
    sandbox: 'sandbox',
    taken: (amount: string) => `${amount} taken`,
    givenBack: (amount: string) => `${amount} given back`,
    refundStates: {
      pending: 'Refund under way',
      refunded: 'Refund',
      failed: 'Refund failed',
    },
    documents: 'Documents',
    documentKinds: {
      invoice: 'Invoice',
      credit_note: 'Credit note',
      credit_note_cancellation: 'Cancelled credit note',
    },
  },
  parcels: {
    title: (at: number, of: number) => `Parcel ${at} of ${of}`,
    weight: 'Weight',
    held: (reason: string) => `On hold: ${reason}`,
  },
  board: {
    pickList: 'Pick list',
    slip: 'Packing slip',
    slips: (count: number) => `Print ${many(count, 'packing slip', 'packing slips')}`,
    slipsOf: (column: string) => `Print the packing slips: ${column}`,
    pieces: (count: number) => many(count, 'piece', 'pieces'),
    promised: (days: string) => `promised for ${days}`,
    toOrder: 'The whole order',
    more: (count: number) =>
      `There are more: these are the ${count} that have waited longest, and one that was promised sooner may be missing.`,
    empty: {
      open: 'Nothing waits to be picked.',
      picking: 'Nobody is picking.',
      packed: 'Nothing waits for a label.',
      on_hold: 'Nothing is laid aside.',
    },
    steps: { begin: 'Start picking', ship: 'Buy the label and ship', resume: 'Go on with it' },
  },
  picking: {
    label: 'Picking',
    scan: 'Scan or type the SKU',
    wrong: (scanned: string, expected?: string) =>
      `${scanned} is not in this parcel. ${expected ? `Expected: ${expected}.` : 'Put it back.'}`,
    tooMany: (scanned: string) => `All pieces of ${scanned} are there already. Put this one back.`,
    one: 'One more without scanning',
    without: 'Pack without the rest',
    all: 'All pieces are there.',
    some: 'Everything is picked but what was not on the shelf.',
    missing: 'Not on the shelf',
    pack: 'Pack',
    nothing: 'No piece is counted yet: nothing can be packed.',
  },
  ledger,
  log: {
    title: 'Log',
    note: 'Note for the team',
    add: 'Add note',
    /** The API's own sentences are English, and say more than a word for the kind could. */
    codes: {} as Readonly<Record<string, string>>,
    actors: {
      system: 'by itself',
      guest: 'Guest',
      customer: 'Customer',
      staff: 'Staff',
      api_key: 'API key',
    } as Readonly<Record<string, string>>,
  },
  refund,
  cancel,
};

export type ShellWords = Widened<typeof en>;
export type PageWords = Widened<typeof ofPages>;
export type Words = ShellWords & PageWords;
type Widened<Said> = Said extends (...given: infer Given) => string
  ? (...given: Given) => string
  : Said extends string
    ? string
    : { readonly [Name in keyof Said]: Widened<Said[Name]> };
