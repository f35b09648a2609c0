const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** What is said on the page of today, in English. */
export const today = {
  title: 'Today',
  figures: {
    label: 'What was sold',
    sales: 'Sales',
    orders: 'Orders',
    average: 'Average order',
    refunded: 'Given back',
    byNow: (value: string) => `${value} yesterday by now`,
    whole: (value: string) => `${value} yesterday`,
    noAverage: 'none',
    none: 'Nothing was ordered today or yesterday.',
    in: (channel: string, currency: string) => `${channel}, ${currency}`,
  },
  curve: {
    title: 'Sales through the day',
    today: 'Today',
    yesterday: 'Yesterday',
    label: (today: string, yesterday: string) =>
      `Sales through the day: ${today} so far today, ${yesterday} all of yesterday. The table below has the hours.`,
    at: (hour: string) => `Until the end of the hour from ${hour}`,
    table: 'Hour by hour as a table',
    hour: 'Hour from',
    ordersToday: 'Orders today',
    salesToday: 'Sales today',
    ordersYesterday: 'Orders yesterday',
    salesYesterday: 'Sales yesterday',
  },
  waiting: {
    title: 'What waits',
    nothing: 'Nothing waits for you.',
    due: (when: string) => `by ${when}`,
    overdue: (when: string) => `was due ${when}`,
    from: (place: string) => `from ${place}`,
    unanswered: 'A part of the shop does not answer: what waits there is not told here.',
    kinds: {
      to_pick: (count: number) => many(count, 'parcel to pick', 'parcels to pick'),
      payments_in_review: (count: number) =>
        many(count, 'payment is held for review', 'payments are held for review'),
      low_stock: (count: number) =>
        many(count, 'article is low in stock', 'articles are low in stock'),
      tickets_open: (count: number) => many(count, 'ticket to answer', 'tickets to answer'),
      withdrawals_open: (count: number) =>
        many(count, 'withdrawal to deal with', 'withdrawals to deal with'),
      stuck_stories: (count: number) =>
        many(count, 'piece of work is stuck', 'pieces of work are stuck'),
      dead_letters: (count: number) =>
        many(
          count,
          'message between services was not taken',
          'messages between services were not taken',
        ),
    } as Readonly<Record<string, (count: number) => string>>,
    /** Of a kind that is newer than this page. */
    other: (kind: string, count: number) => `${count} × ${kind}`,
  },
  missing: {
    title: 'Still missing to sell',
    left: (count: number, all: number) => `${all - count} of ${all} done`,
    standing: { done: 'done', open: 'missing' },
    lacks: (what: string) => `Missing: ${what}.`,
    unanswered: 'A part of the shop does not answer: what is missing there is not told here.',
    after: (count: number) =>
      `${many(count, 'thing is', 'things are')} still missing of what a shop needs`,
    kinds: {
      company_data: {
        title: 'Who sells',
        what: 'Invoices and mails name your company. Give it to the channel, or set KONTOR_SHOP_NAME and what follows it.',
      },
      tax_data: {
        title: 'Tax number',
        what: 'Invoices carry it. Give it with the company, or set KONTOR_SHOP_TAX_ID.',
      },
      legal_texts: {
        title: 'Legal texts',
        what: 'Write and publish them in each language of the shop; samples of the demo store do not count.',
      },
      tax_rates: {
        title: 'Tax rates',
        what: 'Set a rate, or nobody there can buy these products.',
      },
      payment_keys: {
        title: 'Payments',
        what: 'Set the keys of your payment provider: STRIPE_SECRET_KEY and what belongs to it. Until then nobody is charged.',
      },
      delivery: {
        title: 'Delivery',
        what: 'Say where you deliver to and what it costs.',
      },
      mail_sender: {
        title: 'Sender of mails',
        what: 'Set SMTP_URL, and the address in KONTOR_SHOP_EMAIL or with the company. Until then no mail leaves the shop.',
      },
      test_mail: {
        title: 'A test mail',
        what: 'Order something yourself and see whether the confirmation arrives.',
      },
      product: {
        title: 'A product of your own',
        what: 'Make one or import a file, and publish it.',
      },
      demo_store_removed: {
        title: 'The demo store',
        what: 'Take it out: npx kontor demo remove.',
      },
    } as Readonly<Record<string, { readonly title: string; readonly what: string }>>,
    parts: {
      name: 'name',
      legalName: 'legal name',
      street: 'address',
      email: 'e-mail address',
      taxId: 'tax number',
      imprint: 'imprint',
      terms: 'terms',
      privacy: 'privacy',
      withdrawal: 'withdrawal',
      address: 'an address of your own',
      provider: 'a provider',
      zone: 'a zone',
      method: 'a way to choose',
    } as Readonly<Record<string, string>>,
  },
};

/** What the page of stuck work says. */
export const stuck = {
  title: 'Stuck work',
  shown: (count: number, isMore: boolean) =>
    isMore
      ? `The first ${count}; more come as you go on`
      : `${count} ${count === 1 ? 'piece of work' : 'pieces of work'}`,
  none: 'Nothing is stuck',
  noneWhat: 'What the shop cannot do by itself appears here, with the reason.',
  unanswered: (services: string) =>
    `These do not answer, and what is stuck there is not told here: ${services}.`,
  what: 'What',
  kind: 'Kind',
  kinds: {
    story: 'Tried in vain or held',
    dead_letter: 'News that was not taken',
  } as Readonly<Record<string, string>>,
  where: 'Where',
  reason: 'Reason',
  since: 'Since',
  id: 'Number',
  about: 'Of which thing',
  attempts: 'Attempts',
  next: 'Next attempt',
  noNext: 'none by itself',
  storyWhat:
    'It goes on by itself once what it waits for is mended; what is held waits for a decision.',
  letterWhat: 'Mend the reason first. What was done already is not done twice.',
  replay: 'Deliver it again',
  replayAll: 'All of its kind',
  replayed: (count: number) =>
    count === 1
      ? 'It is being delivered again: within ten seconds it is taken, or here again with its reason.'
      : `${count} are being delivered again: within ten seconds they are taken, or here again with their reasons.`,
};
