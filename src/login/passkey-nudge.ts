// Whether somebody who signs in is asked to make a passkey, and how she says that she does not want to be: on this browser, for this account.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HeldLogin } from '../oidc/interaction.ts'
import { readMultiFactor } from '../store/multi-factor.ts'
import type { Room, Step, Visit } from './visit.ts'
import { relyingPartyOf } from './webauthn.ts'

const DAY_MS = 24 * 60 * 60_000
/** RFC 6265bis §5.6.2: no cookie lasts longer. */
const LASTING_DAYS = 400
const NOT_NOW_DAYS = 30
const MOST_ACCOUNTS = 8

const isHttps = ({ store }: FastifyRequest) => store.tenant.issuer.startsWith('https:')
const cookieName = (request: FastifyRequest) => (isHttps(request) ? '__Host-lintel_passkeys' : 'lintel_passkeys')

type Refusal = { mark: string; until: number }

const markOf = (request: FastifyRequest, { seal }: Pick<Room, 'seal'>, user_id: string) =>
  seal.mac(JSON.stringify(['no passkey', request.store.tenant.tenant_id, user_id]))

const refusals = (request: FastifyRequest): Refusal[] =>
  (request.cookies[cookieName(request)] ?? '')
    .split('.')
    .slice(0, MOST_ACCOUNTS)
    .map(entry => {
      const [mark = '', until] = entry.split(':')
      return { mark, until: Number(until) }
    })

/** She is not asked again here for so long. */
export function refusePasskey(
  { request, reply, room }: Visit,
  user_id: string,
  answer: 'not-now' | 'never',
  now: Date,
) {
  const mark = markOf(request, room, user_id)
  const until = now.getTime() + (answer === 'never' ? LASTING_DAYS : NOT_NOW_DAYS) * DAY_MS
  const others = refusals(request).filter(other => other.mark !== mark && other.until > now.getTime())
  keep(request, reply, [{ mark, until }, ...others].slice(0, MOST_ACCOUNTS))
}

function keep(request: FastifyRequest, reply: FastifyReply, kept: readonly Refusal[]): void {
  reply.setCookie(cookieName(request), kept.map(({ mark, until }) => `${mark}:${until}`).join('.'), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(request),
    maxAge: (LASTING_DAYS * DAY_MS) / 1000,
  })
}

/** What the script of a page before said that this browser can do. Without one nothing is asked that needs one. */
export const kindOf = ({ cookies }: FastifyRequest): 'platform' | 'roaming' | undefined =>
  cookies.lintel_webauthn === 'platform' || cookies.lintel_webauthn === 'roaming' ? cookies.lintel_webauthn : undefined

/** Auth0: who signed in by a passkey of another device is asked for one of this, who signed in without one for her first. */
function wantedScreen(
  { connection, interaction, request }: Visit,
  { passkey, amr, connection_id }: HeldLogin,
): string | undefined {
  if (interaction.unseen || passkey === 'answered' || connection?.id !== connection_id) return undefined
  const { authentication_methods, passkey_options } = connection.options
  if (!authentication_methods.passkey.enabled) return undefined
  const kind = kindOf(request)
  if (passkey === 'local')
    return passkey_options.local_enrollment_enabled && kind === 'platform' ? 'passkey-enrollment-local' : undefined
  const asks = passkey_options.progressive_enrollment_enabled && kind !== undefined && !amr.includes('pop')
  return asks ? 'passkey-enrollment' : undefined
}

/** A confirmed address is a second factor without being enrolled. */
async function hasMailbox({ hasMail, store }: Visit, user_id: string): Promise<boolean> {
  if (!hasMail || !readMultiFactor(await store.facts.settings()).factors.email) return false
  return (await store.users.findAccount(user_id))?.email_verified === true
}

export const passkeyNudge: Step = async (visit, held, now) => {
  const screen = wantedScreen(visit, held)
  if (screen === undefined) return undefined
  const { request, room, store } = visit
  const party = relyingPartyOf(store)
  const { user_id, amr } = held
  const mark = markOf(request, room, user_id)
  if (!party || refusals(request).some(({ mark: other, until }) => other === mark && until > now.getTime()))
    return undefined
  const methods = (await store.authentication_methods.list(user_id)).filter(({ confirmed }) => confirmed)
  // A passkey stands for two factors: who has a second one proves it before she adds what would replace it.
  if (!amr.includes('mfa') && (methods.some(({ type }) => type !== 'passkey') || (await hasMailbox(visit, user_id))))
    return undefined
  const has = methods.some(
    ({ type, relying_party_identifier }) => type === 'passkey' && relying_party_identifier === party.id,
  )
  return has && screen === 'passkey-enrollment' ? undefined : screen
}
