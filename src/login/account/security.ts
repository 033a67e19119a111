// What she can prove herself with beside her password: authenticator apps, recovery codes, passkeys, security keys. Adding and removing ask for a sign-in of
// a few minutes ago, by all that she has; whoever has the mailbox is told.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { totpUri } from '../../credentials/totp.ts'
import type { AccountSecurityPage, AccountTotpPage } from '../../http/pages.ts'
import { readMultiFactor } from '../../store/multi-factor.ts'
import type { AuthenticationMethodType } from '../../store/schema.ts'
import { readSettings } from '../../store/settings.ts'
import type { TenantStore } from '../../store/store.ts'
import { findDatabase } from '../connection.ts'
import { readCredential, readForm } from '../form.ts'
import { noticeOf, queueNotice } from '../mails.ts'
import { hasPasskeys } from '../passkey-proof.ts'
import { beginTotp, confirmTotp, giveRecoveryCode, removeMethod } from '../second-factors.ts'
import { type Room, show } from '../visit.ts'
import { acceptedCredentials, beginWebauthnEnrollment, finishWebauthnEnrollment, relyingPartyOf } from '../webauthn.ts'
import { ACCOUNT, accountForm, enterAccount, enterAccountForm, type Mine, ownEvent } from './mine.ts'

export const SECURITY = `${ACCOUNT}/security`
const TOTP = `${SECURITY}/totp`

type Kind = AccountSecurityPage['methods'][number]['kind']
const KIND: { [Type in AuthenticationMethodType]: Kind } = {
  totp: 'totp',
  phone: 'phone',
  email: 'email',
  'recovery-code': 'recovery',
  'webauthn-roaming': 'webauthn',
  'webauthn-platform': 'webauthn',
  passkey: 'passkey',
}

type KeyType = AccountSecurityPage['keys'][number]['type']

const enrolling = ({ user_id, session }: Mine, type: KeyType) => ({
  user_id,
  type,
  transaction: `account ${session.id}`,
})

/** What she may add of what only a script can ask for. */
async function keyTypes({ request, store, session }: Mine): Promise<KeyType[]> {
  if (!relyingPartyOf(store)) return []
  const connection = await findDatabase(store, session.connection_id)
  const { factors } = readMultiFactor(await store.facts.settings())
  return [
    ...(connection && hasPasskeys(request, connection) ? ['passkey' as const] : []),
    ...(factors['webauthn-roaming'] ? ['webauthn-roaming' as const] : []),
  ]
}

async function showSecurity(
  mine: Mine,
  errors: NonNullable<AccountSecurityPage['errors']> = [],
  status = 200,
): Promise<FastifyReply> {
  const { room, reply, store, tenant, user_id } = mine
  const methods = (await store.authentication_methods.list(user_id)).filter(({ confirmed }) => confirmed)
  const { factors } = readMultiFactor(await store.facts.settings())
  const keys: AccountSecurityPage['keys'][number][] = []
  for (const type of await keyTypes(mine)) {
    const options = await beginWebauthnEnrollment(store, enrolling(mine, type), new Date())
    keys.push({ type, ceremony: JSON.stringify(options) })
  }
  return show(
    room,
    reply,
    'account/account-security',
    {
      tenant,
      ...accountForm(mine, SECURITY),
      methods: methods.map(({ id, type, name, phone_number, email, created_at }) => ({
        id,
        kind: KIND[type],
        name,
        address: phone_number ?? email,
        added: created_at,
      })),
      offers: { totp: factors.otp, recovery_code: factors['recovery-code'] },
      keys,
      signal: keys.length > 0 ? await acceptedCredentials(store, user_id) : undefined,
      errors,
    },
    status,
  )
}

async function showTotp(
  mine: Mine,
  { id, secret, uri }: { id: string; secret: string; uri: string },
  errors: NonNullable<AccountTotpPage['errors']> = [],
  status = 200,
): Promise<FastifyReply> {
  const { room, reply, tenant } = mine
  const form = { ...accountForm(mine, TOTP, SECURITY), fields: { id } }
  return show(room, reply, 'account/account-totp', { tenant, ...form, secret, uri, errors }, status)
}

