// The applications that she has permitted something. To take it back revokes what they hold.
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AccountAppsPage } from '../../http/pages.ts'
import { readForm } from '../form.ts'
import { type Room, show } from '../visit.ts'
import { ACCOUNT, accountForm, enterAccount, enterAccountForm, type Mine, ownEvent } from './mine.ts'

export const APPS = `${ACCOUNT}/apps`
const ALL = { limit: 1_000, offset: 0 }

async function showApps(mine: Mine): Promise<FastifyReply> {
  const { room, reply, store, tenant, user_id } = mine
  const scopes = new Map<string, AccountAppsPage['apps'][number]['scopes']>()
  for (const { client_id, audience, scope } of await store.consents.list({ user_id }, ALL)) {
    // OpenID Connect's own scopes are of no API.
    const api = await store.facts.resource_server(audience)
    const described = scope.map(name => ({
      name,
      description: api?.scopes.find(({ value }) => value === name)?.description,
    }))
    scopes.set(client_id, [...(scopes.get(client_id) ?? []), ...described])
  }
  const apps = []
  for (const [client_id, granted] of scopes) {
    const client = await store.facts.client(client_id)
    if (client) apps.push({ client_id, name: client.name, logo_uri: client.logo_uri, scopes: granted })
  }
  return show(room, reply, 'account/account-apps', { tenant, ...accountForm(mine, APPS), apps })
}

export function accountApps(server: FastifyInstance, room: Room): void {
  const options = { path: APPS, fresh: false }

  server.get(APPS, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    return mine ? showApps(mine) : reply
  })

  server.post(APPS, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id } = mine
    const { action: client_id } = readForm(request, ['action'])
    const now = new Date()
    const given = await store.consents.list({ user_id, client_id }, ALL)
    if (given.length > 0)
      await store.transaction(async tx => {
        for (const { id } of given) await tx.consents.remove({ id }, now)
        await tx.logs.write(
          ownEvent(mine, { type: 'sapi', client_id, description: 'The user revoked an application' }),
          now,
        )
      })
    return reply.redirect(APPS, 303)
  })
}
