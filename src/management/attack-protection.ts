// What a tenant sets against attacks. Enforced in login/throttles.ts and http/breached-passwords.ts.
import { isIP } from 'node:net'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import type { Breaches } from '../http/breached-passwords.ts'
import {
  type AttackProtection,
  type BreachedPasswordDetection as BreachedPasswordDetectionSettings,
  readAttackProtection,
} from '../store/attack-protection.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shown, shownValues } from './unenforced.ts'

/** Auth0: `enhanced` asks a service of Auth0's own. */
export const UNENFORCED_BREACH_SETTINGS = { method: shown<'standard'>('standard') }

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
const PreCustomTokenExchange = { max_attempts: Type.Integer({ minimum: 1, maximum: 72_000 }), rate: rate(1_200) }
const stages = {
  'pre-login': Type.Object(PreLogin),
  'pre-user-registration': Type.Object(PreUserRegistration),
  'pre-custom-token-exchange': Type.Object(PreCustomTokenExchange, {
    description: 'Subject tokens of others that were refused',
  }),
}
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
    stage: Type.Object(stages),
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
        'pre-custom-token-exchange': Type.Partial(Type.Object(PreCustomTokenExchange), strict),
      }),
      strict,
    ),
  }),
  strict,
)

const loginShields = Type.Array(Type.Enum(['block', 'user_notification', 'admin_notification']), {
  uniqueItems: true,
  description:
    'What happens at a sign-in. An administrator is notified by a log event; none: passwords are not looked up',
})
const stageShields = Type.Array(Type.Enum(['block', 'admin_notification']), { uniqueItems: true })
const BreachedPasswordDetection = Type.Object(
  {
    enabled,
    shields: loginShields,
    admin_notification_frequency: Type.Array(Type.Enum(['immediately'])),
    stage: Type.Object({
      'pre-user-registration': Type.Object({ shields: stageShields }),
      'pre-change-password': Type.Object({ shields: stageShields }),
    }),
    ...answeredProperties(UNENFORCED_BREACH_SETTINGS),
  },
  { title: 'BreachedPasswordDetection' },
)
const Stage = Type.Partial(Type.Object({ shields: stageShields }), strict)
const BreachPatch = Type.Partial(
  Type.Object({
    enabled,
    shields: loginShields,
    admin_notification_frequency: Type.Array(Type.Enum(['immediately', 'daily', 'weekly', 'monthly']), {
      uniqueItems: true,
    }),
    stage: Type.Partial(Type.Object({ 'pre-user-registration': Stage, 'pre-change-password': Stage }), strict),
    ...acceptedProperties(UNENFORCED_BREACH_SETTINGS),
  }),
  strict,
)

const policy = Type.Enum(['never', 'when_risky', 'always'], {
  description: 'How often a form must come with a proof of work',
})
const BotDetection = Type.Object(
  {
    bot_detection_level: Type.Enum(['low', 'medium', 'high'], {
      description:
        'How few forms of a network that came to nothing make it a risk: thirty, fifteen or five in a quarter of an hour',
    }),
    challenge_password_policy: policy,
    challenge_passwordless_policy: policy,
    challenge_password_reset_policy: policy,
    allowlist,
    monitoring_mode_enabled: Type.Boolean({ description: 'What would be asked for is only told in the log' }),
  },
  { title: 'BotDetection' },
)
const BotDetectionPatch = Type.Partial(Type.Object(BotDetection.properties), strict)

/** Auth0: other providers are third parties, who would see who signs in. */
export const UNENFORCED_CAPTCHA_SETTINGS = {
  active_provider_id: shown<'auth_challenge'>('auth_challenge'),
  arkose: hidden(),
  auth_challenge: shown<{ fail_open: false }>({ fail_open: false }),
  friendly_captcha: hidden(),
  hcaptcha: hidden(),
  recaptcha_enterprise: hidden(),
  recaptcha_v2: hidden(),
  simple_captcha: hidden({}),
}
const Captcha = Type.Object(answeredProperties(UNENFORCED_CAPTCHA_SETTINGS), { title: 'Captcha' })
const CaptchaPatch = Type.Object(acceptedProperties(UNENFORCED_CAPTCHA_SETTINGS), strict)

/** Digests would need somebody to mail them to. */
function checkFrequency(frequencies: readonly string[] = []): 'immediately'[] {
  const other = frequencies.find(frequency => frequency !== 'immediately')
  if (other !== undefined)
    throw new LintelError(
      'operation_not_supported',
      `Lintel does not enforce admin_notification_frequency ${other}. A log event tells of each breached password immediately.`,
    )
  return frequencies.map(() => 'immediately')
}

