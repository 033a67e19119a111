// What the tenant's messages to phones say. A template that is disabled, or not there, leaves it to Lintel's own words, in the language of whoever
// asked.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import { defaultContent, wordingOf } from '../../http/phone.ts'
import { liquidProblem } from '../../http/templates.ts'
import type { PhoneTemplate as StoredTemplate } from '../../store/phone-templates.ts'
import type { PhoneTemplateContent } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { managementEvent } from '../route.ts'
import { PhoneSenderName, Recipient, tryMessage } from './phone-providers.ts'

const TYPES = ['otp_verify', 'otp_enroll'] as const
/** Auth0 sends these to phones; Lintel sends mails instead. */
const OTHER_TYPES = ['change_password', 'blocked_account', 'password_breach'] as const

const strict = { additionalProperties: false }
const Liquid = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 20_000, description }))
const Content = Type.Object(
  {
    syntax: Type.Optional(Type.Enum(['liquid'])),
    from: PhoneSenderName('The number that such messages come from, in place of the provider’s'),
    body: Type.Optional(
      Type.Object(
        {
          text: Liquid('Liquid. Variables: `code`, `friendly_name`, `tenant`, `locale`'),
          voice: Liquid('Liquid, read out. `pause` stands for a moment of silence'),
        },
        { ...strict, minProperties: 1 },
      ),
    ),
  },
  { ...strict, minProperties: 1 },
)
const disabled = Type.Optional(Type.Boolean({ default: false, description: 'Whether Lintel’s own words are sent' }))
const NewTemplate = Type.Object(
  { type: Type.Enum([...TYPES, ...OTHER_TYPES]), disabled, content: Type.Optional(Content) },
  strict,
)
const TemplatePatch = Type.Object(
  { disabled: Type.Optional(Type.Boolean()), content: Type.Optional(Content) },
  { ...strict, minProperties: 1 },
)
/** Auth0: nothing has to be sent. */
const Nothing = Type.Unsafe<object | null>({ type: ['object', 'null'], additionalProperties: false })

const PhoneTemplate = Type.Object(
  {
    id: Type.String(),
    tenant: Type.String(),
    channel: Type.Enum(['phone']),
    type: Type.Enum([...TYPES]),
    disabled: Type.Boolean(),
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
    content: Type.Object({
      syntax: Type.Enum(['liquid']),
      body: Type.Object({ text: Type.String(), voice: Type.String() }),
      from: Type.Optional(Type.String()),
    }),
  },
  { title: 'PhoneTemplate' },
)
const Params = Type.Object({ id: Type.String({ pattern: '^tem_[A-Za-z0-9]{22}$' }) })

const shown = (
  { tenant: { tenant_id } }: TenantStore,
  { content, created_at, updated_at, ...template }: StoredTemplate,
): Static<typeof PhoneTemplate> => ({
  ...template,
  tenant: tenant_id,
  channel: 'phone',
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
  content: { syntax: 'liquid', ...content },
})

const inexistent = () => new LintelError('inexistent_phone_template', 'The phone template does not exist.')

/** Lintel's words where none are given. Throws unless it is Liquid, and comes to an end. */
export async function contentOf(
  store: TenantStore,
  type: (typeof TYPES)[number],
  { syntax: _, body, ...rest }: Static<typeof Content>,
): Promise<PhoneTemplateContent> {
  for (const [property, template] of Object.entries(body ?? {})) {
    const problem = liquidProblem(template)
    if (problem !== undefined) throw invalidProperty(problem, `content.body.${property}`)
  }
  const content = { ...rest, body: { ...defaultContent(type).body, ...body } }
  try {
    await wordingOf(store, { type, code: '12345678' }, content)
  } catch (error) {
    throw invalidProperty((error as Error).message, 'content.body')
  }
  return content
}

async function change(
  request: FastifyRequest<{ Params: Static<typeof Params> }>,
  description: string,
  changed: (before: StoredTemplate) => Promise<Pick<StoredTemplate, 'content' | 'disabled'>>,
): Promise<Static<typeof PhoneTemplate>> {
  const { store, params } = request
  const now = new Date()
  return store.transaction(async tx => {
    const before = await tx.phone_templates.findForUpdate(params.id)
    const after = before && (await tx.phone_templates.update(params.id, await changed(before), now))
    if (!after) throw inexistent()
    await tx.logs.write(managementEvent(request, description), now)
    return shown(tx, after)
  })
}

