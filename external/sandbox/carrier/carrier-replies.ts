import type { FastifyReply } from 'fastify';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import { sendRefusal } from '../wire/described-requests.ts';
import type { Shape } from '../wire/wire-shape.ts';
import { shipEngineDialect, shipEngineError } from './carrier-refusals.ts';

export interface ById {
  Params: { id: string };
  Querystring: Record<string, string | undefined>;
}

export const taking = (operation: string, body: Shape) => ({
  config: { system: 'carrier' as const, operation, wants: { dialect: shipEngineDialect, body } },
});
export const asking = (operation: string, query: Shape) => ({
  config: { system: 'carrier' as const, operation, wants: { dialect: shipEngineDialect, query } },
});

export function refuse(
  reply: FastifyReply,
  status: number,
  error_code: string,
  message: string,
): FastifyReply {
  return sendRefusal(reply, shipEngineError(status, error_code, message));
}

export function refuseUnknown(reply: FastifyReply, id: string): FastifyReply {
  return refuse(reply, 404, 'invalid_identifier', `There is no '${id}'.`);
}

export function unknownCarrier(ids: readonly string[]): string | undefined {
  const known: readonly string[] = sandboxDefaults.carrierIds;
  const unknown = ids.find((id) => !known.includes(id));
  return unknown === undefined ? undefined : `There is no carrier '${unknown}'`;
}
