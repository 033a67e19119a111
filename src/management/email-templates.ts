// A tenant's own mails, under Auth0's names: those that something here sends. Made into mails in http/email-templates.ts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { EMAIL_TEMPLATES, type EmailTemplateName, factsFor, isEmailTemplate } from '../http/email-templates.ts'
import { demandMail, queueMail } from '../http/mail.ts'
import { LONGEST_TEMPLATE, parseLine, parsePiece } from '../http/templates.ts'
import { checkUrl } from '../http/urls.ts'
import { parseSender } from '../mail/mailer.ts'
import type { EmailTemplate, EmailTemplatePatch } from '../store/email-templates.ts'
import { managementEvent } from './route.ts'

const strict = { additionalProperties: false }
const AUTH0_TEMPLATES = [
  'verify_email',
  'verify_email_by_code',
  'auth_email_by_code',
  'reset_email',
  'reset_email_by_code',
  'welcome_email',
  'blocked_account',
  'stolen_credentials',
  'enrollment_email',
  'mfa_oob_code',
  'user_invitation',
  'change_password',
  'password_reset',
  'async_approval',
]
const Name = Type.Enum(AUTH0_TEMPLATES)
const nullable = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Union([schema, Type.Null()])

const given = {
  body: nullable(Type.String({ maxLength: LONGEST_TEMPLATE, description: 'HTML in Liquid; empty: the default' })),
  from: nullable(
    Type.String({ maxLength: 500, description: 'An address, or `Name <address>`; empty: the provider’s' }),
  ),
  subject: nullable(Type.String({ maxLength: 500, description: 'Liquid; empty: the default' })),
  syntax: nullable(Type.String({ maxLength: 50, description: 'liquid' })),
  enabled: nullable(Type.Boolean()),
}
const more = {
  resultUrl: Type.Optional(nullable(Type.String({ maxLength: 2_000 }))),
  urlLifetimeInSeconds: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 31_536_000 }))),
  includeEmailInRedirect: Type.Optional(Type.Boolean()),
}
const NewTemplate = Type.Object({ template: Name, ...given, ...more }, strict)
const TemplatePatch = Type.Partial(Type.Object({ template: Name, ...given, ...more }), strict)
export const EmailTemplateShown = Type.Partial(Type.Object({ template: Name, ...given, ...more }), {
  title: 'EmailTemplate',
})
const Params = Type.Object({ templateName: Name })
const TryOut = Type.Object({ to: Type.String({ format: 'email', description: 'Where it is sent' }) }, strict)

const inexistent = () => new LintelError('inexistent_email_template', 'The template does not exist.')

const shown = (own: EmailTemplate) => ({
  template: own.template,
  body: own.body ?? '',
  from: own.from ?? '',
  subject: own.subject ?? '',
  syntax: 'liquid',
  enabled: own.enabled,
  ...(own.result_url === null ? {} : { resultUrl: own.result_url }),
  ...(own.url_lifetime_in_seconds === null ? {} : { urlLifetimeInSeconds: own.url_lifetime_in_seconds }),
  ...(own.include_email_in_redirect === null ? {} : { includeEmailInRedirect: own.include_email_in_redirect }),
})

function checkName(template: string): EmailTemplateName {
  if (!isEmailTemplate(template))
    throw new LintelError(
      'operation_not_supported',
      `Lintel sends no ${template}. It has templates for ${Object.keys(EMAIL_TEMPLATES).join(', ')}.`,
    )
  return template
}

/** What is asked, as it is kept; throws where it could not be sent, or not be kept. */
function patchOf(name: EmailTemplateName, asked: Static<typeof TemplatePatch>): EmailTemplatePatch {
  const { body, from, subject, syntax, enabled, resultUrl, urlLifetimeInSeconds, includeEmailInRedirect } = asked
  if (asked.template !== undefined && asked.template !== name)
    throw invalidProperty(`It is ${name} in the path`, 'template')
  if (syntax && syntax !== 'liquid') throw invalidProperty('The syntax is liquid', 'syntax')
  if (body) parsePiece(body, 'body')
  if (subject) parseLine(subject, 'subject')
  if (from && !parseSender(from)) throw invalidProperty('Not one address', 'from')
  const { link } = EMAIL_TEMPLATES[name]
  // A lifetime holds trivially where there is no link.
  if (!link && resultUrl)
    throw new LintelError('operation_not_supported', `There is no link in ${name} for resultUrl to be about.`)
  if (resultUrl) checkUrl(resultUrl, 'https', 'resultUrl')
  const kept: { [Column in keyof EmailTemplatePatch]: EmailTemplatePatch[Column] | undefined } = {
    body: body === '' ? null : body,
    from: from === '' ? null : from,
    subject: subject === '' ? null : subject,
    enabled: enabled === null ? false : enabled,
    result_url: resultUrl === '' ? null : resultUrl,
    url_lifetime_in_seconds: urlLifetimeInSeconds === 0 ? null : urlLifetimeInSeconds,
    include_email_in_redirect: includeEmailInRedirect,
  }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
}

