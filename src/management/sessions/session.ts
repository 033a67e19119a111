// A session on the wire.
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import type { LogoutInitiator } from '../../store/schema.ts'
import type { EndedSession, Session as StoredSession, WhichSessions } from '../../store/sessions.ts'
import type { TenantStore } from '../../store/store.ts'
import { holds, insufficientScope } from '../route.ts'

export type SessionsOptions = {
  /**
   * Ends sessions and the grants that end with them (with `refresh_tokens`, every grant of theirs), and tells their clients why. Answers how
   * many sessions ended. On the caller's transaction.
   */
  endSessions(
    tx: TenantStore,
    which: WhichSessions & { refresh_tokens?: boolean; initiator: LogoutInitiator },
    now: Date,
  ): Promise<number>
}

export type TellOfEnd = {
  /** Tells the clients of sessions that ended with whom or what they were of. On the caller's transaction. */
  tellOfEnd(tx: TenantStore, ended: readonly EndedSession[], initiator: LogoutInitiator): Promise<void>
}

const time = () => Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

/** Auth0: strings of 255 characters under at most 25 names; null and {} remove them all. */
export const StringMetadata = Type.Union([
  Type.Record(Type.String({ minLength: 1, maxLength: 255 }), Type.String({ maxLength: 255 }), { maxProperties: 25 }),
  Type.Null(),
])

export const SessionDevice = Type.Partial(
  Type.Object({
    initial_ip: Type.String(),
    initial_user_agent: Type.String(),
    last_ip: Type.String(),
    last_user_agent: Type.String(),
  }),
  { title: 'SessionDevice' },
)

export const SessionParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 50 }) })

export const Session = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    created_at: time(),
    updated_at: time(),
    authenticated_at: time(),
    idle_expires_at: time(),
    expires_at: time(),
    last_interacted_at: time(),
    device: SessionDevice,
    clients: Type.Array(Type.Object({ client_id: Type.String() })),
    authentication: Type.Object({
      methods: Type.Array(Type.Object({ name: Type.String(), timestamp: time() })),
    }),
    session_metadata: StringMetadata,
  },
  { title: 'Session' },
)

/** What it takes to end a session and its refresh tokens: who may do only one of the two cannot do the other by this way. */
export const BOTH = ['delete:sessions', 'delete:refresh_tokens']

export function demandBoth(request: FastifyRequest): void {
  const missing = BOTH.filter(scope => !holds(request, scope))
  if (missing.length > 0) throw insufficientScope(missing)
}

export const inexistentSession = () => new LintelError('inexistent_session', 'The session does not exist.')

export function shownSession(session: StoredSession) {
  const { connection_id: _, payload, client_ids, session_metadata, ...rest } = session
  const timestamp = session.authenticated_at.toISOString()
  const methods = (payload.amr as string[] | undefined) ?? []
  return {
    ...rest,
    created_at: session.created_at.toISOString(),
    updated_at: session.updated_at.toISOString(),
    authenticated_at: timestamp,
    idle_expires_at: session.idle_expires_at.toISOString(),
    expires_at: session.expires_at.toISOString(),
    last_interacted_at: session.last_interacted_at.toISOString(),
    clients: client_ids.map(client_id => ({ client_id })),
    authentication: { methods: methods.map(name => ({ name, timestamp })) },
    session_metadata: session_metadata as { [key: string]: string } | null,
  }
}
