/** What the pages around an account say. */
export interface AccountWords {
  readonly account: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly hello: (name: string) => string;
  readonly sections: Readonly<
    Record<
      | 'orders'
      | 'tickets'
      | 'addresses'
      | 'lists'
      | 'preferences'
      | 'security'
      | 'devices'
      | 'watches',
      string
    >
  >;
  /** What was just done, by the word in the address. */
  readonly done: Readonly<Record<string, string>>;
  readonly email: string;
  readonly name: string;
  readonly optional: string;
  readonly password: string;
  readonly newPassword: string;
  readonly newPasswordWhat: string;
  readonly save: string;
  readonly cancel: string;
  readonly wrong: {
    readonly look: string;
    readonly email: string;
    readonly missing: string;
    readonly name: string;
    readonly phone: string;
    readonly passwordShort: string;
    readonly passwordLong: string;
    readonly passwordCommon: string;
    readonly currentPassword: string;
    readonly code: string;
    readonly credentials: string;
    readonly tooMany: (minutes: string) => string;
    readonly busy: string;
    readonly refused: string;
    readonly staff: string;
    readonly emailUnchanged: string;
    readonly notTaken: string;
  };
  readonly entering: {
    readonly title: string;
    readonly what: string;
    readonly forgotten: string;
    readonly newHere: string;
    readonly newHereWhat: readonly string[];
    readonly make: string;
    readonly guest: string;
  };
  readonly registering: {
    readonly title: string;
    readonly what: string;
    readonly make: string;
    readonly have: string;
    readonly sent: string;
    readonly sentWhat: (email: string) => string;
    readonly notThere: string;
    readonly again: string;
    readonly press: string;
    readonly pressWhat: string;
  };
  readonly verifying: {
    readonly title: string;
    readonly what: string;
    readonly begin: string;
    readonly over: string;
    readonly overWhat: string;
  };
  readonly forgetting: {
    readonly title: string;
    readonly what: string;
    readonly send: string;
    readonly sent: string;
    readonly sentWhat: (email: string) => string;
  };
  readonly resetting: {
    readonly title: string;
    readonly what: string;
    readonly save: string;
    readonly over: string;
    readonly overWhat: string;
  };
  readonly orders: {
    readonly none: string;
    readonly noneWhat: string;
    readonly look: string;
    readonly placedOn: (date: string) => string;
    readonly see: (number: string) => string;
    readonly older: string;
    readonly all: string;
    readonly title: (number: string) => string;
    readonly items: string;
    readonly given: string;
    readonly history: string;
    /** By the codes of a timeline. */
    readonly happened: Readonly<Record<string, string>>;
    readonly parcels: string;
    readonly parcelStates: Readonly<Record<string, string>>;
    readonly tracking: string;
    readonly expected: (date: string) => string;
    readonly papers: string;
    readonly noPapers: string;
    readonly papersLater: string;
    readonly kinds: Readonly<Record<string, string>>;
    readonly deliverTo: string;
    readonly billTo: string;
    readonly paidBy: string;
    readonly methods: Readonly<Record<string, string>>;
    readonly cancelTitle: string;
    readonly cancelWhat: string;
    readonly cancel: string;
    readonly cancelRefused: string;
    readonly being: string;
    readonly beingWhat: string;
  };
  readonly tickets: Readonly<
    Record<
      | 'none'
      | 'noneWhat'
      | 'write'
      | 'what'
      | 'subject'
      | 'message'
      | 'send'
      | 'questions'
      | 'help'
      | 'earlier'
      | 'you'
      | 'answer'
      | 'settle'
      | 'settleWhat'
      | 'closed'
      | 'full'
      | 'tooMany'
      | 'older'
      | 'all',
      string
    >
  > & {
    readonly states: Readonly<Record<'open' | 'pending' | 'solved' | 'closed', string>>;
    readonly helpWith: (number: string) => string;
    readonly changed: (moment: string) => string;
  };
  readonly addresses: {
    readonly none: string;
    readonly noneWhat: string;
    readonly add: string;
    readonly edit: string;
    readonly editOf: (name: string) => string;
    readonly remove: string;
    readonly removeOf: (name: string) => string;
    readonly isShipping: string;
    readonly isBilling: string;
    readonly forShipping: string;
    readonly forBilling: string;
    readonly full: string;
  };
  readonly preferences: {
    readonly phone: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly language: string;
    readonly languageWhat: string;
    readonly news: string;
    readonly newsEmail: string;
    readonly newsWhat: string;
  };
  readonly security: {
    readonly emailTitle: string;
    readonly passwordTitle: string;
    readonly currentPassword: string;
    readonly change: string;
    readonly changeWhat: string;
  };
  readonly emailChange: {
    readonly title: string;
    readonly manage: string;
    readonly present: (email: string) => string;
    readonly address: string;
    readonly addressWhat: string;
    readonly send: string;
    readonly sent: string;
    readonly sentWhat: (email: string) => string;
    /** @param until a moment */
    readonly open: (email: string, until: string) => string;
    readonly keep: string;
    readonly confirmTitle: string;
    readonly confirmWhat: string;
    readonly confirm: string;
    readonly overWhat: string;
  };
  readonly factor: {
    readonly title: string;
    readonly what: string;
    readonly manage: string;
    readonly begin: string;
    readonly active: (moment: string) => string;
    readonly left: (codes: number) => string;
    readonly changeWhat: string;
    readonly renew: string;
    readonly remove: string;
    readonly setUpTitle: string;
    readonly scan: string;
    readonly qr: string;
    readonly typed: string;
    readonly here: string;
    readonly confirm: string;
    readonly code: string;
    readonly codeWhat: string;
    readonly codesTitle: string;
    readonly codesWhat: string;
    readonly codesKept: string;
    readonly stepTitle: string;
    readonly stepWhat: string;
    readonly anew: string;
    readonly lost: string;
    readonly lostWhat: string;
  };
  readonly passkeys: Readonly<
    Record<
      | 'title'
      | 'what'
      | 'manage'
      | 'none'
      | 'add'
      | 'unused'
      | 'synced'
      | 'name'
      | 'nameWhat'
      | 'rename'
      | 'save'
      | 'remove'
      | 'newTitle'
      | 'newWhat'
      | 'make'
      | 'use'
      | 'needsScript'
      | 'notHere'
      | 'failed'
      | 'known',
      string
    >
  > & {
    readonly made: (moment: string) => string;
    readonly used: (moment: string) => string;
    readonly elsewhere: (host: string) => string;
    readonly removeOf: (name: string) => string;
    readonly refused: Readonly<
      Record<
        | 'passkey_invalid'
        | 'passkey_unknown'
        | 'passkey_known'
        | 'passkey_limit_reached'
        | 'passkey_not_found'
        | 'passkeys_unavailable',
        string
      >
    >;
  };
  readonly again: Readonly<Record<'title' | 'what' | 'show', string>>;
  readonly watching: Readonly<
    Record<
      | 'title'
      | 'once'
      | 'tell'
      | 'sent'
      | 'noted'
      | 'notedWhat'
      | 'tooMany'
      | 'confirm'
      | 'end'
      | 'ended'
      | 'endedWhat'
      | 'told'
      | 'over'
      | 'overWhat'
      | 'none'
      | 'what',
      string
    >
  > & {
    readonly sentWhat: (email: string) => string;
    readonly confirmWhat: (name: string) => string;
    readonly toldWhat: (name: string) => string;
    readonly until: (moment: string) => string;
    readonly endOf: (name: string) => string;
  };
  readonly devices: {
    readonly what: string;
    readonly here: string;
    readonly since: (moment: string) => string;
    readonly last: (moment: string) => string;
    readonly end: string;
    readonly endOf: (device: string) => string;
    readonly endOthers: string;
    readonly unknown: string;
    readonly on: (browser: string, system: string) => string;
  };
}
