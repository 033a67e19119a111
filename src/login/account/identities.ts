// The accounts that lead to this one. To link another asks for a proof of both, which an app of hers brings (docs/own-access.md).
import type { FastifyInstance, FastifyReply } from 'fastify'
import { endSessions } from '../../oidc/interaction.ts'
import { readForm } from '../form.ts'
import { type Room, show } from '../visit.ts'
import { ACCOUNT, accountForm, enterAccount, enterAccountForm, type Mine, ownEvent } from './mine.ts'

export const IDENTITIES = `${ACCOUNT}/identities`

async function showIdentities(mine: Mine): Promise<FastifyReply> {
  const { room, reply, store, tenant, user_id, account } = mine
  const user = await store.users.find(user_id)
  const identities = (user?.identities ?? []).map(({ provider, user_id: id, connection, profileData }, i) => ({
    id: `${provider}|${id}`,
    connection,
    name: i === 0 ? account : String(profileData?.email ?? profileData?.username ?? profileData?.name ?? id),
    primary: i === 0,
  }))
  return show(room, reply, 'account/account-identities', { tenant, ...accountForm(mine, IDENTITIES), identities })
}

export function accountIdentities(server: FastifyInstance, room: Room): void {
  const options = { path: IDENTITIES, fresh: true }

  server.get(IDENTITIES, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    return mine ? showIdentities(mine) : reply
  })

  server.post(IDENTITIES, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id, session } = mine
    const [provider = '', ...rest] = readForm(request, ['action']).action.split('|')
    const now = new Date()
    await store.transaction(async tx => {
      await tx.users.listForUpdate([user_id])
      const identity = await tx.users.findIdentity(provider, rest.join('|'))
      if (identity?.user_id !== user_id || identity.is_primary) return
      await tx.users.unlink(identity, now)
      const { connection_id } = identity
      if (connection_id !== session.connection_id)
        await endSessions(tx, { user_id, connection_id, refresh_tokens: true, initiator: 'session-revoked' }, now)
      const details = { identity: { provider, user_id: identity.identity_user_id } }
      await tx.logs.write(ownEvent(mine, { type: 'sui', description: 'The user unlinked an account', details }), now)
    })
    return reply.redirect(IDENTITIES, 303)
  })
}
