// Sign in: a name and a password. A known and an unknown name cost the same and are answered the same, to the byte.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { LoginPage } from '../http/pages.ts'
import { abortInteraction, finishLogin } from '../oidc/interaction.ts'
import type { Credentials } from '../store/user-accounts.ts'
import { identifierOf } from './connection.ts'
import { readForm } from './form.ts'
import { knownDevice, rememberDevice } from './known-device.ts'
import { unlessBusy } from './password.ts'
import { admitSignIn, countFailedSignIn, forgetFailedSignIns, type SignInTry, takeBackSignIn } from './throttles.ts'
import { enterSignIn, eventOf, formTo, offersReset, offersSignup, type Room, type SignInVisit, show } from './visit.ts'

type Errors = NonNullable<LoginPage['errors']>

export function showLogin(
  visit: SignInVisit,
  username: string | undefined,
  errors: Errors = [],
  status = 200,
): FastifyReply {
  const { connection, interaction, request, reply, room, tenant, client, url } = visit
  const { options } = connection
  return show(
    room,
    reply,
    'login/login',
    {
      tenant,
      client,
      ...formTo(request, reply, url('login')),
      has_username: options.requires_username,
      values: { username: username ?? interaction.login_hint },
      links: {
        signup: offersSignup(room, connection) ? url('signup') : undefined,
        forgot_password: offersReset(room, connection) ? url('reset-password-request') : undefined,
      },
      errors,
    },
    status,
  )
}

/** The person has proved who she is. On one transaction with what the deed itself wrote, then back to the protocol. */
export async function signIn(
  visit: SignInVisit,
  credentials: Pick<Credentials, 'user_id' | 'email'>,
  account: SignInTry,
  now: Date,
): Promise<FastifyReply> {
  const { connection, interaction, request, reply, room, store } = visit
  await store.transaction(async tx => {
    await forgetFailedSignIns(tx, account)
    await tx.users.recordLogin(credentials.user_id, request.ip, now)
    await tx.logs.write(
      eventOf(
        request,
        { connection, client: interaction.client },
        {
          type: 's',
          user_id: credentials.user_id,
          user_name: credentials.email ?? account.identifier,
        },
      ),
      now,
    )
  })
  rememberDevice(request, reply, room.seal.mac, account)
  return finishLogin(request, reply, {
    user_id: credentials.user_id,
    connection_id: connection.id,
    amr: ['pwd'],
    now,
  })
}

export function login(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/login', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    return visit ? showLogin(visit, undefined) : reply
  })

  server.post('/u/:uid/login', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, interaction, store } = visit
    const { options } = connection
    const now = new Date()
    const { username, password } = readForm(request, ['username', 'password'])
    const typed = username.trim()
    if (!isOwnForm(request)) return showLogin(visit, typed, [{ code: 'form-expired' }], 403)

    const errors: Errors = [
      ...(typed === ''
        ? [{ code: options.requires_username ? 'no-username' : 'no-email', field: 'username' } as const]
        : []),
      ...(password === '' ? [{ code: 'no-password', field: 'password' } as const] : []),
    ]
    if (errors.length > 0) return showLogin(visit, typed, errors, 400)

    const wrong = options.require_verified_email ? 'wrong-credentials-or-unverified' : 'wrong-credentials'
    const identifier = typed.toLowerCase()
    const account = { connection_id: connection.id, identifier }
    const attempt = { ...account, ip: request.ip, device: knownDevice(request, room.seal.mac, account) }
    const { refused, first } = await admitSignIn(store, attempt, options.brute_force_protection, now)
    const write = (type: string, more: { description?: string; user_id?: string | undefined }) =>
      store.logs.write(
        eventOf(
          request,
          { connection, client: interaction.client },
          { type, user_name: identifier.slice(0, 254), ...more },
        ),
        now,
      )
    if (refused) {
      // One event for each time that a limit was reached, not one for each try of a flood.
      if (first) await write(refused === 'account' ? 'limit_wc' : 'limit_mu', {})
      return showLogin(visit, typed, [{ code: refused === 'account' ? 'same-user-login' : 'ip-blocked' }], 429)
    }

    const credentials = await store.users.findCredentials(connection.id, identifierOf(connection, typed))
    const verified = await unlessBusy(() => room.hasher.verify(credentials?.password_hash, password))
    if (!verified) {
      await takeBackSignIn(store, attempt)
      return showLogin(visit, typed, [{ code: 'server-busy' }], 429)
    }
    if (!credentials || !verified.ok) {
      const exhausted = await countFailedSignIn(store, attempt, now)
      // Auth0: `fp` a wrong password, `fu` an unknown name.
      await write(credentials ? 'fp' : 'fu', {
        description: 'Wrong email or password.',
        user_id: credentials?.user_id,
      })
      if (exhausted) await write('limit_mu', {})
      return showLogin(visit, typed, [{ code: wrong }], 400)
    }

    if (credentials.blocked) {
      await write('f', { description: 'user is blocked', user_id: credentials.user_id })
      // Auth0: the app is told, in these words.
      return abortInteraction(request, reply, 'unauthorized', 'user is blocked')
    }
    if (options.require_verified_email && !credentials.email_verified) {
      // In the very words of a wrong password: sign-up answers alike for free and taken addresses, and trying the password that was just chosen
      // must not tell them apart. Whoever owns the mailbox gets the link again.
      const { user_id, email } = credentials
      const exhausted = await countFailedSignIn(store, attempt, now)
      await write('f', { description: 'email is not verified', user_id })
      if (exhausted) await write('limit_mu', {})
      // Without mail nobody signs up here, so there is nothing to tell apart: an honest answer.
      if (!room.hasMail)
        return abortInteraction(request, reply, 'unauthorized', 'Please verify your email before logging in.')
      if (email !== null) {
        const { client_id } = interaction.client
        await store.enqueue('verification_requested', { connection_id: connection.id, user_id, email, client_id })
      }
      return showLogin(visit, typed, [{ code: wrong }], 400)
    }
    if (verified.stale && credentials.password_hash !== undefined) {
      // Made with other parameters than today's. When there is no room to hash, the next sign-in does it.
      const renewed = await unlessBusy(() => room.hasher.hash(password))
      const { identity_user_id, password_hash } = credentials
      if (renewed) await store.users.renewHash(connection.id, identity_user_id, password_hash, renewed, now)
    }
    return signIn(visit, credentials, attempt, now)
  })
}
