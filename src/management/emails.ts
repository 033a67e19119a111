// The server that takes a tenant's mail. Used in http/mail.ts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { fieldsQuery, pickFields } from '../http/paging.ts'
import { parseSender } from '../mail/mailer.ts'
import type { EmailProvider, SmtpCredentials } from '../store/email-providers.ts'
import { managementEvent } from './route.ts'

const strict = { additionalProperties: false }
const text = Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 }))

/** Auth0's; mail leaves by SMTP, which all of them speak. */
const ProviderName = Type.Enum([
  'mailgun',
  'mandrill',
  'sendgrid',
  'resend',
  'ses',
  'sparkpost',
  'smtp',
  'azure_cs',
  'ms365',
  'custom',
])
const HOST = '^[A-Za-z0-9.:-]{1,253}$'
const Credentials = Type.Object(
  {
    smtp_host: Type.Optional(Type.String({ pattern: HOST })),
    smtp_port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    smtp_user: text,
    smtp_pass: text,
    // Those of other providers, so that they are refused by their name.
    api_key: text,
    accessKeyId: text,
    secretAccessKey: text,
    region: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    domain: text,
    connectionString: text,
    tenantId: text,
    clientId: text,
    clientSecret: text,
  },
  strict,
)
const Headers = Type.Record(
  Type.String({ pattern: '^[Xx]-[A-Za-z0-9-]{1,100}$' }),
  Type.String({ maxLength: 500, pattern: '^[ -~]*$' }),
  strict,
)
const Settings = Type.Union([Type.Object({ headers: Type.Optional(Headers) }, strict), Type.Null()])
const given = {
  enabled: Type.Optional(Type.Boolean()),
  default_from_address: Type.Optional(Type.String({ maxLength: 320, description: 'An address, or `Name <address>`' })),
  settings: Type.Optional(Settings),
}
const NewProvider = Type.Object({ name: ProviderName, credentials: Credentials, ...given }, strict)
const ProviderPatch = Type.Object(
  { name: Type.Optional(ProviderName), credentials: Type.Optional(Credentials), ...given },
  { ...strict, minProperties: 1 },
)
export const EmailProviderShown = Type.Partial(
  Type.Object({
    name: Type.String(),
    enabled: Type.Boolean(),
    default_from_address: Type.String(),
    credentials: Type.Partial(
      Type.Object({ smtp_host: Type.String(), smtp_port: Type.Integer(), smtp_user: Type.String() }),
    ),
    settings: Type.Object({ headers: Type.Optional(Headers) }),
  }),
  { title: 'EmailProvider', description: 'Passwords are never shown.' },
)

const shown = ({ name, enabled, default_from_address, credentials, settings }: EmailProvider) => {
  const { smtp_pass: _, ...visible } = credentials
  return {
    name,
    enabled,
    ...(default_from_address === null ? {} : { default_from_address }),
    credentials: visible,
    ...(settings.headers ? { settings: { headers: settings.headers } } : {}),
  }
}

const inexistent = () => new LintelError('inexistent_email_provider', 'There is not a configured email provider')

function checkName(name: string): void {
  if (name !== 'smtp')
    throw new LintelError(
      'operation_not_supported',
      `Lintel sends mail by SMTP, not by ${name}. Give the SMTP server of ${name}, under the name smtp.`,
    )
}

/** @param before a password stays with the server and the user that it was given for, and goes to no other */
function credentialsOf(asked: Static<typeof Credentials>, before?: SmtpCredentials): SmtpCredentials {
  const { smtp_host, smtp_port, smtp_user, smtp_pass, ...others } = asked
  const [other] = Object.keys(others)
  if (other !== undefined)
    throw invalidProperty(`Additional properties not allowed: credentials.${other}`, `credentials.${other}`)
  if (smtp_host === undefined) throw invalidProperty('Missing required property: smtp_host', 'credentials')
  const server = { smtp_host, smtp_port: smtp_port ?? 587, ...(smtp_user === undefined ? {} : { smtp_user }) }
  const isSame =
    before?.smtp_host === smtp_host && before.smtp_port === server.smtp_port && before.smtp_user === smtp_user
  const pass = smtp_pass ?? (isSame ? before?.smtp_pass : undefined)
  if (pass !== undefined && smtp_user === undefined)
    throw invalidProperty('Missing required property: smtp_user', 'credentials')
  return { ...server, ...(pass === undefined ? {} : { smtp_pass: pass }) }
}

function checkSender(default_from_address: string | undefined): void {
  if (default_from_address && !parseSender(default_from_address))
    throw invalidProperty('Not one address', 'default_from_address')
}

export const emails: FastifyPluginAsyncTypebox = async server => {
  const url = '/emails/provider'

  server.get(
    url,
    {
      config: { scopes: ['read:email_provider'], sdk: 'emails.provider.get' },
      schema: { querystring: Type.Object(fieldsQuery, strict), response: { 200: EmailProviderShown } },
    },
    async ({ query, store }) => {
      const provider = await store.email_providers.find()
      if (!provider) throw inexistent()
      return pickFields(shown(provider), query)
    },
  )

  server.post(
    url,
    {
      config: { scopes: ['create:email_provider'], sdk: 'emails.provider.create' },
      schema: { body: NewProvider, response: { 201: EmailProviderShown } },
    },
    async (request, reply) => {
      const { body, store } = request
      checkName(body.name)
      checkSender(body.default_from_address)
      const provider: EmailProvider = {
        name: 'smtp',
        enabled: body.enabled ?? true,
        default_from_address: body.default_from_address || null,
        credentials: credentialsOf(body.credentials),
        settings: body.settings ?? {},
      }
      const now = new Date()
      await store.transaction(async tx => {
        await tx.email_providers.create(provider, now)
        await tx.logs.write(managementEvent(request, 'Create the email provider'), now)
      })
      return reply.code(201).send(shown(provider))
    },
  )

  server.patch(
    url,
    {
      config: { scopes: ['update:email_provider'], sdk: 'emails.provider.update' },
      schema: { body: ProviderPatch, response: { 200: EmailProviderShown } },
    },
    async request => {
      const { body, store } = request
      if (body.name !== undefined) checkName(body.name)
      checkSender(body.default_from_address)
      const now = new Date()
      return store.transaction(async tx => {
        const before = await tx.email_providers.find()
        if (!before) throw inexistent()
        const provider: EmailProvider = {
          ...before,
          ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
          ...(body.default_from_address === undefined
            ? {}
            : { default_from_address: body.default_from_address || null }),
          ...(body.credentials ? { credentials: credentialsOf(body.credentials, before.credentials) } : {}),
          ...(body.settings === undefined ? {} : { settings: body.settings ?? {} }),
        }
        await tx.email_providers.update(provider, now)
        await tx.logs.write(managementEvent(request, 'Update the email provider'), now)
        return shown(provider)
      })
    },
  )

  server.delete(
    url,
    {
      config: { scopes: ['delete:email_provider'], sdk: 'emails.provider.delete' },
      schema: { response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.email_providers.remove())) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Delete the email provider'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
