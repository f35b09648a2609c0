import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { exportPart } from '../every-service/exports.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { attributeFailures } from '../attributes.ts';
import { fieldPromises } from '../fields.ts';
import {
  addressEntry,
  consentEntry,
  consentPurpose,
  customerAddress,
  customerDetail,
  customerGroup,
  customerNote,
  customerProfile,
  customerSummary,
  profileChange,
} from './shapes.ts';
import { exemptionEvents, exemptionPromises } from './tax-exemptions.ts';
import { notificationPromises } from '../notification/index.ts';
import {
  codeText,
  email,
  id,
  page,
  pageFailures,
  pageOf,
  sortBy,
  text,
  updatedSince,
} from '../shapes.ts';
import { cannedAnswerPromises } from '../support/canned-answers.ts';
import { ticketPromises } from '../support/ticket-shapes.ts';
import { watchPromises } from './watches.ts';

const ofOwner = { access: 'owner', staff: 'customers:read' } as const;
const byOwner = { access: 'owner', staff: 'customers:write' } as const;
const reading = { access: 'customers:read' } as const;
const writing = { access: 'customers:write', idempotency: 'natural' } as const;

const customerList = page.extend({
  search: text(120).optional(),
  joinedBy: z.array(id).max(100).optional().meta({
    description: 'Whom `search` finds besides: accounts that an order of this number has joined',
  }),
  groupCode: z.string().max(40).optional(),
  email: email.optional(),
  channel: z.string().max(63).optional(),
  updatedSince,
  sort: sortBy('created', 'updated').optional().meta({
    description: '`created_descending` unless told, `updated_ascending` with `updatedSince`',
  }),
});

const whose = z.strictObject({
  customerId: id
    .optional()
    .meta({ description: 'Staff name whose; others are asked as themselves' }),
});
const customerId = z.strictObject({ customerId: id });
const groupCode = z.strictObject({ code: z.string().regex(/^[a-z0-9-]{1,40}$/) });
const notFound = { customer_not_found: failure('not_found') };
const groupNotFound = { group_not_found: failure('not_found') };
const addressNotFound = { ...notFound, address_not_found: failure('not_found') };
const version = { version_conflict: failure('conflict', z.strictObject({ version: z.int() })) };
const problem = z.strictObject({ code: z.string(), message: z.string(), field: z.string() });
const addressInvalid = {
  address_invalid: failure('invalid', z.strictObject({ problems: z.array(problem) })),
};
const addresses = pageOf(customerAddress);

