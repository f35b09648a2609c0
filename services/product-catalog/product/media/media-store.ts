import { productLimits as limits } from '#contracts/product/limits.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Database } from '#platform/data/database.ts';
import type { Transaction } from '#platform/data/transaction.ts';

export interface StoredPart {
  /** Of the whole. */
  readonly bytes: number;
  readonly part: Buffer;
}

/** Where bytes of pictures lie, each under its picture's hash and the name that its address ends with. */
export interface MediaStore {
  /** In the transaction that writes of what it is; what is there already stays. */
  keep(tx: Transaction, sha256: string, name: string, bytes: Buffer): Promise<void>;
  /** `mediaPartBytes` from there on, or what is left. */
  readPart(sha256: string, name: string, offset: number): Promise<StoredPart | undefined>;
  read(sha256: string, name: string): Promise<Buffer | undefined>;
}

/** In the database of the catalog, so that one backup has all of a shop, and replicas share what is made. */
export class DatabaseStore implements MediaStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async keep(tx: Transaction, sha256: string, name: string, bytes: Buffer): Promise<void> {
    await tx.query(sql`
      insert into media_body (sha256, name, body)
      select o.sha256, ${name}, ${bytes}::bytea from media_object o where o.sha256 = ${sha256}
      on conflict do nothing`);
  }

  readPart(sha256: string, name: string, offset: number): Promise<StoredPart | undefined> {
    return this.database.first<StoredPart>(sql`
      select length(body) as bytes, substring(body from ${offset + 1}::int for ${limits.mediaPartBytes}::int) as part
      from media_body where sha256 = ${sha256} and name = ${name}`);
  }

  async read(sha256: string, name: string): Promise<Buffer | undefined> {
    const found = await this.database.first<{ body: Buffer }>(
      sql`select body from media_body where sha256 = ${sha256} and name = ${name}`,
    );
    return found?.body;
  }
}
