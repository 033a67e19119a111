// The short-lived things of oidc-provider that have no table of their own (interactions, authorization codes, opaque access tokens), by
// kind and by the hash of their id. What hangs on a grant is read together with it and its user, and is gone when the grant is.
import { sql } from 'kysely'
import { ACCOUNT, type Account, type AccountRow, accountOf } from './accounts.ts'
import { PREPARED } from './database.ts'
import { GRANT, type Grant, type GrantRow, grantOf, outlivesItsSession } from './grants.ts'
import type { JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

export type Artefact = { payload: JsonObject; consumed_at: Date | null }
export type NewArtefact = {
  grant_id: string | null
  payload: JsonObject
  expires_at: Date
  user_code_hash?: string
  /** what has to be said again to whom it came from; sealed at rest */
  secret?: string
}
/** What came of a page of an interaction. */
export type InteractionAnswer = { id_hash: string; result: JsonObject }
/** One that waits for a user's word. */
export type PendingArtefact = { id_hash: string; payload: JsonObject; created_at: Date; expires_at: Date }

/** Keeps it with the interaction, if that is still there: what was ended meanwhile does not come back. */
export const answering = (tenant_id: string, { id_hash, result }: InteractionAnswer) => sql`
  update artefacts set payload = jsonb_set(payload, '{result}', ${JSON.stringify(result)})
  where tenant_id = ${tenant_id} and kind = 'Interaction' and id_hash = ${id_hash}`

export type NewCode = { id_hash: string; grant_id: string; payload: JsonObject; expires_at: Date }

/** To be followed by `from`: an authorization code is stored if that has a row. */
export const coding = (tenant_id: string, { id_hash, grant_id, payload, expires_at }: NewCode, now: Date) => sql`
  insert into artefacts (tenant_id, kind, id_hash, grant_id, payload, expires_at, created_at)
  select ${tenant_id}, 'AuthorizationCode', ${id_hash}, ${grant_id}, ${JSON.stringify(payload)}::jsonb,
    ${expires_at}::timestamptz, ${now}::timestamptz`

export function createArtefacts({ db, tenant: { tenant_id }, seal }: Scope) {
  const placeOf = (id_hash: string) => ({ tenant_id, table: 'artefacts', row: id_hash, column: 'secret' })

  const one = (kind: string, id_hash: string) =>
    db
      .selectFrom('artefacts')
      .select(['artefacts.payload', 'artefacts.consumed_at'])
      .where('artefacts.tenant_id', '=', tenant_id)
      .where('artefacts.kind', '=', kind)
      .where('artefacts.id_hash', '=', id_hash)

  function pending(kind: string, by: { id_hash?: string; user_id?: string; client_id?: string }, now: Date) {
    let query = db
      .selectFrom('artefacts')
      .where('tenant_id', '=', tenant_id)
      .where('kind', '=', kind)
      .where('grant_id', 'is', null)
      .where('consumed_at', 'is', null)
      .where('expires_at', '>', now)
      .where(sql<boolean>`not payload ? 'error'`)
    if (by.id_hash !== undefined) query = query.where('id_hash', '=', by.id_hash)
    if (by.user_id !== undefined) query = query.where(sql<string>`payload ->> 'accountId'`, '=', by.user_id)
    if (by.client_id !== undefined) query = query.where(sql<string>`payload ->> 'clientId'`, '=', by.client_id)
    return query
  }

  return {
    /** One that hangs on no grant, with the user whose sign-in came of it (an interaction), if one did. */
    async find(kind: string, id_hash: string): Promise<(Artefact & { account?: Account }) | undefined> {
      const row = await one(kind, id_hash)
        .where('artefacts.grant_id', 'is', null)
        .leftJoin('users', join =>
          join
            .onRef('users.tenant_id', '=', 'artefacts.tenant_id')
            .on(sql<boolean>`users.user_id = artefacts.payload #>> '{result,login,accountId}'`),
        )
        .select(ACCOUNT)
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      if (!row) return undefined
      const { payload, consumed_at } = row
      return row.account_user_id === null
        ? { payload, consumed_at }
        : { payload, consumed_at, account: accountOf(row as AccountRow) }
    },
    /** One that may hang on a grant (by now): not when that one is revoked. */
    async findLive(
      kind: string,
      by: { id_hash: string } | { user_code_hash: string },
    ): Promise<(Artefact & { id_hash: string; grant_id: string | null }) | undefined> {
      const [column, value] =
        'id_hash' in by ? (['id_hash', by.id_hash] as const) : (['user_code_hash', by.user_code_hash] as const)
      return db
        .selectFrom('artefacts')
        .leftJoin('grants', join =>
          join.onRef('grants.tenant_id', '=', 'artefacts.tenant_id').onRef('grants.id', '=', 'artefacts.grant_id'),
        )
        .select(['artefacts.payload', 'artefacts.consumed_at', 'artefacts.id_hash', 'artefacts.grant_id'])
        .where('artefacts.tenant_id', '=', tenant_id)
        .where('artefacts.kind', '=', kind)
        .where(`artefacts.${column}`, '=', value)
        .where('grants.revoked_at', 'is', null)
        .executeTakeFirst()
    },
    /** One that hangs on a grant that is not revoked, and whose session, if the grant ends with one, has not ended. */
    async findGranted(
      kind: string,
      id_hash: string,
      now: Date,
    ): Promise<(Artefact & { grant: Grant; account: Account }) | undefined> {
      const row = await one(kind, id_hash)
        .innerJoin('grants', join =>
          join
            .onRef('grants.tenant_id', '=', 'artefacts.tenant_id')
            .onRef('grants.id', '=', 'artefacts.grant_id')
            .on('grants.revoked_at', 'is', null),
        )
        .where(outlivesItsSession(now))
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'grants.tenant_id').onRef('users.user_id', '=', 'grants.user_id'),
        )
        .select(GRANT)
        .select(ACCOUNT)
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      if (!row) return undefined
      const { payload, consumed_at } = row
      return { payload, consumed_at, grant: grantOf(row as GrantRow), account: accountOf(row as AccountRow) }
    },
    /** Stored, or stored anew. */
    async save(kind: string, id_hash: string, artefact: NewArtefact, now: Date): Promise<void> {
      const { grant_id, expires_at, user_code_hash = null } = artefact
      const payload = JSON.stringify(artefact.payload)
      await db
        .insertInto('artefacts')
        .values({
          tenant_id,
          kind,
          id_hash,
          grant_id,
          payload,
          user_code_hash,
          consumed_at: null,
          expires_at,
          created_at: now,
        })
        .onConflict(conflict =>
          conflict.columns(['tenant_id', 'kind', 'id_hash']).doUpdateSet({ grant_id, payload, expires_at }),
        )
        .modifyEnd(PREPARED)
        .execute()
    },
    /** Stored anew, if it is still there: what was ended meanwhile does not come back. */
    async update(kind: string, id_hash: string, { payload, expires_at }: NewArtefact): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('artefacts')
        .set({ payload: JSON.stringify(payload), expires_at })
        .where('tenant_id', '=', tenant_id)
        .where('kind', '=', kind)
        .where('id_hash', '=', id_hash)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** False: the interaction is gone. */
    async answer(answer: InteractionAnswer): Promise<boolean> {
      const { numAffectedRows } = await answering(tenant_id, answer).execute(db)
      return (numAffectedRows ?? 0n) > 0n
    },
    /** As `save`, but what a user has decided on stays as it is: of two who decide at once, the first is heard. */
    async saveUndecided(kind: string, id_hash: string, artefact: NewArtefact, now: Date): Promise<boolean> {
      const { grant_id, expires_at, user_code_hash = null, secret } = artefact
      const payload = JSON.stringify(artefact.payload)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('artefacts')
        .values({
          tenant_id,
          kind,
          id_hash,
          grant_id,
          payload,
          user_code_hash,
          secret: secret === undefined ? null : seal.seal(secret, placeOf(id_hash)),
          consumed_at: null,
          expires_at,
          created_at: now,
        })
        .onConflict(conflict =>
          conflict
            .columns(['tenant_id', 'kind', 'id_hash'])
            .doUpdateSet({ grant_id, payload, expires_at })
            .where('artefacts.grant_id', 'is', null)
            .where('artefacts.consumed_at', 'is', null)
            .where(sql<boolean>`not artefacts.payload ? 'error'`),
        )
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    /** A user's word on one that waits for it: adds to its payload, and ties it to a grant if that word is yes. False: it waits no more. */
    async decide(
      kind: string,
      id_hash: string,
      { grant_id, payload }: { grant_id: string | null; payload: JsonObject },
      now: Date,
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('artefacts')
        .set({ grant_id, payload: sql<string>`payload || ${JSON.stringify(payload)}::jsonb` })
        .where('tenant_id', '=', tenant_id)
        .where('kind', '=', kind)
        .where('id_hash', '=', id_hash)
        .where('grant_id', 'is', null)
        .where('consumed_at', 'is', null)
        .where('expires_at', '>', now)
        .where(sql<boolean>`not payload ? 'error'`)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** Those that wait for a user's word, the oldest first. */
    async listPending(
      kind: string,
      by: { id_hash?: string; user_id?: string; client_id?: string },
      { limit, offset }: { limit: number; offset: number },
      now: Date,
    ): Promise<PendingArtefact[]> {
      return pending(kind, by, now)
        .select(['id_hash', 'payload', 'created_at', 'expires_at'])
        .orderBy('created_at')
        .orderBy('id_hash')
        .limit(limit)
        .offset(offset)
        .execute()
    },
    async countPending(kind: string, by: { user_id?: string; client_id?: string }, now: Date): Promise<number> {
      const { count } = await pending(kind, by, now)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /** Notes that it was asked for, unless it was later than `before` already: then false. One statement; of two at once, one is early. */
    async poll(kind: string, id_hash: string, before: Date, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('artefacts')
        .set({ polled_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('kind', '=', kind)
        .where('id_hash', '=', id_hash)
        .where(eb => eb.or([eb('polled_at', 'is', null), eb('polled_at', '<=', before)]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** What was sealed with it. */
    async findSecret(kind: string, id_hash: string): Promise<string | undefined> {
      const row = await db
        .selectFrom('artefacts')
        .select('secret')
        .where('tenant_id', '=', tenant_id)
        .where('kind', '=', kind)
        .where('id_hash', '=', id_hash)
        .executeTakeFirst()
      return row?.secret == null ? undefined : seal.open(row.secret, placeOf(id_hash))
    },
    /** Whether this call was the first to name it. One statement: of two at once, one wins. */
    async claim(kind: string, id_hash: string, expires_at: Date, now: Date): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('artefacts')
        .values({
          tenant_id,
          kind,
          id_hash,
          grant_id: null,
          payload: '{}',
          user_code_hash: null,
          consumed_at: null,
          expires_at,
          created_at: now,
        })
        .onConflict(conflict => conflict.doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    /** Whether this call was the one that spent it. Compares with no clock: a loser's may be behind. */
    async consume(kind: string, id_hash: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('artefacts')
        .set({ consumed_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('kind', '=', kind)
        .where('id_hash', '=', id_hash)
        .where('consumed_at', 'is', null)
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async remove(kind: string, id_hash: string): Promise<void> {
      await db
        .deleteFrom('artefacts')
        .where('tenant_id', '=', tenant_id)
        .where('kind', '=', kind)
        .where('id_hash', '=', id_hash)
        .execute()
    },
  }
}
