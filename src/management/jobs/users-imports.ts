// How an import begins: its file is taken apart while it comes in, kept in PostgreSQL chunk by chunk, and worked on once all of it is there. Fields may
// stand behind the file, so the file waits for them and not they for it. An upload that breaks off leaves nothing.
import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { check as checkText } from '../../http/body.ts'
import { JsonArrayError, jsonArrayElements } from '../../http/json-array.ts'
import { newJobId } from '../../ids.ts'
import type { TenantStore } from '../../store/store.ts'
import { MOST_IMPORTS } from '../../store/user-imports.ts'
import { Job, shownJob } from '../jobs.ts'
import { managementEvent } from '../route.ts'
import { enforcedOnly, hidden } from '../unenforced.ts'
import { USERS_IMPORT } from './import-users.ts'

export type UsersImportsOptions = {
  /** the largest file, in bytes */
  users_import_max_bytes: number
}

const ENTRIES_AT_ONCE = 500
/** Characters, so that a chunk of large entries is no burden either. */
const CHUNK_SIZE = 2 * 1024 * 1024
const ENTRY_LIMITS = { element: 1024 * 1024, depth: 20 }
/** What surrounds the file in the body. */
const ENVELOPE = 64 * 1024
const STALLED_MS = 60_000

/** Auth0: a mail to the owners of the tenant. A Lintel tenant has none. */
export const UNENFORCED_IMPORT = { send_completion_email: hidden(false) }

const UsersImport = Type.Object(
  {
    users: Type.Unsafe<string>({ type: 'string', contentMediaType: 'application/octet-stream' }),
    connection_id: Type.String({ pattern: '^con_[A-Za-z0-9]{16}$' }),
    upsert: Type.Optional(Type.Boolean({ description: 'Whether users who are there are updated. Default: false' })),
    external_id: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Your own name for the job' })),
    send_completion_email: Type.Optional(
      Type.Boolean({ description: 'false: a Lintel tenant has no owners to write to' }),
    ),
  },
  { additionalProperties: false },
)

const UsersImportJob = Type.Object(
  { ...Job.properties, connection_id: Type.String(), upsert: Type.Boolean(), send_completion_email: Type.Boolean() },
  { title: 'UsersImportJob' },
)

const refused = (message: string) => new LintelError('invalid_body', message)
const malformed = (cause?: unknown) =>
  new LintelError('invalid_body', "Payload validation error: 'Invalid multipart payload format'.", { cause })

async function* unlessMalformed<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts
  } catch (error) {
    throw malformed(error)
  }
}

/** Keeps the file's entries; answers how many there are. */
async function keepFile(
  store: TenantStore,
  job_id: string,
  file: AsyncIterable<Buffer>,
  most: number,
): Promise<number> {
  let bytes = 0
  async function* counted() {
    for await (const read of file) {
      bytes += read.length
      if (bytes > most) throw tooLarge(most)
      yield read
    }
  }
  let position = 0
  let chunk: string[] = []
  let size = 0
  async function keep(): Promise<void> {
    if (chunk.length === 0) return
    await store.user_imports.addChunk(job_id, position, `[${chunk.join(',')}]`, new Date())
    position += chunk.length
    chunk = []
    size = 0
  }
  try {
    for await (const entries of jsonArrayElements(counted(), ENTRY_LIMITS))
      for (const entry of entries) {
        chunk.push(entry)
        size += entry.length
        if (chunk.length === ENTRIES_AT_ONCE || size >= CHUNK_SIZE) await keep()
      }
  } catch (error) {
    if (bytes === 0) throw refused('Users file must not be empty.')
    if (!(error instanceof JsonArrayError)) throw error
    const what = 'Failed to parse users file JSON when importing users. Make sure it is valid JSON.'
    throw new LintelError('invalid_body', `${what} ${error.message}.`, { cause: error })
  }
  await keep()
  return position
}

const tooLarge = (most: number) =>
  new LintelError('payload_too_large', `Payload content length greater than maximum allowed: ${most}`)

