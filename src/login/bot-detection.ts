// What makes programs that try one form after the other slow: where there is risk (or always, if so set), a form must come with a proof of work,
// which a browser's script makes unseen in about a second. Without script a person waits instead, and of those that wait a network gets one
// through at a time. No third party is asked, and nobody is shown pictures.
//
// Risk is what this server knows: how many forms from the same network came to nothing lately. One that has a message sent has come to nothing
// until the code in it comes back.
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { isSolved, newWork, readWork } from '../credentials/proof-of-work.ts'
import { networkOf } from '../http/network.ts'
import { networks } from '../http/outbound.ts'
import type { Work } from '../http/pages.ts'
import { type BotDetection, readAttackProtection } from '../store/attack-protection.ts'
import type { TenantStore } from '../store/store.ts'
import { readForm } from './form.ts'
import { eventOf, type Visit } from './visit.ts'

/** Auth0's three policies. */
export type BotStage = 'password' | 'passwordless' | 'password_reset'

const WINDOW_SECONDS = 15 * 60
/** Forms of a network that came to nothing, in the window. */
const RISKY_AFTER: { [Level in BotDetection['bot_detection_level']]: number } = { low: 30, medium: 15, high: 5 }
const WAIT_SECONDS = 15

const failuresKey = (ip: string) => ['forms that came to nothing', networkOf(ip)]
const secretOf = (store: TenantStore) => store.secret('proof of work')
/** A form's path: a language that is wished for may follow it. */
const purposeOf = ({ ip }: FastifyRequest, action: string) => JSON.stringify([action.split('?', 1)[0], networkOf(ip)])

/** How often this form is asked for a proof. */
function policyFor({ request, stored_settings }: Visit, stage: BotStage) {
  const { bot_detection: detection } = readAttackProtection(stored_settings)
  const { ip } = request
  const policy = detection[`challenge_${stage}_policy`]
  const trusts =
    detection.allowlist.length > 0 && networks(detection.allowlist).check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')
  return { ...detection, policy: trusts ? 'never' : policy }
}

/**
 * What a form must come with when it is shown: where the policy says always, and once it was sent without. Asks the database nothing.
 * @param stages what it may be sent for @param errors what is wrong with it
 */
export function workFor(
  visit: Visit,
  stages: readonly BotStage[],
  action: string,
  errors: readonly { code: string }[] = [],
): Work | undefined {
  const always = stages.some(stage => {
    const { policy, monitoring_mode_enabled } = policyFor(visit, stage)
    return policy === 'always' && !monitoring_mode_enabled
  })
  if (!always && !errors.some(({ code }) => code === 'challenge-required')) return undefined
  const { request, store } = visit
  return { ...newWork(secretOf(store), purposeOf(request, action), new Date()), wait_seconds: WAIT_SECONDS }
}

/** Whether this form may be looked at; else it is shown again, with `challenge-required`. */
export async function admitForm(visit: Visit, stage: BotStage, now: Date): Promise<boolean> {
  const { interaction, request, store } = visit
  const { policy, bot_detection_level, monitoring_mode_enabled } = policyFor(visit, stage)
  if (policy === 'never') return true
  if (policy === 'when_risky') {
    const failures = await store.throttles.count(failuresKey(request.ip), now)
    if (failures < RISKY_AFTER[bot_detection_level]) return true
  }
  const admitted = monitoring_mode_enabled || (await provesWork(request, now))
  if (!admitted || monitoring_mode_enabled) {
    const details = { stage, policy, challenged: !monitoring_mode_enabled }
    await store.logs.write(eventOf(request, { client: interaction.client }, { type: 'pla', details }), now)
  }
  return admitted
}

async function provesWork(request: FastifyRequest, now: Date): Promise<boolean> {
  const { ip, store } = request
  const { work, work_solution } = readForm(request, ['work', 'work_solution'])
  const challenge = readWork(secretOf(store), purposeOf(request, request.url), work, now)
  if (!challenge) return false
  if (work_solution === '') {
    if (now.getTime() - challenge.issued_at.getTime() < WAIT_SECONDS * 1000) return false
    const { count } = await store.throttles.hit(['forms of who waited', networkOf(ip)], WAIT_SECONDS, now)
    if (count > 1) return false
  } else if (!isSolved(work, work_solution)) return false
  // Once: the next try costs as much.
  const { count } = await store.throttles.hit(['proof of work', challenge.id], WINDOW_SECONDS, now)
  return count === 1
}

/** A form that was looked at came to nothing. */
export async function noteFailedForm(visit: Visit, stage: BotStage, now: Date): Promise<void> {
  const { request, store } = visit
  if (policyFor(visit, stage).policy === 'when_risky')
    await store.throttles.hit(failuresKey(request.ip), WINDOW_SECONDS, now)
}

/** Something has come of it after all. */
export async function takeBackFailedForm(visit: Visit, stage: BotStage): Promise<void> {
  const { request, store } = visit
  if (policyFor(visit, stage).policy === 'when_risky') await store.throttles.refund(failuresKey(request.ip))
}
