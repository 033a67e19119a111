// A person's own account: what she is called, and the way to everything else that is hers. Whoever is signed in at this browser is meant; what
// changes how she gets in asks for a sign-in of a few minutes ago.
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AccountPage } from '../http/pages.ts'
import { finishAccountSignIn } from '../oidc/interaction.ts'
import { APPS, accountApps } from './account/apps.ts'
import { accountData, DATA } from './account/data.ts'
import { accountEmail, EMAIL } from './account/email.ts'
import { accountIdentities, IDENTITIES } from './account/identities.ts'
import { ACCOUNT, enterAccount, enterAccountForm, type Mine, ownEvent, ownForm } from './account/mine.ts'
import { accountPassword, PASSWORD, passwordIdentity } from './account/password.ts'
import { accountSecurity, SECURITY } from './account/security.ts'
import { accountSessions, SESSIONS } from './account/sessions.ts'
import { readForm } from './form.ts'
import { enterPrompt, type Room, show } from './visit.ts'
import { currentDetails } from './webauthn.ts'

const LONGEST_NAME = 300
type Values = { name?: string | null | undefined; nickname?: string | null | undefined }

async function showAccount(
  mine: Mine,
  {
    errors = [],
    status = 200,
    saved = false,
    values,
  }: { errors?: AccountPage['errors']; status?: number; saved?: boolean; values?: Values } = {},
): Promise<FastifyReply> {
  const { room, reply, store, tenant, user_id, account, session } = mine
  const user = await store.users.find(user_id)
  return show(
    room,
    reply,
    'account/account',
    {
      tenant,
      ...ownForm(mine, ACCOUNT),
      account,
      email: session.account.email,
      values: values ?? { name: user?.name, nickname: user?.nickname },
      saved,
      signal: saved ? await currentDetails(store, user_id) : undefined,
      links: {
        password: (await passwordIdentity(store, user_id)) ? PASSWORD : undefined,
        email: (await room.hasMail(store)) ? EMAIL : undefined,
        security: SECURITY,
        sessions: SESSIONS,
        apps: APPS,
        identities: (user?.identities.length ?? 0) > 1 ? IDENTITIES : undefined,
        data: DATA,
        sign_out: '/oidc/logout',
      },
      errors,
    },
    status,
  )
}

export function account(server: FastifyInstance, room: Room): void {
  const options = { path: ACCOUNT, fresh: false }

  // Back from the sign-in.
  server.get('/u/:uid/account', async (request, reply) => {
    const visit = await enterPrompt(room, request, reply, 'account')
    return visit ? reply.redirect(await finishAccountSignIn(request, reply), 303) : reply
  })

  server.get(ACCOUNT, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    return mine ? showAccount(mine) : reply
  })

  server.post(ACCOUNT, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id } = mine
    const form = readForm(request, ['name', 'nickname'])
    const values = { name: form.name.trim(), nickname: form.nickname.trim() }
    const errors = (['name', 'nickname'] as const).flatMap(field =>
      values[field].length > LONGEST_NAME || values[field].includes('\0')
        ? [{ code: 'invalid-name' as const, field, variables: { max: LONGEST_NAME } }]
        : [],
    )
    if (errors.length > 0) return showAccount(mine, { errors, status: 400, values })
    const now = new Date()
    await store.transaction(async tx => {
      await tx.users.update(user_id, { name: values.name || null, nickname: values.nickname || null }, now)
      await tx.logs.write(ownEvent(mine, { type: 'sapi', description: 'The user changed her profile' }), now)
    })
    return showAccount(mine, { saved: true })
  })

  accountPassword(server, room)
  accountEmail(server, room)
  accountSecurity(server, room)
  accountSessions(server, room)
  accountApps(server, room)
  accountIdentities(server, room)
  accountData(server, room)
}
