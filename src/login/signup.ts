// Sign up. Where a connection admits at once, an address that is taken gets Auth0's generic answer, throttled; where a verified address
// comes first, every address gets the same answer and the mail says the rest.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { passwordRules } from '../credentials/password-policy.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { SignupPage } from '../http/pages.ts'
import { signsUpByPassword } from '../store/connections.ts'
import { workFor } from './bot-detection.ts'
import { readForm } from './form.ts'
import { accountFlaws, type NewAccount } from './new-account.ts'
import { countryShown } from './phone-field.ts'
import { errorsOf, fieldsOf, namesOfAccount, namesSaid, readNames, signUp, type TypedNames } from './signup-names.ts'
import { enterSignIn, entranceOf, formTo, offersSignup, type Room, type SignInVisit, show } from './visit.ts'

type Errors = NonNullable<SignupPage['errors']>
type Values = TypedNames & { password?: string }

function showSignup(visit: SignInVisit, values: Values, errors: Errors = [], status = 200): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const { password, ...kept } = values
  return show(
    room,
    reply,
    'signup/signup',
    {
      tenant,
      client,
      ...formTo(request, reply, url('signup'), workFor(visit, ['password'], url('signup'), errors)),
      names: fieldsOf(connection),
      country: countryShown(request),
      password_rules: passwordRules(connection.options, password),
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
    const { connection, identifier_first, url } = visit
    if (!offersSignup(visit, connection)) return reply.redirect(url(entranceOf(visit)), 303)
    if (identifier_first || !signsUpByPassword(connection.options)) return reply.redirect(url('signup-id'), 303)
    return showSignup(visit, namesSaid(visit))
  })

  server.post('/u/:uid/signup', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, interaction, url } = visit
    if (!signsUpByPassword(connection.options)) return reply.redirect(url('signup-id'), 303)
    const values = readNames(visit)
    const { password } = readForm(request, ['password'])
    if (!isOwnForm(request)) return showSignup(visit, values, [{ code: 'form-expired' }], 403)
    const { client } = interaction
    const account: NewAccount = { request, client, connection, ...namesOfAccount(connection, values), password }
    const flaws = accountFlaws(account)
    // Where nobody may sign up, nothing typed matters.
    if (flaws.length > 0 && offersSignup(visit, connection))
      return showSignup(
        visit,
        { ...values, ...(password === '' ? {} : { password }) },
        errorsOf(flaws, connection),
        400,
      )
    return signUp(visit, account, (error, status) => showSignup(visit, values, [error], status), new Date())
  })
}
