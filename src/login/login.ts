// Sign in: a name and a password. A known and an unknown name cost the same and are answered the same, to the byte.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { LoginPage } from '../http/pages.ts'
import { abortInteraction } from '../oidc/interaction.ts'
import { readForm } from './form.ts'
import { passkeyOffer } from './passkey-proof.ts'
import { provePassword } from './password-proof.ts'
import { signIn } from './sign-in.ts'
import { enterSignIn, formTo, offersReset, offersSignup, type Room, type SignInVisit, show } from './visit.ts'

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
      passkey: passkeyOffer(visit),
      errors,
    },
    status,
  )
}

export function login(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/login', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    return visit ? showLogin(visit, undefined) : reply
  })

  server.post('/u/:uid/login', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, interaction } = visit
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

    const { client } = interaction
    const proof = await provePassword(room, { request, client, connection, username: typed, password }, now)
    if (!proof.refused) {
      const { credentials, attempt } = proof
      const { user_id, email } = credentials
      const { identifier } = attempt
      const user_name = email ?? identifier
      return signIn(visit, { user_id, connection_id: connection.id, user_name, identifier, amr: ['pwd'], attempt }, now)
    }
    const { refused } = proof
    switch (refused) {
      case 'blocked':
        // Auth0: the app is told, in these words.
        return abortInteraction(request, reply, 'unauthorized', 'user is blocked')
      case 'unverified':
        return abortInteraction(request, reply, 'unauthorized', 'Please verify your email before logging in.')
      case 'password-breached':
        return showLogin(visit, typed, [{ code: refused }], 400)
      case 'wrong-credentials': {
        const code = options.require_verified_email ? 'wrong-credentials-or-unverified' : refused
        return showLogin(visit, typed, [{ code }], 400)
      }
      case 'upstream-unavailable':
        return showLogin(visit, typed, [{ code: refused }], 503)
      default:
        return showLogin(visit, typed, [{ code: refused }], 429)
    }
  })
}
