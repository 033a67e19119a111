// The frame of a tenant's pages, in Liquid. Parsed when it is written, so that no page meets one that cannot be read.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { parseFrame } from '../../http/templates.ts'
import { UNIVERSAL_LOGIN } from '../../store/page-templates.ts'
import { managementEvent } from '../route.ts'

const Source = Type.String({ description: 'Liquid' })
const Body = Type.Union([Source, Type.Object({ template: Source }, { additionalProperties: false })])
const PATH = '/branding/templates/universal-login'

export const pageTemplates: FastifyPluginAsyncTypebox = async server => {
  // Auth0: the markup itself is a body too.
  server.addContentTypeParser(['text/html', 'text/plain'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )

  server.get(
    PATH,
    {
      config: { scopes: ['read:branding'], sdk: 'branding.templates.getUniversalLogin' },
      schema: { response: { 200: Type.Object({ body: Source }, { title: 'UniversalLoginTemplate' }) } },
    },
    async ({ store }) => {
      const body = await store.page_templates.find(UNIVERSAL_LOGIN)
      if (body === undefined) throw new LintelError('inexistent_templates_universal_login', 'Template does not exist.')
      return { body }
    },
  )

  server.put(
    PATH,
    {
      config: { scopes: ['update:branding'], sdk: 'branding.templates.updateUniversalLogin' },
      schema: { body: Body, response: { 201: Type.Object({}), 204: Type.Null() } },
    },
    async (request, reply) => {
      const { body, store } = request
      const source = typeof body === 'string' ? body : body.template
      parseFrame(source)
      const now = new Date()
      const isNew = await store.transaction(async tx => {
        const isNew = await tx.page_templates.put(UNIVERSAL_LOGIN, source, now)
        await tx.logs.write(managementEvent(request, 'Set the New Universal Login template'), now)
        return isNew
      })
      return isNew ? reply.code(201).send({}) : reply.code(204).send(null)
    },
  )

  server.delete(
    PATH,
    {
      config: { scopes: ['delete:branding'], sdk: 'branding.templates.deleteUniversalLogin' },
      schema: { response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.page_templates.remove(UNIVERSAL_LOGIN)
        await tx.logs.write(managementEvent(request, 'Delete the New Universal Login template'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
