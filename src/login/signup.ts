// Sign up. Where a connection admits at once, an address that is taken gets Auth0's generic answer, throttled; where a verified address
// comes first, every address gets the same answer and the mail says the rest.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { passwordRules } from '../credentials/password-policy.ts'
import { LintelError } from '../errors.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { SignupPage } from '../http/pages.ts'
import { isEmail } from '../store/email-addresses.ts'
import { USERNAME_CHARACTERS } from '../store/usernames.ts'
import { sendAndShow } from './email-verification.ts'
import { readForm } from './form.ts'
import { accountFlaws, makeAccount, type NewAccount } from './new-account.ts'
import { flawError } from './password.ts'
import { signIn } from './sign-in.ts'
import { enterSignIn, formTo, offersSignup, type Room, type SignInVisit, show } from './visit.ts'

type Errors = NonNullable<SignupPage['errors']>
type Values = { email: string; username: string; password?: string }

function showSignup(visit: SignInVisit, values: Values, errors: Errors = [], status = 200): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const { options } = connection
  const { password, ...kept } = values
  return show(
    room,
    reply,
    'signup/signup',
    {
      tenant,
      client,
      ...formTo(request, reply, url('signup')),
      has_username: options.requires_username,
      password_rules: passwordRules(options, password),
      values: kept,
      links: { login: url('login') },
      errors,
    },
    status,
  )
}

export function signup(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/signup', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    if (!offersSignup(room, visit.connection)) return reply.redirect(visit.url('login'), 303)
    const hint = visit.interaction.login_hint ?? ''
    return showSignup(visit, { email: isEmail(hint) ? hint : '', username: '' })
  })

  server.post('/u/:uid/signup', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, interaction } = visit
    const { options } = connection
    const now = new Date()
    const { email: typed, username: name, password } = readForm(request, ['email', 'username', 'password'])
    const values = { email: typed.trim(), username: options.requires_username ? name.trim() : '' }
    if (!isOwnForm(request)) return showSignup(visit, values, [{ code: 'form-expired' }], 403)

    const account: NewAccount = {
      request,
      client: interaction.client,
      connection,
      email: values.email.toLowerCase(),
      username: options.requires_username ? values.username.toLowerCase() : null,
      password,
    }
    const flaws = accountFlaws(account)
    // Where nobody may sign up, nothing typed matters.
    if (flaws.length > 0 && offersSignup(room, connection)) {
      const { min, max } = options.validation.username
      const errors = flaws.map(flaw => {
        if (flaw.code === 'bad-password') return { ...flawError(flaw.flaw), field: flaw.field }
        if (flaw.code !== 'invalid-username') return flaw
        return { ...flaw, variables: { min, max, characters: USERNAME_CHARACTERS } }
      })
      return showSignup(visit, { ...values, ...(password === '' ? {} : { password }) }, errors, 400)
    }
    const answer = await makeAccount(room, account, now)
    if ('refused' in answer) {
      switch (answer.refused) {
        case 'disabled':
          throw new LintelError('operation_not_supported', 'Public signup is disabled')
        case 'taken':
          return showSignup(visit, values, [{ code: 'invalid-signup' }], 400)
        case 'password-breached':
          return showSignup(visit, values, [{ code: answer.refused, field: 'password' }], 400)
        case 'upstream-unavailable':
          return showSignup(visit, values, [{ code: answer.refused }], 503)
        default:
          return showSignup(visit, values, [{ code: answer.refused }], 429)
      }
    }
    if ('job' in answer) return sendAndShow(visit, { kind: 'signup_requested', data: answer.job }, false, now)
    const { user_id } = answer
    const { email } = account
    const connection_id = connection.id
    return signIn(visit, { user_id, connection_id, user_name: email, identifier: email, amr: ['pwd'] }, now)
  })
}