/** The log says it, and a mail. On the transaction that makes it count. */
async function tell(
  tx: TenantStore,
  mine: Mine,
  event: { type: 'gd_enrollment_complete' | 'gd_unenroll' | 'gd_recovery_generate'; type_of: AuthenticationMethodType },
  now: Date,
): Promise<void> {
  const { room, session, user_id } = mine
  const { type, type_of } = event
  await tx.logs.write(ownEvent(mine, { type, details: { authenticator: type_of } }), now)
  const { email } = session.account
  const notice = noticeOf(type_of, type === 'gd_unenroll' ? 'removed' : 'added')
  await queueNotice(tx, room, notice, { user_id, email }, now)
}

export function accountSecurity(server: FastifyInstance, room: Room): void {
  const options = { path: SECURITY, fresh: true }

  server.get(SECURITY, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    return mine ? showSecurity(mine) : reply
  })

  async function remove(mine: Mine, id: string, now: Date): Promise<FastifyReply> {
    const { store, user_id } = mine
    await store.transaction(async tx => {
      const removed = await removeMethod(tx, user_id, id)
      if (removed) await tell(tx, mine, { type: 'gd_unenroll', type_of: removed.type }, now)
    })
    return mine.reply.redirect(SECURITY, 303)
  }

  async function giveCode(mine: Mine, now: Date): Promise<FastifyReply> {
    const { reply, store, tenant, user_id } = mine
    const { factors } = readMultiFactor(await store.facts.settings())
    if (!factors['recovery-code']) return reply.redirect(SECURITY, 303)
    const code = await store.transaction(async tx => {
      await tell(tx, mine, { type: 'gd_recovery_generate', type_of: 'recovery-code' }, now)
      return giveRecoveryCode(tx, user_id, now)
    })
    return show(room, reply, 'account/account-recovery-code', { tenant, code, links: { back: SECURITY } })
  }

  async function addKey(mine: Mine, wanted: string, credential: string, now: Date): Promise<FastifyReply> {
    const { request, reply, store } = mine
    const type = (await keyTypes(mine)).find(one => one === wanted)
    if (!type) return reply.redirect(SECURITY, 303)
    const user_agent = request.headers['user-agent']
    const { outcome } = await finishWebauthnEnrollment(
      store,
      {
        ...enrolling(mine, type),
        answer: readCredential(credential),
        ...(user_agent === undefined ? {} : { user_agent }),
      },
      now,
      { after: tx => tell(tx, mine, { type: 'gd_enrollment_complete', type_of: type }, now) },
    )
    if (outcome === 'right') return reply.redirect(SECURITY, 303)
    return showSecurity(mine, [{ code: type === 'passkey' ? 'passkey-failed' : 'webauthn-failed' }], 400)
  }

  server.post(SECURITY, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id, account } = mine
    const now = new Date()
    const form = readForm(request, ['action', 'remove', 'type', 'credential'])
    if (form.remove !== '') return remove(mine, form.remove, now)
    switch (form.action) {
      case 'new-recovery-code':
        return giveCode(mine, now)
      case 'webauthn':
        return addKey(mine, form.type, form.credential, now)
      case 'add-totp': {
        const { factors } = readMultiFactor(await store.facts.settings())
        if (!factors.otp) return reply.redirect(SECURITY, 303)
        const { method, secret, uri } = await beginTotp(store, { user_id, account }, now)
        return showTotp(mine, { id: method.id, secret, uri })
      }
      default:
        return reply.redirect(SECURITY, 303)
    }
  })

  server.get(TOTP, async (_request, reply) => reply.redirect(SECURITY, 303))

  server.post(TOTP, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id, account } = mine
    const now = new Date()
    const { id, code } = readForm(request, ['id', 'code'])
    const outcome = await store.transaction(async tx => {
      const proof = await confirmTotp(tx, { user_id, id }, code, now)
      if (proof.outcome === 'right') await tell(tx, mine, { type: 'gd_enrollment_complete', type_of: 'totp' }, now)
      return proof.outcome
    })
    if (outcome === 'right') return reply.redirect(SECURITY, 303)
    const method = await store.authentication_methods.find(user_id, id)
    if (!method?.secret || method.confirmed) return reply.redirect(SECURITY, 303)
    const { friendly_name } = readSettings(await store.facts.settings())
    const uri = totpUri(method.secret, { issuer: friendly_name || 'Lintel', account })
    const error = outcome === 'too-many' ? 'too-many-tries' : 'wrong-code'
    return showTotp(
      mine,
      { id, secret: method.secret, uri },
      [{ code: error, field: 'code' }],
      outcome === 'too-many' ? 429 : 400,
    )
  })
}
