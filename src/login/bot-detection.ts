// What makes programs that try one form after the other slow: where there is risk (or always, if so set), a form must come with a proof of work,
// which a browser's script makes unseen in about a second. Without script a person waits instead, and of those that wait a network gets one
// through at a time. No third party is asked, and nobody is shown pictures.
//
// Risk is what this server knows: how many forms from the same network came to nothing lately.
import { type BlockList, isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { isSolved, newWork, readWork } from '../credentials/proof-of-work.ts'
import { networkOf } from '../http/network.ts'
import { networks } from '../http/outbound.ts'
import type { Work } from '../http/pages.ts'
import { type BotDetection, readAttackProtection } from '../store/attack-protection.ts'
import type { TenantStore } from '../store/store.ts'
import { readForm } from './form.ts'

/** Auth0's three policies. */
export type BotStage = 'password' | 'passwordless' | 'password_reset'

const WINDOW_SECONDS = 15 * 60
/** Forms of a network that came to nothing, in the window. */
const RISKY_AFTER: { [Level in BotDetection['bot_detection_level']]: number } = { low: 10, medium: 5, high: 3 }
const WAIT_SECONDS = 15

const settingsOf = (store: TenantStore): Promise<{ detection: BotDetection; trusted: BlockList }> =>
  store.facts.derived('login/bot-detection', async () => {
    const { bot_detection: detection } = readAttackProtection(await store.facts.settings())
    return { detection, trusted: networks(detection.allowlist) }
  })

const policyOf = (detection: BotDetection, stage: BotStage) => detection[`challenge_${stage}_policy`]
const failuresKey = (ip: string) => ['forms that came to nothing', networkOf(ip)]
const secretOf = (store: TenantStore) => store.secret('proof of work')
const purposeOf = (request: FastifyRequest, action: string) => JSON.stringify([action, networkOf(request.ip)])

/** What this form must come with, as far as that is known without asking the database: on the page before anything was sent. */
export async function workForPage(
  request: FastifyRequest,
  stage: BotStage,
  action: string,
  now: Date,
): Promise<Work | undefined> {
  const { detection, trusted } = await settingsOf(request.store)
  if (policyOf(detection, stage) !== 'always' || detection.monitoring_mode_enabled) return undefined
  if (trusted.check(request.ip, isIP(request.ip) === 6 ? 'ipv6' : 'ipv4')) return undefined
  return workFor(request, action, now)
}

/** On the page that is shown to whoever is to try again with it. */
export function workFor(request: FastifyRequest, action: string, now: Date): Work {
  return { ...newWork(secretOf(request.store), purposeOf(request, action), now), wait_seconds: WAIT_SECONDS }
}

/**
 * Whether this form may be looked at; else it is shown again, with `workFor`. `watched`: it would have been asked for a proof, if that were not
 * only watched (Auth0: monitoring mode).
 */
export async function admitForm(
  request: FastifyRequest,
  stage: BotStage,
  now: Date,
): Promise<'admitted' | 'watched' | 'challenged'> {
  const { ip, store } = request
  const { detection, trusted } = await settingsOf(store)
  const policy = policyOf(detection, stage)
  if (policy === 'never' || trusted.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')) return 'admitted'
  if (policy === 'when_risky') {
    const failures = await store.throttles.count(failuresKey(ip), now)
    if (failures < RISKY_AFTER[detection.bot_detection_level]) return 'admitted'
  }
  if (detection.monitoring_mode_enabled) return 'watched'
  return (await provesWork(request, now)) ? 'admitted' : 'challenged'
}

async function provesWork(request: FastifyRequest, now: Date): Promise<boolean> {
  const { ip, store } = request
  const { work, work_solution } = readForm(request, ['work', 'work_solution'])
  const challenge = readWork(secretOf(store), purposeOf(request, request.url), work, now)
  if (!challenge) return false
  if (work_solution !== '' && !isSolved(work, work_solution)) return false
  if (work_solution === '') {
    if (now.getTime() - challenge.issued_at.getTime() < WAIT_SECONDS * 1000) return false
    const { count } = await store.throttles.hit(['forms of who waited', networkOf(ip)], WAIT_SECONDS, now)
    if (count > 1) return false
  }
  // Once: the next try costs as much.
  const { count } = await store.throttles.hit(['proof of work', challenge.id], WINDOW_SECONDS, now)
  return count === 1
}

/** A form that was looked at came to nothing. */
export async function noteFailedForm(request: FastifyRequest, stage: BotStage, now: Date): Promise<void> {
  const { ip, store } = request
  const { detection } = await settingsOf(store)
  if (policyOf(detection, stage) === 'when_risky') await store.throttles.hit(failuresKey(ip), WINDOW_SECONDS, now)
}
