// Rules and their configuration, which Auth0 itself has left behind. Lintel has none and runs none; tools that ask get the empty lists that
// they expect, and are told so when they would make one.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { fieldsQuery, offsetPage, offsetQuery, offsetReply } from '../http/paging.ts'

const strict = { additionalProperties: false }

const Rule = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    script: Type.String(),
    enabled: Type.Boolean(),
    order: Type.Number(),
    stage: Type.String(),
  },
  { title: 'Rule' },
)
const RulePatch = Type.Partial(Type.Omit(Rule, ['id', 'stage']), strict)
const NewRule = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    script: Type.String({ minLength: 1 }),
    enabled: Type.Optional(Type.Boolean()),
    order: Type.Optional(Type.Number()),
    stage: Type.Optional(Type.String()),
  },
  strict,
)
const RuleParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) })

const RulesConfig = Type.Object({ key: Type.String(), value: Type.Optional(Type.String()) }, { title: 'RulesConfig' })
const ConfigParams = Type.Object({ key: Type.String({ minLength: 1, maxLength: 127 }) })

const inexistent = () => new LintelError('inexistent_rule', 'Rule not found.')
const unsupported = () => new LintelError('operation_not_supported', 'Lintel runs no rules: none can be made.')

export const rules: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/rules',
    {
      config: { scopes: ['read:rules'], sdk: 'rules.list' },
      schema: {
        querystring: Type.Object(
          { ...offsetQuery, ...fieldsQuery, enabled: Type.Optional(Type.Boolean()) },
          { additionalProperties: false },
        ),
        response: { 200: offsetReply('rules', Rule) },
      },
    },
    async ({ query }) => offsetPage('rules', query, [], async () => 0),
  )

  server.post(
    '/rules',
    {
      config: { scopes: ['create:rules'], sdk: 'rules.create' },
      schema: { body: NewRule, response: { 201: Rule } },
    },
    async () => {
      throw unsupported()
    },
  )

  server.get(
    '/rules/:id',
    {
      config: { scopes: ['read:rules'], sdk: 'rules.get' },
      schema: {
        params: RuleParams,
        querystring: Type.Object(fieldsQuery, { additionalProperties: false }),
        response: { 200: Rule },
      },
    },
    async () => {
      throw inexistent()
    },
  )

  server.patch(
    '/rules/:id',
    {
      config: { scopes: ['update:rules'], sdk: 'rules.update' },
      schema: { params: RuleParams, body: RulePatch, response: { 200: Rule } },
    },
    async () => {
      throw inexistent()
    },
  )

  server.delete(
    '/rules/:id',
    {
      config: { scopes: ['delete:rules'], sdk: 'rules.delete' },
      schema: { params: RuleParams, response: { 204: Type.Null() } },
    },
    async (_request, reply) => reply.code(204).send(null),
  )

  server.get(
    '/rules-configs',
    {
      config: { scopes: ['read:rules_configs'], sdk: 'rulesConfigs.list' },
      schema: {
        // Terraform asks for totals and a size, and is answered the bare list.
        querystring: Type.Object(
          { per_page: offsetQuery.per_page, include_totals: offsetQuery.include_totals },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(RulesConfig) },
      },
    },
    async () => [],
  )

  server.put(
    '/rules-configs/:key',
    {
      config: { scopes: ['update:rules_configs'], sdk: 'rulesConfigs.set' },
      schema: {
        params: ConfigParams,
        body: Type.Object({ value: Type.String() }, strict),
        response: { 200: RulesConfig },
      },
    },
    async () => {
      throw unsupported()
    },
  )

  server.delete(
    '/rules-configs/:key',
    {
      config: { scopes: ['delete:rules_configs'], sdk: 'rulesConfigs.delete' },
      schema: { params: ConfigParams, response: { 204: Type.Null() } },
    },
    async (_request, reply) => reply.code(204).send(null),
  )
}