export const phoneTemplates: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/branding/phone/templates',
    {
      config: { scopes: ['read:phone_templates'], sdk: 'branding.phone.templates.list' },
      schema: {
        querystring: Type.Object({ disabled: Type.Optional(Type.Boolean()) }, strict),
        response: { 200: Type.Object({ templates: Type.Array(PhoneTemplate) }) },
      },
    },
    async ({ store, query }) => {
      const templates = await store.phone_templates.list()
      const asked = templates.filter(({ disabled }) => query.disabled === undefined || query.disabled === disabled)
      return { templates: asked.map(template => shown(store, template)) }
    },
  )

  server.post(
    '/branding/phone/templates',
    {
      config: { scopes: ['create:phone_templates'], sdk: 'branding.phone.templates.create' },
      schema: { body: NewTemplate, response: { 201: PhoneTemplate } },
    },
    async (request, reply) => {
      const { store, body } = request
      const now = new Date()
      const type = TYPES.find(known => known === body.type)
      if (!type)
        throw new LintelError(
          'operation_not_supported',
          `Lintel sends no phone message of type ${body.type}: it mails.`,
        )
      const content = await contentOf(store, type, body.content ?? {})
      const created = await store.transaction(async tx => {
        const made = await tx.phone_templates.create({ type, disabled: body.disabled ?? false, content }, now)
        await tx.logs.write(managementEvent(request, 'Create a phone notification template'), now)
        return made
      })
      return reply.code(201).send(shown(store, created))
    },
  )

  server.get(
    '/branding/phone/templates/:id',
    {
      config: { scopes: ['read:phone_templates'], sdk: 'branding.phone.templates.get' },
      schema: { params: Params, response: { 200: PhoneTemplate } },
    },
    async ({ store, params }) => {
      const template = await store.phone_templates.find(params.id)
      if (!template) throw inexistent()
      return shown(store, template)
    },
  )

  server.patch(
    '/branding/phone/templates/:id',
    {
      config: { scopes: ['update:phone_templates'], sdk: 'branding.phone.templates.update' },
      schema: { params: Params, body: TemplatePatch, response: { 200: PhoneTemplate } },
    },
    request =>
      change(request, 'Update a phone notification template', async ({ content, disabled, type }) => ({
        content: request.body.content ? await contentOf(request.store, type, request.body.content) : content,
        disabled: request.body.disabled ?? disabled,
      })),
  )

  server.patch(
    '/branding/phone/templates/:id/reset',
    {
      config: { scopes: ['update:phone_templates'], sdk: 'branding.phone.templates.reset' },
      schema: { params: Params, body: Nothing, response: { 200: PhoneTemplate } },
    },
    request =>
      change(request, 'Reset a phone notification template', async ({ type, disabled }) => ({
        content: defaultContent(type),
        disabled,
      })),
  )

  server.delete(
    '/branding/phone/templates/:id',
    {
      config: { scopes: ['delete:phone_templates'], sdk: 'branding.phone.templates.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.phone_templates.remove(params.id))) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Delete a phone notification template'), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/branding/phone/templates/:id/try',
    {
      config: { scopes: ['create:phone_templates'], sdk: 'branding.phone.templates.test' },
      schema: { params: Params, body: Recipient, response: { 202: Type.Object({ message: Type.String() }) } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      const template = await store.phone_templates.find(params.id)
      if (!template) throw inexistent()
      const provider = await store.phone_providers.find()
      if (!provider) throw new LintelError('inexistent_phone_provider', 'The tenant has no phone provider.')
      const { type, content } = template
      await tryMessage(store, server.outbound, provider, { ...body, by: body.delivery_method, type, content }, now)
      await store.logs.write(
        managementEvent(request, 'Send a test phone notification for the configured template'),
        now,
      )
      return reply.code(202).send({ message: 'Phone notification sent.' })
    },
  )
}
