// Sign up, names first: what somebody is called here, before a password is chosen. Whether a name is taken is not said on this page.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { SignupIdPage } from '../http/pages.ts'
import { keepClaim } from '../oidc/interaction.ts'
import { signsUpByPassword } from '../store/connections.ts'
import { admitForm, workFor } from './bot-detection.ts'
import { askToConfirm } from './identifier-challenge.ts'
import { nameFlaws, unconfirmedOf } from './new-account.ts'
import { codeThatOpens, offersPasskeySignup, proceedToPasskey } from './passkey-account.ts'
import { hasPasskeys } from './passkey-proof.ts'
import { countryShown } from './phone-field.ts'
import { errorsOf, fieldsOf, namesOfAccount, namesSaid, readNames, type TypedNames } from './signup-names.ts'
import { enterSignIn, entranceOf, formTo, offersSignup, type Room, type SignInVisit, show } from './visit.ts'

type Errors = NonNullable<SignupIdPage['errors']>

function showNames(visit: SignInVisit, values: TypedNames, errors: Errors = [], status = 200): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const asks_browser = hasPasskeys(request, connection)
  // Only who chooses no password is sent codes from here.
  const action = url('signup-id')
  const work =
    asks_browser || !signsUpByPassword(connection.options) ? workFor(visit, ['password'], action, errors) : undefined
  const form = formTo(request, reply, action, work)
  const page = {
    tenant,
    client,
    ...form,
    names: fieldsOf(connection),
    country: countryShown(request),
    values,
    asks_browser,
    errors,
  }
  return show(room, reply, 'signup-id/signup-id', { ...page, links: { login: url(entranceOf(visit)) } }, status)
}

export function signupId(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/signup-id', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, identifier_first, url } = visit
    if (!offersSignup(visit, connection)) return reply.redirect(url(entranceOf(visit)), 303)
    if (!identifier_first && signsUpByPassword(connection.options)) return reply.redirect(url('signup'), 303)
    return showNames(visit, namesSaid(visit))
  })

  server.post('/u/:uid/signup-id', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, url } = visit
    if (!offersSignup(visit, connection)) return reply.redirect(url(entranceOf(visit)), 303)
    const values = readNames(visit)
    if (!isOwnForm(request)) return showNames(visit, values, [{ code: 'form-expired' }], 403)
    const names = namesOfAccount(connection, values)
    const flaws = nameFlaws({ connection, ...names })
    if (flaws.length > 0) return showNames(visit, values, errorsOf(flaws, connection) as Errors, 400)
    if (offersPasskeySignup(visit) || !signsUpByPassword(connection.options)) {
      const now = new Date()
      const unconfirmed = unconfirmedOf(connection, names)
      // Nothing would open her account.
      if (!hasPasskeys(request, connection) && !codeThatOpens(connection, unconfirmed))
        return showNames(visit, values, [{ code: 'invalid-signup' }], 400)
      if (unconfirmed.length === 0) return proceedToPasskey(visit, values, [], now)
      // First, so that nobody has a passkey for an account that there is not.
      if (!(await admitForm(visit, 'password', now)))
        return showNames(visit, values, [{ code: 'challenge-required' }], 400)
      const { email, username, phone_number } = names
      const account = { email: email || null, username: username || null, phone_number: phone_number || null }
      const asked = await askToConfirm(visit, { ...account, profile: {}, unconfirmed }, now)
      return asked ?? showNames(visit, values, [{ code: 'too-many-codes' }], 429)
    }
    await keepClaim(request, reply, { of: 'signup', connection_id: connection.id, ...values })
    return reply.redirect(url('signup-password'), 303)
  })
}
