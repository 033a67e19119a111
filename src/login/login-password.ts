// Sign in, names first: the password of the name that was given on the page before. The same for known and unknown names.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { LoginPasswordPage } from '../http/pages.ts'
import { hasPasswords } from '../store/connections.ts'
import { admitForm, type BotStage, workFor } from './bot-detection.ts'
import { askForCode, statusOf } from './code-challenge.ts'
import { readForm } from './form.ts'
import { challengeScreen, codeAddress } from './login-id.ts'
import { provePassword } from './password-proof.ts'
import { answerPassword } from './password-sign-in.ts'
import { enterSignIn, formTo, offersReset, type Room, type SignInVisit, show } from './visit.ts'

type Errors = NonNullable<LoginPasswordPage['errors']>
type Named = { visit: SignInVisit; identifier: string }

function showPassword({ visit, identifier }: Named, errors: Errors = [], status = 200): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const action = url('login-password')
  const has_code = codeAddress(visit, connection, identifier) !== undefined
  const stages: BotStage[] = has_code ? ['password', 'passwordless'] : ['password']
  return show(
    room,
    reply,
    'login-password/login-password',
    {
      tenant,
      client,
      ...formTo(request, reply, action, workFor(visit, stages, action, errors)),
      identifier,
      has_code,
      links: {
        edit: url('login-id'),
        forgot_password: offersReset(visit, connection) ? url('reset-password-request') : undefined,
      },
      errors,
    },
    status,
  )
}

export function loginPassword(server: FastifyInstance, room: Room): void {
  /** Undefined: answered. Nobody has said who she is. */
  async function enterNamed(request: FastifyRequest, reply: FastifyReply): Promise<Named | undefined> {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return undefined
    const { claim } = visit.interaction
    const { id, options } = visit.connection
    if (claim?.of === 'login' && claim.connection_id === id && hasPasswords(options))
      return { visit, identifier: claim.identifier }
    reply.redirect(visit.url('login-id'), 303)
    return undefined
  }

  server.get('/u/:uid/login-password', async (request, reply) => {
    const named = await enterNamed(request, reply)
    return named ? showPassword(named) : reply
  })

  server.post('/u/:uid/login-password', async (request, reply) => {
    const named = await enterNamed(request, reply)
    if (!named) return reply
    const { identifier, visit } = named
    const { connection, interaction, url } = visit
    const now = new Date()
    const { action, password } = readForm(request, ['action', 'password'])
    if (!isOwnForm(request)) return showPassword(named, [{ code: 'form-expired' }], 403)
    const address = codeAddress(visit, connection, identifier)
    if (action === 'code' && address) {
      const refused = await askForCode(visit, { connection, identifier, address }, now)
      if (refused) return showPassword(named, [{ code: refused }], statusOf(refused))
      return reply.redirect(url(challengeScreen(address)), 303)
    }
    if (password === '') return showPassword(named, [{ code: 'no-password', field: 'password' }], 400)
    if (!(await admitForm(visit, 'password', now))) return showPassword(named, [{ code: 'challenge-required' }], 400)
    const { client } = interaction
    const proof = await provePassword(room, { request, client, connection, username: identifier, password }, now)
    return answerPassword(visit, proof, (code, status) => showPassword(named, [{ code }], status), now)
  })
}
