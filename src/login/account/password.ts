// A new password. The proof that she is who she is, is her sign-in just now.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { passwordFlaw, passwordRules } from '../../credentials/password-policy.ts'
import { BREACH_EVENTS, findBreach } from '../../http/breached-passwords.ts'
import type { AccountPasswordPage } from '../../http/pages.ts'
import { endSessions } from '../../oidc/interaction.ts'
import { hasPasswords } from '../../store/connections.ts'
import type { TenantStore } from '../../store/store.ts'
import { type DatabaseConnection, findDatabase } from '../connection.ts'
import { readForm } from '../form.ts'
import { queueNotice } from '../mails.ts'
import { flawError, unlessBusy } from '../password.ts'
import type { Room } from '../visit.ts'
import { show } from '../visit.ts'
import { ACCOUNT, accountForm, enterAccount, enterAccountForm, type Mine, ownEvent } from './mine.ts'

export const PASSWORD = `${ACCOUNT}/password`
type Errors = NonNullable<AccountPasswordPage['errors']>
type Own = { connection: DatabaseConnection; identity_user_id: string; email: string | null }

/** Her identity that has a password, or can have one: the first. */
export async function passwordIdentity(store: TenantStore, user_id: string): Promise<Own | undefined> {
  for (const { connection_id, identity_user_id, email } of await store.users.listIdentities(user_id)) {
    const connection = await findDatabase(store, connection_id)
    if (connection && hasPasswords(connection.options)) return { connection, identity_user_id, email }
  }
  return undefined
}

async function showPassword(
  mine: Mine,
  { connection }: Own,
  {
    errors = [],
    status = 200,
    saved = false,
    tried,
  }: { errors?: Errors; status?: number; saved?: boolean; tried?: string } = {},
): Promise<FastifyReply> {
  const { room, reply, tenant, account } = mine
  return show(
    room,
    reply,
    'account/account-password',
    {
      tenant,
      ...accountForm(mine, PASSWORD),
      username: account,
      password_rules: passwordRules(connection.options, tried),
      saved,
      errors,
    },
    status,
  )
}

export function accountPassword(server: FastifyInstance, room: Room): void {
  const options = { path: PASSWORD, fresh: true }

  server.get(PASSWORD, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    const own = mine && (await passwordIdentity(mine.store, mine.user_id))
    if (!mine) return reply
    return own ? showPassword(mine, own) : reply.redirect(ACCOUNT, 303)
  })

  server.post(PASSWORD, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id, session } = mine
    const own = await passwordIdentity(store, user_id)
    if (!own) return reply.redirect(ACCOUNT, 303)
    const { connection, identity_user_id, email } = own
    const now = new Date()
    const { password } = readForm(request, ['password'])
    const flaw =
      password === '' ? undefined : passwordFlaw(connection.options, password, (await store.users.find(user_id)) ?? {})
    const errors: Errors[number][] = []
    if (password === '') errors.push({ code: 'no-password', field: 'password' })
    else if (flaw) errors.push({ ...flawError(flaw), field: 'password' })
    const stage = 'pre-change-password'
    const breach = errors.length === 0 ? await findBreach(store, room.breaches, stage, password) : undefined
    if (breach) {
      await store.logs.write(ownEvent(mine, { type: BREACH_EVENTS[stage] }), now)
      if (breach.blocks) errors.push({ code: 'password-breached', field: 'password' })
    }
    if (errors.length > 0) return showPassword(mine, own, { errors, status: 400, tried: password })
    const password_hash = await unlessBusy(() => room.hasher.hash(password))
    if (password_hash === undefined) return showPassword(mine, own, { errors: [{ code: 'server-busy' }], status: 429 })
    await store.transaction(async tx => {
      await tx.users.setPassword(user_id, connection.id, identity_user_id, password_hash, now)
      const purpose = 'reset_password'
      await tx.tickets.consumeAll({ purpose, connection_id: connection.id, identity_user_id }, now)
      const others = { user_id, except_id: session.id, refresh_tokens: true, initiator: 'password-changed' as const }
      await endSessions(tx, others, now)
      await queueNotice(tx, room, 'password-changed', { user_id, email }, now)
      await tx.logs.write(ownEvent(mine, { type: 'scp' }), now)
    })
    return showPassword(mine, own, { saved: true })
  })
}
