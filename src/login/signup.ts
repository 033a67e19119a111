// Sign up. Where a connection admits at once, an address that is taken gets Auth0's generic answer, throttled; where a verified address
// comes first, every address gets the same answer and the mail says the rest.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { passwordFlaw, passwordRules } from '../credentials/password-policy.ts'
import { LintelError } from '../errors.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { SignupPage } from '../http/pages.ts'
import { isEmail } from '../store/email-addresses.ts'
import { isUsername, USERNAME_CHARACTERS } from '../store/usernames.ts'
import { sendAndShow } from './email-verification.ts'
import { readForm } from './form.ts'
import { signIn } from './login.ts'
import { flawError, unlessBusy } from './password.ts'
import { admitSignup } from './throttles.ts'
import { enterSignIn, eventOf, formTo, offersSignup, type Room, type SignInVisit, show } from './visit.ts'

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
    const { connection, interaction, store } = visit
    const { options } = connection
    const now = new Date()
    const { email: typed, username: name, password } = readForm(request, ['email', 'username', 'password'])
    const values = { email: typed.trim(), username: options.requires_username ? name.trim() : '' }
    if (!isOwnForm(request)) return showSignup(visit, values, [{ code: 'form-expired' }], 403)

    const refuse = (description: string) =>
      store.logs.write(
        eventOf(
          request,
          { connection, client: interaction.client },
          { type: 'fs', user_name: email.slice(0, 254), description },
        ),
        now,
      )
    const email = values.email.toLowerCase()
    const username = options.requires_username ? values.username.toLowerCase() : null
    if (!offersSignup(room, connection)) {
      await refuse('Public signup is disabled')
      throw new LintelError('operation_not_supported', 'Public signup is disabled')
    }

    const { min, max } = options.validation.username
    const errors: Errors[number][] = []
    if (email === '') errors.push({ code: 'no-email', field: 'email' })
    else if (!isEmail(email)) errors.push({ code: 'invalid-email-format', field: 'email' })
    if (username === '') errors.push({ code: 'no-username', field: 'username' })
    else if (username !== null && !isUsername(username, options.validation.username)) {
      const variables = { min, max, characters: USERNAME_CHARACTERS }
      errors.push({ code: 'invalid-username', field: 'username', variables })
    }
    if (password === '') errors.push({ code: 'no-password', field: 'password' })
    else {
      const flaw = passwordFlaw(options, password, { email, username })
      if (flaw) errors.push({ ...flawError(flaw), field: 'password' })
    }
    if (errors.length > 0)
      return showSignup(visit, { ...values, ...(password === '' ? {} : { password }) }, errors, 400)

    if (!(await admitSignup(store, request.ip, now))) return showSignup(visit, values, [{ code: 'ip-blocked' }], 429)

    const taken = async () => {
      await refuse('The user already exists.')
      return showSignup(visit, values, [{ code: 'invalid-signup' }], 400)
    }
    const password_hash = await unlessBusy(() => room.hasher.hash(password))
    if (password_hash === undefined) return showSignup(visit, values, [{ code: 'server-busy' }], 429)

    const { client_id } = interaction.client
    if (options.require_verified_email) {
      // A username is no address: that one is taken may be said, for it says nothing of who has it.
      if (username !== null && (await store.users.findCredentials(connection.id, { username }))) return taken()
      const data = {
        connection_id: connection.id,
        email,
        username,
        password_hash,
        client_id,
        ip: request.ip,
        user_agent: request.headers['user-agent'] ?? '',
      }
      return sendAndShow(visit, { kind: 'signup_requested', data }, false, now)
    }

    let user_id: string
    try {
      user_id = await store.transaction(async tx => {
        const user = await tx.users.create({ connection, email, username, password_hash }, now)
        const about = { type: 'ss', user_id: user.user_id, user_name: email }
        await tx.logs.write(eventOf(request, { connection, client: interaction.client }, about), now)
        if (room.hasMail) {
          const data = { connection_id: connection.id, user_id: user.user_id, email, client_id }
          await tx.enqueue('verification_requested', data)
        }
        return user.user_id
      })
    } catch (error) {
      if (error instanceof LintelError && (error.code === 'user_exists' || error.code === 'username_exists'))
        return taken()
      throw error
    }
    return signIn(
      visit,
      { user_id, email },
      { connection_id: connection.id, identifier: email, ip: request.ip, device: undefined },
      now,
    )
  })
}
