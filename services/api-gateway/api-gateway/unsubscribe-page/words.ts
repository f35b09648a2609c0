/** What the page says on which mails are stopped, in one language. */
interface Words {
  readonly title: string;
  /** Before the address that the mails go to. */
  readonly getting: string;
  readonly stop: string;
  readonly stopped: string;
  readonly orders: string;
  readonly again: string;
  readonly invalid: string;
  readonly invalidWhat: string;
  readonly later: string;
}

const words = {
  en: {
    title: 'Mails from us',
    getting: 'Our mails go to',
    stop: 'Stop these mails',
    stopped: 'No more of these mails will come to',
    orders: 'Mails about your orders and your account are sent all the same.',
    again: 'Send them again',
    invalid: 'This link opens nothing',
    invalidWhat: 'It is not whole, or it is none of ours. Copy all of it from the mail.',
    later: 'This does not work just now. Try again in a few minutes.',
  },
  de: {
    title: 'E-Mails von uns',
    getting: 'Unsere E-Mails gehen an',
    stop: 'Diese E-Mails abbestellen',
    stopped: 'Solche E-Mails kommen nicht mehr an',
    orders: 'E-Mails zu Ihren Bestellungen und Ihrem Konto werden weiterhin gesendet.',
    again: 'Wieder zusenden',
    invalid: 'Dieser Link öffnet nichts',
    invalidWhat:
      'Er ist nicht vollständig oder nicht von uns. Kopieren Sie ihn ganz aus der E-Mail.',
    later: 'Das geht gerade nicht. Versuchen Sie es in einigen Minuten noch einmal.',
  },
  es: {
    title: 'Nuestros correos',
    getting: 'Nuestros correos se envían a',
    stop: 'No recibir más estos correos',
    stopped: 'Ya no se enviarán estos correos a',
    orders: 'Los correos sobre sus pedidos y su cuenta se siguen enviando.',
    again: 'Volver a recibirlos',
    invalid: 'Este enlace no abre nada',
    invalidWhat: 'No está completo o no es nuestro. Cópielo entero del correo.',
    later: 'Ahora mismo no funciona. Inténtelo de nuevo en unos minutos.',
  },
  fr: {
    title: 'Nos e-mails',
    getting: 'Nos e-mails sont envoyés à',
    stop: 'Ne plus recevoir ces e-mails',
    stopped: 'Ces e-mails ne seront plus envoyés à',
    orders: 'Les e-mails concernant vos commandes et votre compte sont toujours envoyés.',
    again: 'Les recevoir à nouveau',
    invalid: 'Ce lien n’ouvre rien',
    invalidWhat: 'Il est incomplet ou ne vient pas de nous. Copiez-le en entier depuis l’e-mail.',
    later: 'Cela ne fonctionne pas pour le moment. Réessayez dans quelques minutes.',
  },
  it: {
    title: 'Le nostre e-mail',
    getting: 'Le nostre e-mail arrivano a',
    stop: 'Non ricevere più queste e-mail',
    stopped: 'Queste e-mail non arriveranno più a',
    orders: 'Le e-mail sugli ordini e sull’account vengono inviate comunque.',
    again: 'Riceverle di nuovo',
    invalid: 'Questo link non apre nulla',
    invalidWhat: 'Non è completo o non è nostro. Copialo per intero dall’e-mail.',
    later: 'Al momento non funziona. Riprova tra qualche minuto.',
  },
  nl: {
    title: 'Mails van ons',
    getting: 'Onze mails gaan naar',
    stop: 'Deze mails niet meer ontvangen',
    stopped: 'Zulke mails komen niet meer aan op',
    orders: 'Mails over uw bestellingen en uw account worden wel verzonden.',
    again: 'Weer ontvangen',
    invalid: 'Deze link opent niets',
    invalidWhat: 'Hij is niet volledig of niet van ons. Kopieer hem helemaal uit de mail.',
    later: 'Dit werkt nu even niet. Probeer het over een paar minuten opnieuw.',
  },
  pl: {
    title: 'Nasze wiadomości',
    getting: 'Wysyłamy wiadomości na adres',
    stop: 'Nie wysyłajcie takich wiadomości',
    stopped: 'Takie wiadomości nie będą już wysyłane na adres',
    orders: 'Wiadomości o zamówieniach i koncie będą nadal wysyłane.',
    again: 'Wysyłajcie je znowu',
    invalid: 'Ten link niczego nie otwiera',
    invalidWhat: 'Nie jest pełny albo nie pochodzi od nas. Skopiuj go w całości z wiadomości.',
    later: 'To teraz nie działa. Spróbuj ponownie za kilka minut.',
  },
} as const satisfies Readonly<Record<string, Words>>;

export const unsubscribeWordsIn = { defaultLocale: 'en', locales: Object.keys(words) };

export function unsubscribeWords(locale: string): { language: string; words: Words } {
  const language = locale.split('-', 1)[0]!;
  if (!Object.hasOwn(words, language)) return { language: 'en', words: words.en };
  return { language, words: words[language as keyof typeof words] };
}
