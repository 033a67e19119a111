// Sign up where a name is shown to be one's own by a code: by mail (Auth0's prompt email-identifier-challenge) or to a phone
// (phone-identifier-challenge). Until then there is no account; every address and number is answered alike, and a message says the rest.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readOneTimeCode } from '../credentials/one-time-code.ts'
import { LintelError } from '../errors.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { CodePage } from '../http/pages.ts'
import { type Claim, keepClaim, type Sent } from '../oidc/interaction.ts'
import { signsUpByPassword } from '../store/connections.ts'
import { admitForm, noteFailedForm, takeBackFailedForm } from './bot-detection.ts'
import { showChallenge } from './code-challenge.ts'
import { sendAndShow } from './email-verification.ts'
import { amrOf, ofInteraction, sendSignUpCode, signUpPurpose } from './first-codes.ts'
import { readForm } from './form.ts'
import {
  comesByMail,
  confirmedFlags,
  type PendingAccount,
  queueFirstMail,
  signupJob,
  unconfirmedOf,
} from './new-account.ts'
import { codeThatOpens, proceedToPasskey, refuseNewcomer } from './passkey-account.ts'
import { hasPasskeys } from './passkey-proof.ts'
import { signIn } from './sign-in.ts'
import { admitCodeRequest } from './throttles.ts'
import { enterSignIn, entranceOf, eventOf, offersSignup, type Room, type SignInVisit } from './visit.ts'

/** As long as the sign-up itself may take: what was typed is kept with the code. */
const RESENDABLE_MS = 3_600_000

type Errors = NonNullable<CodePage['errors']>
type ErrorCode = Errors[number]['code']
type SignUpClaim = Extract<Claim, { of: 'signup' }> & { sent: Sent }

const placeOf = ({ interaction, store }: SignInVisit) => ({
  tenant_id: store.tenant.tenant_id,
  table: 'one_time_codes',
  row: interaction.uid,
  column: 'account',
})

const screenOf = ({ by }: Pick<Sent, 'by'>) =>
  by === 'email' ? ('email-identifier-challenge' as const) : ('phone-identifier-challenge' as const)

const identifierOf = ({ email, phone_number, username }: Omit<PendingAccount, 'unconfirmed'>): string =>
  email ?? phone_number ?? username ?? ''

const typedOf = ({ email, username, phone_number }: PendingAccount) => ({
  email: email ?? '',
  username: username ?? '',
  phone_number: phone_number ?? '',
})

/** The next name's code. Undefined: too many were asked for. */
export async function askToConfirm(
  visit: SignInVisit,
  account: PendingAccount,
  now: Date,
): Promise<FastifyReply | undefined> {
  const { connection, interaction, reply, request, room, store, url } = visit
  const [name] = account.unconfirmed
  const to = name && account[name]
  if (!name || !to) throw new Error('there is nothing to confirm')
  const address = { by: name === 'email' ? ('email' as const) : ('sms' as const), to }
  if (!(await admitCodeRequest(store, address, request.ip, now))) return undefined
  await noteFailedForm(visit, 'password', now)
  const sealed = room.seal.seal(JSON.stringify(account), placeOf(visit))
  const { client, uid } = interaction
  const asked = { request, client, connection, address, transaction: ofInteraction(uid), details: { account: sealed } }
  const code_id = await sendSignUpCode(store, asked, now)
  const sent = { ...address, code_id }
  await keepClaim(request, reply, { of: 'signup', connection_id: connection.id, ...typedOf(account), sent })
  return reply.redirect(url(screenOf(sent)), 303)
}

