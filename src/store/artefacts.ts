// The short-lived things of oidc-provider that have no table of their own (interactions, authorization codes, opaque access tokens), by
// kind and by the hash of their id. What hangs on a grant is read together with it and its user, and is gone when the grant is.
import { ACCOUNT, type Account, type AccountRow, accountOf } from './accounts.ts'
import { GRANT, type Grant, type GrantRow, grantOf } from './grants.ts'
import type { JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

export type Artefact = { payload: JsonObject; consumed_at: Date | null }
export type NewArtefact = {
  grant_id: string | null
  payload: JsonObject
  expires_at: Date
  user_code_hash?: string
}

export function createArtefacts({ db, tenant: { tenant_id } }: Scope) {
  const one = (kind: string, id_hash: string) =>
    db
      .selectFrom('artefacts')
      .select(['artefacts.payload', 'artefacts.consumed_at'])
      .where('artefacts.tenant_id', '=', tenant_id)
      .where('artefacts.kind', '=', kind)
      .where('artefacts.id_hash', '=', id_hash)

  return {
    /** One that hangs on no grant. */
    find: (kind: string, id_hash: string): Promise<Artefact | undefined> =>
      one(kind, id_hash).where('artefacts.grant_id', 'is', null).executeTakeFirst(),
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
    /** One that hangs on a grant that is not revoked. */
    async findGranted(
      kind: string,
      id_hash: string,
    ): Promise<(Artefact & { grant: Grant; account: Account }) | undefined> {
      const row = await one(kind, id_hash)
        .innerJoin('grants', join =>
          join
            .onRef('grants.tenant_id', '=', 'artefacts.tenant_id')
            .onRef('grants.id', '=', 'artefacts.grant_id')
            .on('grants.revoked_at', 'is', null),
        )
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'grants.tenant_id').onRef('users.user_id', '=', 'grants.user_id'),
        )
        .select(GRANT)
        .select(ACCOUNT)
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
        .execute()
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
