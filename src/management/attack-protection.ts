// What a tenant sets against attacks. Enforced in login/throttles.ts.
import { isIP } from 'node:net'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { invalidProperty } from '../errors.ts'
import { type AttackProtection, readAttackProtection } from '../store/attack-protection.ts'
import type { JsonObject } from '../store/schema.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, enforcedOnly, hidden } from './unenforced.ts'

/** Stages of suspicious IP throttling. Auth0: subject tokens that are refused. */
export const UNENFORCED_THROTTLING_STAGES = { 'pre-custom-token-exchange': hidden() }

const strict = { additionalProperties: false }
const allowlist = Type.Array(Type.String({ minLength: 1, maxLength: 50 }), {
  maxItems: 100,
  description: 'Addresses and networks whose attempts are not counted',
})
const enabled = Type.Boolean()

const BruteForceProtection = Type.Object(
  {
    enabled,
    shields: Type.Array(Type.Enum(['block', 'user_notification']), {
      uniqueItems: true,
      description: 'What happens when an account has had too many failures. None: they are not counted',
    }),
    allowlist,
    mode: Type.Enum(['count_per_identifier_and_ip', 'count_per_identifier'], {
      description: 'Whether failures count together only when they come from one network',
    }),
    max_attempts: Type.Integer({ minimum: 1, maximum: 100, description: 'Failures in a row' }),
  },
  { title: 'BruteForceProtection' },
)

const rate = (minimum: number) =>
  Type.Integer({ minimum, maximum: 86_400_000, description: 'Milliseconds after which one more attempt is granted' })
const PreLogin = { max_attempts: Type.Integer({ minimum: 1, maximum: 2_500 }), rate: rate(34_560) }
const PreUserRegistration = { max_attempts: Type.Integer({ minimum: 1, maximum: 72_000 }), rate: rate(1_200) }
const throttling = {
  enabled,
  shields: Type.Array(Type.Enum(['block', 'admin_notification']), {
    uniqueItems: true,
    description:
      'What happens when a network has made too many attempts. An administrator is notified by a log event, which log streams carry; none: attempts are not counted',
  }),
  allowlist,
}
const SuspiciousIpThrottling = Type.Object(
  {
    ...throttling,
    stage: Type.Object({
      'pre-login': Type.Object(PreLogin),
      'pre-user-registration': Type.Object(PreUserRegistration),
    }),
  },
  { title: 'SuspiciousIpThrottling' },
)

const BruteForcePatch = Type.Partial(Type.Object(BruteForceProtection.properties), strict)
const ThrottlingPatch = Type.Partial(
  Type.Object({
    ...throttling,
    stage: Type.Partial(
      Type.Object({
        'pre-login': Type.Partial(Type.Object(PreLogin), strict),
        'pre-user-registration': Type.Partial(Type.Object(PreUserRegistration), strict),
        ...acceptedProperties(UNENFORCED_THROTTLING_STAGES),
      }),
      strict,
    ),
  }),
  strict,
)

function checkAllowlist(entries: readonly string[] = []): void {
  for (const entry of entries) {
    const [, address = '', prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
    const family = isIP(address)
    if (family === 0 || Number(prefix ?? 0) > (family === 4 ? 32 : 128))
      throw invalidProperty('Not an address or network', 'allowlist')
  }
}

/** Auth0: what stands at the root replaces, stages are merged. */
function throttlingOf(
  before: AttackProtection['suspicious_ip_throttling'],
  { stage: given = {}, ...rest }: { stage?: { [stage: string]: unknown }; [property: string]: unknown },
) {
  const stages: JsonObject = enforcedOnly(given, UNENFORCED_THROTTLING_STAGES, 'stage.')
  const merged = Object.entries(before.stage).map(([name, allowance]) => [
    name,
    { ...allowance, ...(stages[name] as object | undefined) },
  ])
  return { ...before, ...rest, stage: Object.fromEntries(merged) }
}

export const attackProtection: FastifyPluginAsyncTypebox = async server => {
  const get = { scopes: ['read:attack_protection'] }
  const patch = { scopes: ['update:attack_protection'] }
  const sdk = 'attackProtection'

  server.get(
    '/attack-protection/brute-force-protection',
    { config: { ...get, sdk: `${sdk}.bruteForceProtection.get` }, schema: { response: { 200: BruteForceProtection } } },
    async ({ store }) => readAttackProtection(await store.settings.find()).brute_force_protection,
  )

  server.patch(
    '/attack-protection/brute-force-protection',
    {
      config: { ...patch, sdk: `${sdk}.bruteForceProtection.update` },
      schema: { body: BruteForcePatch, response: { 200: BruteForceProtection } },
    },
    async request => {
      const { body, store } = request
      checkAllowlist(body.allowlist)
      const now = new Date()
      return store.transaction(async tx => {
        const updated = await tx.settings.update(before => {
          const { brute_force_protection } = readAttackProtection(before)
          return { brute_force_protection: { ...brute_force_protection, ...body } }
        }, now)
        await tx.logs.write(managementEvent(request, 'Update Brute-force settings'), now)
        return readAttackProtection(updated).brute_force_protection
      })
    },
  )

  server.get(
    '/attack-protection/suspicious-ip-throttling',
    {
      config: { ...get, sdk: `${sdk}.suspiciousIpThrottling.get` },
      schema: { response: { 200: SuspiciousIpThrottling } },
    },
    async ({ store }) => readAttackProtection(await store.settings.find()).suspicious_ip_throttling,
  )

  server.patch(
    '/attack-protection/suspicious-ip-throttling',
    {
      config: { ...patch, sdk: `${sdk}.suspiciousIpThrottling.update` },
      schema: { body: ThrottlingPatch, response: { 200: SuspiciousIpThrottling } },
    },
    async request => {
      const { body, store } = request
      checkAllowlist(body.allowlist)
      const now = new Date()
      return store.transaction(async tx => {
        const updated = await tx.settings.update(before => {
          const { suspicious_ip_throttling } = readAttackProtection(before)
          return { suspicious_ip_throttling: throttlingOf(suspicious_ip_throttling, body) }
        }, now)
        await tx.logs.write(managementEvent(request, 'Update Suspicious IP Throttling settings'), now)
        return readAttackProtection(updated).suspicious_ip_throttling
      })
    },
  )
}