export function identifierChallenge(server: FastifyInstance, room: Room): void {
  for (const screen of ['email-identifier-challenge', 'phone-identifier-challenge'] as const) {
    const view =
      screen === 'email-identifier-challenge'
        ? 'email-identifier-challenge/email-identifier-challenge'
        : 'phone-identifier-challenge/phone-identifier-challenge'
    const signupOf = (visit: SignInVisit) =>
      visit.identifier_first || !signsUpByPassword(visit.connection.options) ? 'signup-id' : 'signup'
    const challengeOf = (visit: SignInVisit) => ({ view, screen, edit: signupOf(visit) }) as const

    /** Undefined: answered. */
    async function enterSent(
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<{ visit: SignInVisit; claim: SignUpClaim } | undefined> {
      const visit = await enterSignIn(room, request, reply)
      if (!visit) return undefined
      const { connection, interaction, url } = visit
      const { claim } = interaction
      if (claim?.of === 'signup' && claim.sent && claim.connection_id === connection.id) {
        const { sent } = claim
        if (screenOf(sent) === screen && offersSignup(visit, connection)) return { visit, claim: { ...claim, sent } }
      }
      reply.redirect(url(entranceOf(visit)), 303)
      return undefined
    }

    server.get(`/u/:uid/${screen}`, async (request, reply) => {
      const asked = await enterSent(request, reply)
      return asked ? showChallenge(asked.visit, challengeOf(asked.visit), asked.claim.sent) : reply
    })

    server.post(`/u/:uid/${screen}`, async (request, reply) => {
      const asked = await enterSent(request, reply)
      if (!asked) return reply
      const { claim, visit } = asked
      const { connection, interaction, store } = visit
      const { sent } = claim
      const now = new Date()
      const again = (errors: Errors, status: number) =>
        showChallenge(visit, challengeOf(visit), sent, { errors }, status)
      if (!isOwnForm(request)) return again([{ code: 'form-expired' }], 403)
      const { action, code: typed } = readForm(request, ['action', 'code'])
      const of = { purpose: signUpPurpose(connection), transaction: ofInteraction(interaction.uid) }
      if (action === 'resend') {
        // Another one can be had when this one is of no use any more.
        const since = new Date(now.getTime() - RESENDABLE_MS)
        const waiting = await store.one_time_codes.find(sent.code_id, of, since)
        const account = waiting && readAccount(visit, waiting.details.account)
        if (!account) return again([{ code: 'expired-code' }], 400)
        if (!(await admitForm(visit, 'password', now))) return again([{ code: 'challenge-required' }], 400)
        return (await askToConfirm(visit, account, now)) ?? again([{ code: 'too-many-codes' }], 429)
      }
      if (typed.trim() === '') return again([{ code: 'no-code', field: 'code' }], 400)
      const tried = await store.one_time_codes.try(sent.code_id, of, readOneTimeCode(typed), now)
      if (tried.outcome !== 'right')
        return again([{ code: tried.outcome === 'gone' ? 'expired-code' : 'wrong-code', field: 'code' }], 400)
      const account = readAccount(visit, tried.code.details.account)
      if (!account) return again([{ code: 'expired-code' }], 400)
      await takeBackFailedForm(visit, 'password')
      // What was sent stays good until something comes of it.
      const notYet = async (code: ErrorCode, status: number) => {
        await store.one_time_codes.restore(sent.code_id)
        return again([{ code }], status)
      }
      const { unconfirmed, ...rest } = account
      const left = unconfirmed.slice(1)
      if (left.length > 0)
        return (await askToConfirm(visit, { ...rest, unconfirmed: left }, now)) ?? notYet('too-many-codes', 429)
      if (account.password_hash === undefined && hasPasskeys(request, connection))
        return proceedToPasskey(visit, typedOf(account), unconfirmedOf(connection, account), now)
      return createConfirmed(visit, account, notYet, now)
    })
  }
}

function readAccount(visit: SignInVisit, sealed: unknown): PendingAccount | undefined {
  try {
    return JSON.parse(visit.room.seal.open(String(sealed), placeOf(visit)))
  } catch {
    return undefined
  }
}

/** Every name of hers that wanted it is confirmed. Without a password she has what a code opens. */
export async function createConfirmed(
  visit: SignInVisit,
  account: Omit<PendingAccount, 'unconfirmed'>,
  again: (code: 'ip-blocked' | 'upstream-unavailable', status: number) => FastifyReply | Promise<FastifyReply>,
  now: Date,
): Promise<FastifyReply> {
  const { connection, interaction, reply, request, store, url } = visit
  const { email, username, phone_number, password_hash, profile } = account
  const confirmed = unconfirmedOf(connection, account)
  const { client_id } = interaction.client
  const identifier = identifierOf(account)
  const about = { connection, client: interaction.client }
  let amr = ['pwd']
  if (password_hash === undefined) {
    const by = codeThatOpens(connection, confirmed)
    if (!by) return reply.redirect(url(entranceOf(visit)), 303)
    amr = amrOf({ by })
    const refused = await refuseNewcomer(visit.room, { request, ...about, names: account }, now)
    if (refused === 'no-signup') return reply.redirect(url(entranceOf(visit)), 303)
    if (refused) return again(refused, refused === 'ip-blocked' ? 429 : 503)
  } else if (email !== null && comesByMail(connection, confirmed)) {
    const phone_verified = confirmed.includes('phone_number')
    const named = { email, username, phone_number, phone_verified, password_hash, profile }
    const data = signupJob({ request, client: interaction.client, connection }, named)
    return sendAndShow(visit, { kind: 'signup_requested', data }, false, now)
  }
  try {
    const user_id = await store.transaction(async tx => {
      const named = { email, username, phone_number, ...confirmedFlags(confirmed) }
      const user = await tx.users.create(
        { connection, ...named, ...(password_hash ? { password_hash } : {}), ...profile },
        now,
      )
      await tx.logs.write(eventOf(request, about, { type: 'ss', user_id: user.user_id, user_name: identifier }), now)
      await queueFirstMail(tx, visit.room, connection, { user_id: user.user_id, email, client_id, confirmed })
      return user.user_id
    })
    const connection_id = connection.id
    return signIn(
      visit,
      {
        user_id,
        connection_id,
        user_name: identifier,
        identifier,
        amr,
        ...(password_hash ? {} : { passkey: 'answered' as const }),
      },
      now,
    )
  } catch (error) {
    if (!(error instanceof LintelError) || (error.code !== 'user_exists' && error.code !== 'username_exists'))
      throw error
    // Somebody was faster. Who holds it is told nothing new: she has had a message.
    await store.logs.write(
      eventOf(request, about, { type: 'fs', user_name: identifier, description: 'The user already exists.' }),
      now,
    )
    return reply.redirect(url(entranceOf(visit)), 303)
  }
}
