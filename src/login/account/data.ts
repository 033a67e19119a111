// What is kept about her, as a file, and the end of it.
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AccountDataPage } from '../../http/pages.ts'
import { removeUser } from '../../oidc/interaction.ts'
import { readForm } from '../form.ts'
import { type Room, show } from '../visit.ts'
import { ACCOUNT, accountForm, enterAccount, enterAccountForm, type Mine, ownEvent } from './mine.ts'

export const DATA = `${ACCOUNT}/data`
const DOWNLOAD = `${DATA}/download`
const ALL = { limit: 1_000, offset: 0 }

function showData(mine: Mine, errors: NonNullable<AccountDataPage['errors']> = [], status = 200): FastifyReply {
  const { room, reply, tenant, account } = mine
  const { links, ...form } = accountForm(mine, DATA)
  return show(
    room,
    reply,
    'account/account-data',
    { tenant, ...form, account, links: { ...links, download: DOWNLOAD }, errors },
    status,
  )
}

/** Everything that tells of her; no secret, nor what applications keep of her for themselves. */
async function everything({ store, user_id }: Mine): Promise<object> {
  const user = await store.users.find(user_id)
  const { app_metadata: _, ...profile } = user ?? {}
  const methods = await store.authentication_methods.list(user_id)
  const sessions = await store.sessions.listAfter(user_id, undefined, ALL.limit, new Date())
  return {
    profile,
    authentication_methods: methods.map(({ id, type, name, email, phone_number, created_at, last_auth_at }) => ({
      id,
      type,
      name,
      email,
      phone_number,
      created_at,
      last_auth_at,
    })),
    sessions: sessions.map(({ id, device, authenticated_at, last_interacted_at, expires_at }) => ({
      id,
      device,
      authenticated_at,
      last_interacted_at,
      expires_at,
    })),
    consents: await store.consents.list({ user_id }, ALL),
    log: await store.logs.list({ user_id }, { direction: 'desc', ...ALL }),
  }
}

export function accountData(server: FastifyInstance, room: Room): void {
  const options = { path: DATA, fresh: true }

  server.get(DATA, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    return mine ? showData(mine) : reply
  })

  server.get(DOWNLOAD, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    if (!mine) return reply
    return reply
      .header('content-disposition', 'attachment; filename="account.json"')
      .type('application/json; charset=utf-8')
      .send(`${JSON.stringify(await everything(mine), null, 2)}\n`)
  })

  server.post(DATA, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id, account, tenant } = mine
    const { confirm } = readForm(request, ['confirm'])
    if (confirm.trim() !== account) return showData(mine, [{ code: 'not-confirmed', field: 'confirm' }], 400)
    const now = new Date()
    await store.transaction(async tx => {
      await removeUser(tx, user_id)
      // Of whom there is nothing left, the log says nothing but that.
      const { ip: _, user_agent: __, user_name: ___, session_id: ____, ...event } = ownEvent(mine, { type: 'sdu' })
      await tx.logs.write(event, now)
    })
    return show(room, reply, 'account/account-deleted', { tenant })
  })
}