/** Profiles, addresses, groups, consent; tickets, preferences and templates are reached through it. */
export const customer = defineContract({
  service: 'customer',
  operations: {
    ...promisesOfOrders,
    ...fieldPromises,
    getProfile: query({ ...ofOwner, input: whose, output: customerProfile, failures: notFound }),
    /** Sets what is given. */
    updateProfile: command({
      scope: 'thing',
      ...byOwner,
      idempotency: 'natural',
      input: whose.extend({ ...profileChange.shape, expectedVersion: z.int().optional() }),
      output: customerProfile,
      failures: {
        ...notFound,
        ...version,
        ...attributeFailures,
        phone_invalid: failure('invalid'),
      },
    }),

    listAddresses: query({ ...ofOwner, input: whose, output: addresses, failures: notFound }),
    addAddress: command({
      version: 2,
      scope: 'thing',
      ...byOwner,
      idempotency: 'key',
      input: whose.extend(addressEntry.shape),
      output: customerAddress,
      failures: { ...notFound, ...addressInvalid, too_many_addresses: failure('conflict') },
    }),
    replaceAddress: command({
      version: 2,
      scope: 'thing',
      ...byOwner,
      idempotency: 'natural',
      input: whose.extend({ addressId: id, ...addressEntry.shape }),
      output: customerAddress,
      failures: { ...addressNotFound, ...addressInvalid },
    }),
    removeAddress: command({
      scope: 'thing',
      ...byOwner,
      idempotency: 'natural',
      input: whose.extend({ addressId: id }),
      output: z.strictObject({}),
      failures: { ...notFound, address_not_found: failure('not_found') },
    }),

    /** Newest first; the newest of a purpose counts. */
    listConsents: query({
      ...ofOwner,
      input: whose,
      output: pageOf(consentEntry),
      failures: notFound,
    }),
    /** Adds to the ledger of consents; saying again what counts already adds nothing. */
    recordConsent: command({
      scope: 'thing',
      ...byOwner,
      idempotency: 'natural',
      input: whose.extend({
        purpose: consentPurpose,
        granted: z.boolean(),
        textVersion: codeText(40).meta({ examples: ['2026-01'] }),
        source: codeText(60).optional().meta({ description: 'Staff say where it was given' }),
      }),
      output: customerProfile,
      failures: notFound,
    }),

    /** `search` is the beginning of an e-mail address, beginnings of words of a name, or an order number. */
    listCustomers: query({
      ...reading,
      input: customerList,
      output: pageOf(customerSummary),
      failures: pageFailures,
    }),
    /** The customers of a list as CSV, the first who came first; that it begins is audited. */
    exportCustomers: query({
      ...reading,
      input: customerList.omit({ limit: true, sort: true, updatedSince: true }),
      output: exportPart,
      failures: pageFailures,
    }),
    getCustomer: query({
      ...reading,
      input: customerId,
      output: customerDetail,
      failures: notFound,
    }),
    addCustomerNote: command({
      scope: 'thing',
      access: 'customers:write',
      idempotency: 'key',
      input: customerId.extend({ note: text(4_000) }),
      output: customerNote,
      failures: notFound,
    }),
    /** Newest first. */
    listCustomerNotes: query({
      ...reading,
      input: page.extend(customerId.shape),
      output: pageOf(customerNote),
      failures: { ...notFound, ...pageFailures },
    }),
    listGroups: query({
      ...reading,
      input: z.strictObject({}),
      output: pageOf(customerGroup),
    }),
    /** Adds a group under a new code, or renames the one that has the code. */
    putGroup: command({
      scope: 'all',
      ...writing,
      input: groupCode.extend({ name: text(120) }),
      output: customerGroup,
    }),
    removeGroup: command({
      scope: 'all',
      ...writing,
      input: groupCode.extend({
        members: z
          .enum(['keep', 'remove'])
          .optional()
          .meta({ description: '`remove`: also one that customers are in, who leave it' }),
      }),
      output: z.strictObject({}),
      failures: {
        ...groupNotFound,
        group_in_use: failure('conflict', z.strictObject({ members: z.int() })),
      },
    }),
    /** Puts a customer into a group, or takes them out. */
    setGroupMember: command({
      scope: 'thing',
      ...writing,
      input: groupCode.extend({ ...customerId.shape, member: z.boolean() }),
      output: customerGroup,
      failures: {
        ...notFound,
        ...groupNotFound,
        /** Only of who is taken out. */
        group_member_not_found: failure('not_found'),
      },
    }),

    ...exemptionPromises,
    ...watchPromises,
    ...ticketPromises,
    ...cannedAnswerPromises,
    ...notificationPromises,
  },
  events: {
    'customer.contact_changed': {
      version: 1,
      data: z.strictObject({
        customerId: id,
        email: z.string(),
        phone: z.string().nullable(),
        /** To marketing by e-mail. */
        marketingConsent: z.boolean(),
        /** To marketing by SMS. */
        marketingSmsConsent: z.boolean().optional(),
      }),
    },
    ...exemptionEvents,
    /** The groups that a customer is in now, by code. */
    'customer.groups_changed': {
      version: 1,
      data: z.strictObject({ customerId: id, groupCodes: z.array(z.string()) }),
    },
  },
});
