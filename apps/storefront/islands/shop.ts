import { cartDrawer } from './cart-drawer.ts';
import { chooseInPlace } from './choose.ts';
import { followOldLinks } from './old-links.ts';
import { passkeys } from './passkey.ts';
import { quantitySteps } from './quantity.ts';
import { sendsItself } from './sends-itself.ts';
import { suggest } from './suggest.ts';
import { wishes } from './wish.ts';

// Every page works without this; with it, fewer of them are loaded whole.
followOldLinks();
quantitySteps();
sendsItself();
chooseInPlace();
cartDrawer();
suggest();
wishes();
passkeys();
