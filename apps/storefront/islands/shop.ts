import { chooseInPlace } from './choose.ts';
import { quantitySteps } from './quantity.ts';
import { sendsItself } from './sends-itself.ts';
import { suggest } from './suggest.ts';

// Every page works without this; with it, fewer of them are loaded whole.
quantitySteps();
sendsItself();
chooseInPlace();
suggest();
