// Sign in: a name and a password. A known and an unknown name cost the same and are answered the same, to the byte.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { LoginPage } from '../http/pages.ts'
import { hasPasswords } from '../store/connections.ts'
import { admitForm, type BotStage, workFor } from './bot-detection.ts'
import { askForCode, statusOf } from './code-challenge.ts'
import { readForm } from './form.ts'
import {
  challengeScreen,
  codeAddress,
  nameSaid,
  namesOf,
  noName,
  offersCode,
  otherWays,
  takeNameTo,
} from './login-id.ts'
import { passkeyOffer } from './passkey-proof.ts'
import { provePassword } from './password-proof.ts'
import { answerPassword } from './password-sign-in.ts'
import { countryShown, typedNumber } from './phone-field.ts'
import {
  enterSignIn,
  entranceOf,
  formTo,
  offersReset,
  offersSignup,
  type Room,
  type SignInVisit,
  show,
} from './visit.ts'

type Errors = NonNullable<LoginPage['errors']>

export function showLogin(
  visit: SignInVisit,
  username: string | undefined,
  errors: Errors = [],
  status = 200,
  unknown_passkey?: string,
): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const has_code = offersCode(visit, connection)
  const stages: BotStage[] = has_code ? ['password', 'passwordless'] : ['password']
  return show(
    room,
    reply,
    'login/login',
    {
      tenant,
      client,
      ...formTo(request, reply, url('login'), workFor(visit, stages, url('login'), errors)),
      names: namesOf(connection),
      country: countryShown(request),
      has_code,
      has_reset: offersReset(visit, connection),
      has_signup: offersSignup(visit, connection),
      values: { username: username ?? nameSaid(visit) },
      links: otherWays(visit),
      passkey: passkeyOffer(visit, unknown_passkey),
      errors,
    },
    status,
  )
}

export function login(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/login', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const entrance = entranceOf(visit)
    return entrance === 'login' ? showLogin(visit, undefined) : reply.redirect(visit.url(entrance), 303)
  })

  server.post('/u/:uid/login', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, interaction } = visit
    if (!hasPasswords(connection.options)) return reply.redirect(visit.url(entranceOf(visit)), 303)
    const now = new Date()
    const { action, username, password } = readForm(request, ['action', 'username', 'password'])
    const typed = typedNumber(request, username.trim())
    if (!isOwnForm(request)) return showLogin(visit, typed, [{ code: 'form-expired' }], 403)

    if (action === 'forgot') return takeNameTo(visit, 'reset-password-request', typed)
    if (action === 'signup') return takeNameTo(visit, 'signup', typed)
    const no_name = [{ code: noName(connection), field: 'username' } as const]
    if (action === 'code' && offersCode(visit, connection)) {
      const address = codeAddress(visit, connection, typed)
      if (!address) return showLogin(visit, typed, no_name, 400)
      const refused = await askForCode(visit, { connection, identifier: typed, address }, now)
      if (refused) return showLogin(visit, typed, [{ code: refused }], statusOf(refused))
      return reply.redirect(visit.url(challengeScreen(address)), 303)
    }
    const errors: Errors = [
      ...(typed === '' ? no_name : []),
      ...(password === '' ? [{ code: 'no-password', field: 'password' } as const] : []),
    ]
    if (errors.length > 0) return showLogin(visit, typed, errors, 400)
    if (!(await admitForm(visit, 'password', now)))
      return showLogin(visit, typed, [{ code: 'challenge-required' }], 400)
    const { client } = interaction
    const proof = await provePassword(room, { request, client, connection, username: typed, password }, now)
    return answerPassword(visit, proof, (code, status) => showLogin(visit, typed, [{ code }], status), now)
  })
}
