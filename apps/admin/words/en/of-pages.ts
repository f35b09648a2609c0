import { account } from './set-up/account.ts';
import { audit } from './audit/audit.ts';
import { bulk } from './in-bulk/bulk.ts';
import { content } from './written/content.ts';
import { customers } from './customers.ts';
import { imports } from './in-bulk/imports.ts';
import { messages } from './messages.ts';
import { orderBulk } from './in-bulk/order-bulk.ts';
import { picture } from './picture.ts';
import { products } from './products.ts';
import { review } from './giving-back/payment-review.ts';
import { runs } from './in-bulk/runs.ts';
import { settings } from './set-up/settings.ts';
import { shelves } from './written/shelves.ts';
import { staff } from './set-up/staff.ts';
import { stock } from './stock.ts';
import { templates } from './written/templates.ts';
import { tickets } from './tickets.ts';

/** What the pages say in English, each of them alone: whoever opens none of them need not wait for it. */
export const ofPages = {
  account,
  audit,
  bulk,
  content,
  customers,
  imports,
  messages,
  orderBulk,
  picture,
  products,
  review,
  runs,
  settings,
  shelves,
  staff,
  stock,
  templates,
  tickets,
};
