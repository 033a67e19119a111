// What pairwise subjects (OpenID Connect Core §8.1) are made with: one secret per tenant. It is sealed like every secret, but it is not derived
// from the key that seals it, so that a new encryption key renames nobody.
import { randomBytes } from 'node:crypto'
import type { Scope } from './scope.ts'

export function createSubjects({ db, tenant: { tenant_id }, seal }: Scope) {
  const place = { tenant_id, table: 'tenants', row: tenant_id, column: 'pairwise_salt' }

  return {
    /** The tenant's salt. Made when it is first asked for; of two at once, one makes it. */
    async salt(): Promise<Buffer> {
      const row = await db
        .selectFrom('tenants')
        .select('pairwise_salt')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow()
      const { pairwise_salt: sealed } = row.pairwise_salt !== null ? row : await make()
      return Buffer.from(seal.open(sealed as string, place), 'base64url')
    },
  }

  function make() {
    const fresh = seal.seal(randomBytes(32).toString('base64url'), place)
    return db
      .updateTable('tenants')
      .set(eb => ({ pairwise_salt: eb.fn.coalesce('pairwise_salt', eb.val(fresh)) as never }))
      .where('tenant_id', '=', tenant_id)
      .returning('pairwise_salt')
      .executeTakeFirstOrThrow()
  }
}
