// What follows a proof, whichever it was: either the person is who she says and is wanted for nothing more, or the sign-in is held until she has
// proved more. Nothing that is held is a session: whoever has one proof only has nothing.
import type { FastifyReply } from 'fastify'
import { abortUnseen, finishLogin, type HeldLogin, holdLogin, type Signal } from '../oidc/interaction.ts'
import type { InteractionAnswer } from '../store/artefacts.ts'
import type { TenantStore } from '../store/store.ts'
import { knownDevice, rememberDevice } from './known-device.ts'
import { keepRemembering, rememberBrowser } from './remembered.ts'
import { signalsOf } from './signals.ts'
import { nextScreen } from './steps.ts'
import { forgetFailedSignIns, type SignInTry } from './throttles.ts'
import { eventOf, type Visit } from './visit.ts'

/**
 * @property identifier as typed, folded: how this device will know the account again; undefined: nothing was typed
 * @property amr RFC 8176
 */
export type FirstProof = {
  user_id: string
  connection_id: string
  user_name: string
  identifier: string | undefined
  amr: string[]
  /** `local`: by a passkey of another device than this; `answered`: she wants none now */
  passkey?: 'local' | 'answered'
  /** what was counted of it */
  attempt?: SignInTry
}

/** She has proved who she is, once. */
export async function signIn(visit: Visit, proof: FirstProof, now: Date): Promise<FastifyReply> {
  const { attempt, ...who } = proof
  const held: HeldLogin = { ...who, at: Math.floor(now.getTime() / 1000), signals: await assessed(visit, proof, now) }
  const screen = await nextScreen(visit, held, now)
  if (screen === undefined) return completeSignIn(visit, held, now, attempt)
  await visit.store.transaction(async tx => {
    if (attempt) await forgetFailedSignIns(tx, attempt)
    if (screen === 'mfa') await logDemand(visit, tx, held, now)
  })
  return visit.interaction.unseen ? abortUnseen(visit.request, visit.reply, 'mfa') : proceed(visit, held, screen)
}

/** What is unusual about it; undefined where nobody asks. */
async function assessed(
  { interaction, request, room, store }: Visit,
  { user_id, connection_id, identifier }: FirstProof,
  now: Date,
): Promise<Signal[] | undefined> {
  if (interaction.demand !== 'confidence-score') return undefined
  const is_known_device =
    identifier !== undefined && knownDevice(request, room.seal.mac, { connection_id, identifier }) !== undefined
  return signalsOf(store, { user_id, ip: request.ip, is_known_device }, now)
}

/** Auth0: `mfar`, with what led to it. */
function logDemand(
  { interaction, request }: Visit,
  tx: TenantStore,
  { user_id, user_name, signals }: HeldLogin,
  now: Date,
): Promise<void> {
  const { client, demand } = interaction
  const details = { demanded_by: demand, ...(signals ? { signals } : {}) }
  return tx.logs.write(eventOf(request, { client }, { type: 'mfar', user_id, user_name, details }), now)
}

/** The sign-in waits, with what is proved so far, and the browser goes to this page of it. */
export async function proceed(visit: Visit, held: HeldLogin, screen: string): Promise<FastifyReply> {
  const { request, reply, url } = visit
  await holdLogin(request, reply, held)
  return reply.redirect(url(screen), 303)
}

/** What she was asked is answered: on to what is next. */
export async function goOn(visit: Visit, held: HeldLogin, now: Date): Promise<FastifyReply> {
  const screen = await nextScreen(visit, held, now)
  return screen === undefined ? completeSignIn(visit, held, now) : proceed(visit, held, screen)
}

/** Nothing more is wanted of her: back to the protocol, on one transaction with what the deed itself wrote. */
export async function completeSignIn(
  visit: Visit,
  held: HeldLogin,
  now: Date,
  attempt?: SignInTry,
): Promise<FastifyReply> {
  const { interaction, request, reply, room, store } = visit
  const { user_id, connection_id, user_name, identifier, amr, at, signals, mfa } = held
  const [connection] = (await store.facts.connections_of(interaction.client.client_id)).filter(
    ({ id }) => id === connection_id,
  )
  const remembers = mfa?.remember === true
  const may_be_remembered = interaction.demand !== 'never' && !amr.includes('mfa')
  const event = eventOf(
    request,
    { connection, client: interaction.client },
    { type: 's', user_id, user_name, ...(signals ? { details: { signals } } : {}) },
  )
  const deed = async (tx: TenantStore, answer: InteractionAnswer) => {
    if (remembers) await rememberBrowser(visit, tx, user_id, now)
    // Her session stands, and has been proved better.
    if (interaction.prompt === 'mfa') return tx.artefacts.answer(answer)
    if (may_be_remembered) await keepRemembering(visit, tx, user_id, now)
    return tx.attempts.signIn(attempt?.counted ?? {}, { user_id, ip: request.ip, event, answer }, now)
  }
  return finishLogin(request, reply, { user_id, connection_id, amr, at, signals }, async answer => {
    // Of all this the last is one statement.
    const alone = !remembers && !may_be_remembered
    const stored = await (alone ? deed(store, answer) : store.transaction(tx => deed(tx, answer)))
    if (identifier !== undefined) rememberDevice(request, reply, room.seal.mac, { connection_id, identifier })
    return stored
  })
}
