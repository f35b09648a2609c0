import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core';

/** A page of the shop in a browser of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** From a product to the page of its checkout. */
export async function toCheckout(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('button', { name: 'To checkout' }).click();
}

/** With an address that is delivered to, of which the shop knows nothing yet. */
export async function toPayment(page: Page, email: string): Promise<void> {
  await toCheckout(page);
  await page.locator('#email').fill(email);
  await page.locator('#name').fill('Ada Sievers');
  await page.locator('#street').fill('Alter Wandrahm 8');
  await page.locator('#postalCode').fill('20457');
  await page.locator('#city').fill('Hamburg');
  await page.getByRole('button', { name: 'Go on to delivery and payment' }).click();
  await orderButton(page).waitFor();
}

export const orderButton = (page: Page) =>
  page.getByRole('button', { name: 'Order with obligation to pay' });

export const thanks = (page: Page) =>
  page.getByRole('heading', { name: 'Thank you for your order' });

/** The provider's fields, in their frame. */
export const cardFrame = (page: Page): FrameLocator => page.frameLocator('#card-frame iframe');

/** Into the frame of the checkout, or the fields of the provider's own page. */
export async function typeCard(place: Page | FrameLocator, number: string): Promise<void> {
  await place.getByLabel('Card number').fill(number);
  await place.getByLabel('Expiration').fill('12 / 30');
  await place.getByLabel('Security code').fill('123');
}

/** With the frame, once its fields are ready to be sent. */
export async function typeCardInFrame(page: Page, number: string): Promise<void> {
  await page.locator('[data-card-form][data-shown]').waitFor();
  await typeCard(cardFrame(page), number);
}

/** Without JavaScript: leads to the provider's page by itself, or by its link where a browser does not. */
export async function orderElsewhere(page: Page): Promise<void> {
  await orderButton(page).click();
  await page.waitForURL(/\/c\/pay\//);
}

export async function payElsewhere(page: Page, number: string): Promise<void> {
  await typeCard(page, number);
  await page.getByRole('button', { name: 'Pay' }).click();
}