/** The form's fields as they were sent, and how many entries the file has; undefined: there was no file. */
async function readForm(request: FastifyRequest, job_id: string, most: number) {
  const fields: { [name: string]: unknown } = {}
  let total: number | undefined
  const limits = { fields: 10, files: 1, parts: 11, fieldSize: 4_096, fileSize: Number.POSITIVE_INFINITY }
  for await (const part of unlessMalformed(request.parts({ limits }))) {
    if (part.type === 'file') {
      if (part.fieldname !== 'users') throw refused(`Payload validation error: '${part.fieldname} is no file'.`)
      total = await keepFile(request.store, job_id, unlessMalformed<Buffer>(part.file), most)
    } else if (part.valueTruncated || part.fieldname in fields) throw malformed()
    else fields[part.fieldname] = part.value
  }
  return { fields, total }
}

function checkFields(request: FastifyRequest, fields: { [name: string]: unknown }): Static<typeof UsersImport> {
  if (fields.connection_id === undefined) throw refused("Must provide 'connection_id' as multipart part.")
  checkText(fields, 0)
  // They are all text, as in a query.
  const validate = request.compileValidationSchema(UsersImport, 'querystring')
  const form = { ...fields, users: '' }
  if (!validate(form))
    throw Object.assign(new Error('the form is not of its schema'), {
      validation: validate.errors,
      validationContext: 'body',
    })
  return form as unknown as Static<typeof UsersImport>
}

async function demandDatabase(store: TenantStore, connection_id: string): Promise<void> {
  const connection = await store.connections.find(connection_id)
  if (!connection) throw refused('The connection does not exist.')
  if (connection.strategy !== 'auth0') throw refused('Connection must be a database connection.')
}

async function begin(store: TenantStore, id: string, now: Date): Promise<void> {
  await store.transaction(async tx => {
    const active = await tx.user_imports.countActive(now)
    if (active >= MOST_IMPORTS)
      throw new LintelError(
        'too_many_requests',
        `There are ${active} active import users jobs, please wait until some of them are finished and try again`,
      )
    await tx.jobs.create({ id, type: 'users_import', status: 'uploading', parameters: {} }, now)
  })
}

export const usersImports: FastifyPluginAsyncTypebox<UsersImportsOptions> = async (server, options) => {
  const most = options.users_import_max_bytes
  await server.register(multipart)

  server.post(
    '/jobs/users-imports',
    {
      config: { scopes: ['create:users'], sdk: 'jobs.usersImports.create', multipart: UsersImport, takes_long: true },
      schema: { response: { 202: UsersImportJob } },
    },
    async (request, reply) => {
      const { store, raw } = request
      if (!request.isMultipart()) throw malformed()
      if (Number(request.headers['content-length'] ?? 0) > most + ENVELOPE) throw tooLarge(most)
      raw.setTimeout(STALLED_MS, () => raw.destroy())
      const id = newJobId()
      await begin(store, id, new Date())
      try {
        const { fields, total } = await readForm(request, id, most)
        if (total === undefined) throw refused("Must provide 'users' file as multipart part.")
        const asked = enforcedOnly(checkFields(request, fields), UNENFORCED_IMPORT)
        const { connection_id, upsert = false, external_id } = asked
        await demandDatabase(store, connection_id)
        const now = new Date()
        const job = await store.transaction(async tx => {
          const patch = { status: 'pending', connection_id, external_id: external_id ?? null } as const
          const updated = await tx.jobs.update(id, { ...patch, parameters: { upsert, total } }, now)
          if (!updated) throw malformed()
          await tx.enqueue(USERS_IMPORT, { job_id: id })
          await tx.logs.write(managementEvent(request, 'Create import users job', { connection_id }), now)
          return updated
        })
        return reply.code(202).send({ ...shownJob(job), connection_id, upsert, send_completion_email: false })
      } catch (error) {
        await store.jobs.remove(id).catch(() => {})
        throw error
      } finally {
        // Whoever is answered early still sends: what comes is thrown away, so that the answer is read.
        raw.unpipe()
        raw.resume()
      }
    },
  )
}
