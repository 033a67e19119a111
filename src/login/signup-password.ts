// Sign up, names first: a password for the names that were given on the page before.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { passwordRules } from '../credentials/password-policy.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { SignupPasswordPage } from '../http/pages.ts'
import { signsUpByPassword } from '../store/connections.ts'
import { workFor } from './bot-detection.ts'
import { readForm } from './form.ts'
import { accountFlaws, type Confirmed, type NewAccount } from './new-account.ts'
import { errorsOf, namesOfAccount, signUp, type TypedNames } from './signup-names.ts'
import { enterSignIn, entranceOf, formTo, offersSignup, type Room, type SignInVisit, show } from './visit.ts'

type Errors = NonNullable<SignupPasswordPage['errors']>
type Named = { visit: SignInVisit; names: TypedNames; confirmed: Confirmed }

function showPassword({ visit, names }: Named, password?: string, errors: Errors = [], status = 200): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const action = url('signup-password')
  const page = {
    tenant,
    client,
    ...formTo(request, reply, action, workFor(visit, ['password'], action, errors)),
    identifier: names.email || names.phone_number || names.username,
    password_rules: passwordRules(connection.options, password),
    links: { edit: url('signup-id'), login: url(entranceOf(visit)) },
    errors,
  }
  return show(room, reply, 'signup-password/signup-password', page, status)
}

export function signupPassword(server: FastifyInstance, room: Room): void {
  /** Undefined: answered. Nobody has said what she is to be called. */
  async function enterNamed(request: FastifyRequest, reply: FastifyReply): Promise<Named | undefined> {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return undefined
    const { connection, interaction, url } = visit
    const { claim } = interaction
    const is_named = claim?.of === 'signup' && claim.connection_id === connection.id
    if (is_named && offersSignup(visit, connection) && signsUpByPassword(connection.options))
      return { visit, names: claim, confirmed: claim.passkey?.confirmed ?? [] }
    reply.redirect(url('signup-id'), 303)
    return undefined
  }

  server.get('/u/:uid/signup-password', async (request, reply) => {
    const named = await enterNamed(request, reply)
    return named ? showPassword(named) : reply
  })

  server.post('/u/:uid/signup-password', async (request, reply) => {
    const named = await enterNamed(request, reply)
    if (!named) return reply
    const { confirmed, names, visit } = named
    const { connection, interaction } = visit
    if (!isOwnForm(request)) return showPassword(named, undefined, [{ code: 'form-expired' }], 403)
    const { password } = readForm(request, ['password'])
    const { client } = interaction
    const about = { request, client, connection, confirmed }
    const account: NewAccount = { ...about, ...namesOfAccount(connection, names), password }
    const flaws = accountFlaws(account)
    if (flaws.length > 0) {
      const errors = errorsOf(flaws, connection).map(({ field, ...error }) =>
        field === 'password' ? { ...error, field } : error,
      )
      return showPassword(named, password || undefined, errors, 400)
    }
    return signUp(visit, account, (error, status) => showPassword(named, undefined, [error], status), new Date())
  })
}
