// What a user can prove herself with beside her password (Auth0: authentication methods). A proof that must not count twice (a time step, a
// recovery code, a signature counter) is spent by one conditional update with one winner.
import { type Selectable, sql } from 'kysely'
import { newAuthenticationMethodId } from '../ids.ts'
import type { AuthenticationMethodsTable, AuthenticationMethodType } from './schema.ts'
import type { Scope } from './scope.ts'

type Row = Selectable<AuthenticationMethodsTable>

const TYPES: readonly AuthenticationMethodType[] = [
  'totp',
  'phone',
  'email',
  'recovery-code',
  'webauthn-roaming',
  'webauthn-platform',
  'passkey',
]

/** @property secret of an authenticator app: base32, without padding */
export type AuthenticationMethod = Omit<Row, 'tenant_id' | 'code_hash' | 'last_step' | 'sign_count'> & {
  /** of a WebAuthn credential: how often it has signed, as it says */
  sign_count: number | null
}
type Optional = Exclude<
  keyof AuthenticationMethod,
  'id' | 'user_id' | 'type' | 'created_at' | 'enrolled_at' | 'last_auth_at'
>
export type NewAuthenticationMethod = { type: AuthenticationMethodType; user_id: string } & {
  [Column in Optional]?: AuthenticationMethod[Column] | undefined
} & {
  /** the keyed hash of a recovery code */
  code_hash?: string
  /** the time step by which it was confirmed */
  last_step?: number
}
export type AuthenticationMethodPatch = Partial<
  Pick<AuthenticationMethod, 'name' | 'preferred_authentication_method' | 'phone_number' | 'email'>
>

export function createAuthenticationMethods({ db, tenant: { tenant_id }, seal }: Scope) {
  const place = (id: string) => ({ tenant_id, table: 'authentication_methods', row: id, column: 'secret' })
  const shown = ({ tenant_id: _, code_hash: __, last_step: ___, ...row }: Row): AuthenticationMethod => ({
    ...row,
    secret: row.secret === null ? null : seal.open(row.secret, place(row.id)),
    sign_count: row.sign_count === null ? null : Number(row.sign_count),
  })
  const all = () => db.selectFrom('authentication_methods').selectAll().where('tenant_id', '=', tenant_id)
  const changing = (user_id: string, id: string, executor: Pick<Scope['db'], 'updateTable'> = db) =>
    executor
      .updateTable('authentication_methods')
      .where('tenant_id', '=', tenant_id)
      .where('user_id', '=', user_id)
      .where('id', '=', id)

  /** What she can prove changes, and so does what a browser was remembered for. */
  const forgetting = (user_id: string) =>
    db.with('forgotten', query =>
      query.deleteFrom('remembered_browsers').where('tenant_id', '=', tenant_id).where('user_id', '=', user_id),
    )

  return {
    /** The oldest first; those not confirmed yet too. */
    async list(user_id: string): Promise<AuthenticationMethod[]> {
      const rows = await all().where('user_id', '=', user_id).orderBy('created_at').orderBy('id').execute()
      return rows.map(shown)
    },
    async find(user_id: string, id: string): Promise<AuthenticationMethod | undefined> {
      const row = await all().where('user_id', '=', user_id).where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    /** Whosever it is. @param device its id without the type */
    async findByDevice(device: string): Promise<AuthenticationMethod | undefined> {
      const ids = TYPES.map(type => `${type}|${device}`)
      const row = await all().where('id', 'in', ids).executeTakeFirst()
      return row && shown(row)
    },
    /** WebAuthn: whose credential this is. @param key_id base64url */
    async findByKey(key_id: string): Promise<AuthenticationMethod | undefined> {
      const row = await all().where('key_id', '=', key_id).executeTakeFirst()
      return row && shown(row)
    },
    async create(
      { secret, transports, confirmed = true, sign_count, ...method }: NewAuthenticationMethod,
      now: Date,
    ): Promise<AuthenticationMethod> {
      const id = newAuthenticationMethodId(method.type)
      const row = await (confirmed ? forgetting(method.user_id) : db)
        .insertInto('authentication_methods')
        .values({
          name: null,
          phone_number: null,
          email: null,
          ...method,
          tenant_id,
          id,
          confirmed,
          secret: secret == null ? null : seal.seal(secret, place(id)),
          transports: transports == null ? null : JSON.stringify(transports),
          sign_count: sign_count ?? null,
          created_at: now,
          enrolled_at: confirmed ? now : null,
          last_auth_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return shown(row)
    },
    async update(
      user_id: string,
      id: string,
      patch: AuthenticationMethodPatch,
    ): Promise<AuthenticationMethod | undefined> {
      const row = await changing(user_id, id).set(patch).returningAll().executeTakeFirst()
      return row && shown(row)
    },
    /** Its first proof: it counts from now on. False: it is gone, or has been confirmed already. */
    async confirm(user_id: string, id: string, { last_step }: { last_step?: number }, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await changing(user_id, id, forgetting(user_id))
        .set({ confirmed: true, enrolled_at: now, ...(last_step === undefined ? {} : { last_step }) })
        .where('confirmed', '=', false)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async remove(user_id: string, id: string): Promise<AuthenticationMethod | undefined> {
      const row = await forgetting(user_id)
        .deleteFrom('authentication_methods')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    /** @param only of these types, and (`unconfirmed`) not in use yet. Answers what is gone. */
    async removeAll(
      user_id: string,
      only: { types?: readonly AuthenticationMethodType[]; unconfirmed?: boolean } = {},
    ): Promise<AuthenticationMethod[]> {
      let query = (only.unconfirmed ? db : forgetting(user_id))
        .deleteFrom('authentication_methods')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
      if (only.types) query = query.where('type', 'in', only.types)
      if (only.unconfirmed) query = query.where('confirmed', '=', false)
      const rows = await query.returningAll().execute()
      return rows.map(shown)
    },

    /** RFC 6238 §5.2: each time step counts once. False: it, or a later one, has been used. */
    async useStep(user_id: string, id: string, step: number, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await changing(user_id, id)
        .set({ last_step: step, last_auth_at: now })
        .where('confirmed', '=', true)
        .where(eb => eb.or([eb('last_step', 'is', null), eb('last_step', '<', String(step))]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** Spends a recovery code and puts the next one in its place. */
    async useRecoveryCode(user_id: string, code_hash: string, next_hash: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('authentication_methods')
        .set({ code_hash: next_hash, last_auth_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('type', '=', 'recovery-code')
        .where('confirmed', '=', true)
        .where('code_hash', '=', code_hash)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /**
     * WebAuthn §7.2: the counter only grows, where the authenticator counts at all. False: this one was signed before (or by a copy), or is gone.
     * @param used what the authenticator said
     */
    async useKey(
      user_id: string,
      id: string,
      { sign_count, credential_backed_up }: { sign_count: number; credential_backed_up: boolean },
      now: Date,
    ): Promise<boolean> {
      const { numUpdatedRows } = await changing(user_id, id)
        .set({ sign_count, credential_backed_up, last_auth_at: now })
        .where('confirmed', '=', true)
        .where(sql<boolean>`(sign_count < ${sign_count} or (sign_count = 0 and ${sign_count} = 0))`)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** A proof that is spent elsewhere (a code that was sent). */
    async touch(user_id: string, id: string, now: Date): Promise<void> {
      await changing(user_id, id).set({ last_auth_at: now }).execute()
    },
  }
}
