// What a tenant asks of its users beside a first proof: which factors there are, who must use one, how codes are sent, how long a browser is
// remembered. Enforced in login/.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { FACTORS, type MultiFactor, POLICIES, readMultiFactor } from '../store/multi-factor.ts'
import { managementEvent } from './route.ts'

/** Third parties' apps and services. Auth0 lists them, so they are listed; they stay off. */
const OTHERS_FACTORS = ['push-notification', 'duo'] as const
type Factor = (typeof FACTORS)[number] | (typeof OTHERS_FACTORS)[number]

const isOthers = (name: Factor): name is (typeof OTHERS_FACTORS)[number] => OTHERS_FACTORS.some(other => other === name)

const strict = { additionalProperties: false }
const HOUR = 3_600
const DAY = 24 * HOUR

const GuardianFactor = Type.Object(
  {
    name: Type.Enum([...FACTORS, ...OTHERS_FACTORS]),
    enabled: Type.Boolean(),
    trial_expired: Type.Boolean({ description: 'Never: Lintel has no trials' }),
  },
  { title: 'GuardianFactor' },
)
const Enabled = Type.Object({ enabled: Type.Boolean() }, strict)

const Policies = Type.Array(Type.Enum([...POLICIES]), {
  uniqueItems: true,
  description:
    '`all-applications`: whoever signs in proves more than a password. `confidence-score`: whoever seems to be at risk does. None: who has enrolled a factor does where an application or an API asks for it',
})

const MessageTypes = Type.Object(
  {
    message_types: Type.Array(Type.Enum(['sms', 'voice']), {
      uniqueItems: true,
      minItems: 1,
      description: 'How a code may reach a phone',
    }),
  },
  strict,
)

const CodeSettings = Type.Object(
  {
    otp_length: Type.Integer({ minimum: 6, maximum: 10, description: 'Digits of a code' }),
    otp_expiration_time: Type.Integer({ minimum: 60, maximum: 900, description: 'Seconds for which a code holds' }),
  },
  strict,
)

const RememberBrowser = Type.Object(
  {
    display_remember_me_checkbox: Type.Boolean({
      description:
        'Whether a person may have a browser remembered. If not, none is, and those that were are asked again',
    }),
    remember_me_default_value: Type.Boolean({
      description: 'Whether that is what is chosen unless she says otherwise',
    }),
    mfa_session_inactivity_timeout: Type.Integer({
      minimum: HOUR,
      maximum: 30 * DAY,
      description: 'Seconds after the last sign-in in which a browser is remembered',
    }),
    mfa_session_overall_timeout: Type.Integer({
      minimum: HOUR,
      maximum: 90 * DAY,
      description: 'Seconds after which it is not, whatever happens in it',
    }),
  },
  strict,
)

/** @param change what of the settings is new */
async function update(
  request: FastifyRequest,
  description: string,
  change: (before: MultiFactor) => Partial<MultiFactor>,
): Promise<MultiFactor> {
  const now = new Date()
  return request.store.transaction(async tx => {
    const updated = await tx.settings.update(
      before => ({ multi_factor: { ...(before.multi_factor as object), ...change(readMultiFactor(before)) } }),
      now,
    )
    await tx.logs.write(managementEvent(request, description), now)
    return readMultiFactor(updated)
  })
}

const current = async ({ store }: FastifyRequest): Promise<MultiFactor> => readMultiFactor(await store.settings.find())

export const guardian: FastifyPluginAsyncTypebox = async server => {
  const read = { scopes: ['read:guardian_factors'] }
  const write = { scopes: ['update:guardian_factors'] }

  server.get(
    '/guardian/factors',
    { config: { ...read, sdk: 'guardian.factors.list' }, schema: { response: { 200: Type.Array(GuardianFactor) } } },
    async request => {
      const { factors } = await current(request)
      const names: Factor[] = [...FACTORS, ...OTHERS_FACTORS]
      return names.map(name => ({ name, enabled: !isOthers(name) && factors[name], trial_expired: false }))
    },
  )

  server.put(
    '/guardian/factors/:name',
    {
      config: { ...write, sdk: 'guardian.factors.set' },
      schema: {
        params: Type.Object({ name: Type.Enum([...FACTORS, ...OTHERS_FACTORS]) }),
        body: Enabled,
        response: { 200: Enabled },
      },
    },
    async request => {
      const { enabled } = request.body
      const { name } = request.params
      if (isOthers(name) && enabled)
        throw new LintelError(
          'operation_not_supported',
          `Lintel does not have the factor ${name}. It is accepted only as not enabled.`,
        )
      const description = 'Update multi-factor authentication type'
      await update(request, description, ({ factors }) =>
        isOthers(name) ? {} : { factors: { ...factors, [name]: enabled } },
      )
      return { enabled }
    },
  )

  server.get(
    '/guardian/policies',
    {
      config: { scopes: ['read:mfa_policies'], sdk: 'guardian.policies.list' },
      schema: { response: { 200: Policies } },
    },
    async request => (await current(request)).policies,
  )

  server.put(
    '/guardian/policies',
    {
      config: { scopes: ['update:mfa_policies'], sdk: 'guardian.policies.set' },
      schema: { body: Policies, response: { 200: Policies } },
    },
    async request => {
      const policies = request.body
      const { policies: updated } = await update(request, 'Update multi-factor authentication policies', () => ({
        policies,
      }))
      return updated
    },
  )

  server.get(
    '/guardian/factors/phone/message-types',
    { config: { ...read, sdk: 'guardian.factors.phone.getMessageTypes' }, schema: { response: { 200: MessageTypes } } },
    async request => ({ message_types: (await current(request)).message_types }),
  )

  server.put(
    '/guardian/factors/phone/message-types',
    {
      config: { ...write, sdk: 'guardian.factors.phone.setMessageTypes' },
      schema: { body: MessageTypes, response: { 200: MessageTypes } },
    },
    async request => {
      const { message_types } = request.body
      await update(request, 'Update the Enabled Phone Factors', () => ({ message_types }))
      return { message_types }
    },
  )

  for (const channel of ['email', 'phone'] as const) {
    server.get(
      `/guardian/factors/${channel}/settings`,
      { config: { ...read, sdk: `guardian.factors.${channel}.get` }, schema: { response: { 200: CodeSettings } } },
      async request => (await current(request)).codes[channel],
    )

    server.put(
      `/guardian/factors/${channel}/settings`,
      {
        config: { ...write, sdk: `guardian.factors.${channel}.set` },
        schema: { body: CodeSettings, response: { 200: CodeSettings } },
      },
      async request => {
        const settings = request.body
        await update(request, `Update ${channel} factor settings`, ({ codes }) => ({
          codes: { ...codes, [channel]: settings },
        }))
        return settings
      },
    )
  }

  server.get(
    '/guardian/settings',
    { config: { ...read, sdk: 'guardian.get' }, schema: { response: { 200: RememberBrowser } } },
    async request => (await current(request)).remember_browser,
  )

  server.put(
    '/guardian/settings',
    {
      config: { ...write, sdk: 'guardian.set' },
      schema: { body: RememberBrowser, response: { 200: RememberBrowser } },
    },
    async request => {
      const remember_browser = request.body
      if (remember_browser.mfa_session_inactivity_timeout > remember_browser.mfa_session_overall_timeout)
        throw invalidProperty('Must not exceed mfa_session_overall_timeout', 'mfa_session_inactivity_timeout')
      await update(request, 'Update guardian settings', () => ({ remember_browser }))
      return remember_browser
    },
  )
}