function checkAllowlist(entries: readonly string[] = []): void {
  for (const entry of entries) {
    const [, address = '', prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
    const family = isIP(address)
    if (family === 0 || Number(prefix ?? 0) > (family === 4 ? 32 : 128))
      throw invalidProperty('Not an address or network', 'allowlist')
  }
}

/** Auth0: what stands at the root replaces, stages are merged. */
function merged<Protection extends { stage: object }>(
  before: Protection,
  { stage = {}, ...rest }: { stage?: object; [property: string]: unknown },
): Protection {
  const stages = Object.entries(before.stage).map(([name, stands]) => [
    name,
    { ...stands, ...(stage as { [name: string]: object })[name] },
  ])
  return { ...before, ...rest, stage: Object.fromEntries(stages) }
}

/** Changes one protection, on one transaction with its log event. Answers it as it stands then. */
async function change<Name extends keyof AttackProtection>(
  request: FastifyRequest,
  name: Name,
  changed: (before: AttackProtection[Name]) => AttackProtection[Name],
  description: string,
): Promise<AttackProtection[Name]> {
  const now = new Date()
  return request.store.transaction(async tx => {
    const updated = await tx.settings.update(before => ({ [name]: changed(readAttackProtection(before)[name]) }), now)
    await tx.logs.write(managementEvent(request, description), now)
    return readAttackProtection(updated)[name]
  })
}

/** @property breaches undefined: the operator has given no list of breached passwords */
export type AttackProtectionOptions = { breaches: Breaches }

export const attackProtection: FastifyPluginAsyncTypebox<AttackProtectionOptions> = async (server, { breaches }) => {
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
      const { body } = request
      checkAllowlist(body.allowlist)
      return change(
        request,
        'brute_force_protection',
        before => ({ ...before, ...body }),
        'Update Brute-force settings',
      )
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
      const { body } = request
      checkAllowlist(body.allowlist)
      const description = 'Update Suspicious IP Throttling settings'
      return change(request, 'suspicious_ip_throttling', before => merged(before, body), description)
    },
  )

  server.get(
    '/attack-protection/bot-detection',
    { config: { ...get, sdk: `${sdk}.botDetection.get` }, schema: { response: { 200: BotDetection } } },
    async ({ store }) => readAttackProtection(await store.settings.find()).bot_detection,
  )

  server.patch(
    '/attack-protection/bot-detection',
    {
      config: { ...patch, sdk: `${sdk}.botDetection.update` },
      schema: { body: BotDetectionPatch, response: { 200: BotDetection } },
    },
    async request => {
      const { body } = request
      checkAllowlist(body.allowlist)
      return change(request, 'bot_detection', before => ({ ...before, ...body }), 'Update Bot Detection settings')
    },
  )

  server.get(
    '/attack-protection/captcha',
    { config: { ...get, sdk: `${sdk}.captcha.get` }, schema: { response: { 200: Captcha } } },
    async () => shownValues(UNENFORCED_CAPTCHA_SETTINGS),
  )

  server.patch(
    '/attack-protection/captcha',
    { config: { ...patch, sdk: `${sdk}.captcha.update` }, schema: { body: CaptchaPatch, response: { 200: Captcha } } },
    async request => {
      enforcedOnly(request.body, UNENFORCED_CAPTCHA_SETTINGS)
      await request.store.logs.write(managementEvent(request, 'Update Captcha settings'), new Date())
      return shownValues(UNENFORCED_CAPTCHA_SETTINGS)
    },
  )

  /** A detection without a list detects nothing, whatever is set. */
  const shownDetection = (detection: BreachedPasswordDetectionSettings) => ({
    ...shownValues(UNENFORCED_BREACH_SETTINGS),
    ...detection,
    enabled: detection.enabled && breaches !== undefined,
  })

  server.get(
    '/attack-protection/breached-password-detection',
    {
      config: { ...get, sdk: `${sdk}.breachedPasswordDetection.get` },
      schema: { response: { 200: BreachedPasswordDetection } },
    },
    async ({ store }) => shownDetection(readAttackProtection(await store.settings.find()).breached_password_detection),
  )

  server.patch(
    '/attack-protection/breached-password-detection',
    {
      config: { ...patch, sdk: `${sdk}.breachedPasswordDetection.update` },
      schema: { body: BreachPatch, response: { 200: BreachedPasswordDetection } },
    },
    async request => {
      const { body } = request
      const { admin_notification_frequency, ...asked } = enforcedOnly(body, UNENFORCED_BREACH_SETTINGS)
      const frequency = admin_notification_frequency && {
        admin_notification_frequency: checkFrequency(admin_notification_frequency),
      }
      if (asked.enabled && !breaches)
        throw new LintelError(
          'operation_not_supported',
          'There is no list of breached passwords: the operator has not set LINTEL_BREACHED_PASSWORDS_FILE.',
        )
      const settings = { ...asked, ...frequency }
      const description = 'Update Breached Password Detection settings'
      return shownDetection(
        await change(request, 'breached_password_detection', before => merged(before, settings), description),
      )
    },
  )
}