const empty = (template: string): EmailTemplate => ({
  template,
  enabled: false,
  body: null,
  from: null,
  subject: null,
  result_url: null,
  url_lifetime_in_seconds: null,
  include_email_in_redirect: null,
})

export type EmailTemplatesOptions = {
  /** The default, as a template would say it. */
  defaultEmail(name: EmailTemplateName): { subject: string; body: string }
}

export const emailTemplates: FastifyPluginAsyncTypebox<EmailTemplatesOptions> = async (server, { defaultEmail }) => {
  server.post(
    '/email-templates',
    {
      config: { scopes: ['create:email_templates'], sdk: 'emailTemplates.create' },
      schema: { body: NewTemplate, response: { 200: EmailTemplateShown } },
    },
    async request => {
      const { body, store } = request
      const name = checkName(body.template)
      const template = { ...empty(name), ...patchOf(name, body) }
      const now = new Date()
      return store.transaction(async tx => {
        const created = await tx.email_templates.create(template, now)
        await tx.logs.write(managementEvent(request, 'Create an email template'), now)
        return shown(created)
      })
    },
  )

  server.get(
    '/email-templates/:templateName',
    {
      config: { scopes: ['read:email_templates'], sdk: 'emailTemplates.get' },
      schema: {
        params: Params,
        querystring: Type.Object(
          {
            include_defaults: Type.Optional(
              Type.Boolean({ description: 'Lintel’s own: the default where there is nothing of the tenant’s' }),
            ),
          },
          strict,
        ),
        response: { 200: EmailTemplateShown },
      },
    },
    async ({ params: { templateName }, query, store }) => {
      const own = await store.email_templates.find(templateName)
      if (!query.include_defaults || !isEmailTemplate(templateName)) {
        if (!own) throw inexistent()
        return shown(own)
      }
      const standard = defaultEmail(templateName)
      const template = shown(own ?? { ...empty(templateName), enabled: true })
      return { ...template, body: template.body || standard.body, subject: template.subject || standard.subject }
    },
  )

  server.patch(
    '/email-templates/:templateName',
    {
      config: { scopes: ['update:email_templates'], sdk: 'emailTemplates.update' },
      schema: { params: Params, body: TemplatePatch, response: { 200: EmailTemplateShown } },
    },
    async request => {
      const { body, params, store } = request
      const name = checkName(params.templateName)
      const patch = patchOf(name, body)
      const now = new Date()
      return store.transaction(async tx => {
        const updated = await tx.email_templates.update(name, patch, now)
        if (!updated) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Update an email template'), now)
        return shown(updated)
      })
    },
  )

  server.put(
    '/email-templates/:templateName',
    {
      config: { scopes: ['update:email_templates'], sdk: 'emailTemplates.set' },
      schema: { params: Params, body: NewTemplate, response: { 200: EmailTemplateShown } },
    },
    async request => {
      const { body, params, store } = request
      const name = checkName(params.templateName)
      const { template: _, ...whole } = { ...empty(name), ...patchOf(name, body) }
      const now = new Date()
      return store.transaction(async tx => {
        const updated = await tx.email_templates.update(name, whole, now)
        if (!updated) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Update an email template'), now)
        return shown(updated)
      })
    },
  )

  // Lintel's own.
  server.post(
    '/email-templates/:templateName/try',
    {
      config: { scopes: ['create:email_templates'], sdk: 'emailTemplates.try' },
      schema: { params: Params, body: TryOut, response: { 202: Type.Object({ message: Type.String() }) } },
    },
    async (request, reply) => {
      const { body, params, store } = request
      const name = checkName(params.templateName)
      await demandMail(request)
      const now = new Date()
      const own = await store.email_templates.find(name)
      const data = factsFor(name, {
        url: store.tenant.issuer,
        code: '123456',
        client: { name: 'Your app' },
        expires_at: new Date(now.getTime() + 3_600_000),
        ...(name === 'welcome_email' && own?.result_url ? { result_url: own.result_url } : {}),
      })
      await store.transaction(async tx => {
        await queueMail(tx, { mail: EMAIL_TEMPLATES[name].mail, to: body.to, trying: true, data })
        await tx.logs.write(managementEvent(request, 'Try an email template'), now)
      })
      return reply.code(202).send({ message: `It is on its way to ${body.to}.` })
    },
  )
}
