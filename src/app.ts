// The hallway: makes every room and introduces them; the only file that sees all of them. Reads no environment, may run many times in one
// process: whoever wants to embed Lintel, or test against it, can.
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { createPasswordHasher } from './credentials/password.ts'
import { LintelError } from './errors.ts'
import {
  type AdministrationClient,
  ensureDefaultTenant,
  ensureTryIt,
  TRY_IT_API,
  TRY_IT_CLIENT,
} from './first-start.ts'
import { createDomainProofs } from './http/domain-proof.ts'
import { serveStylesheets } from './http/look.ts'
import { createHasMail, defaultEmail, mailHandler } from './http/mail.ts'
import { enforceNetworkAcls } from './http/network-acls.ts'
import { observe, serveMetrics } from './http/observe.ts'
import { createOutbound, createPin } from './http/outbound.ts'
import { createPhoneSender, phoneMessageHandler } from './http/phone.ts'
import { protectedResource } from './http/protected-resource.ts'
import { createServer, nowhere } from './http/server.ts'
import { registerViews } from './http/views.ts'
import { newBearerValue } from './ids.ts'
import { dailyStats } from './jobs/daily-stats.ts'
import { housekeeping } from './jobs/housekeeping.ts'
import { createLogStreamer } from './jobs/log-streams.ts'
import { type Attempt, createOutbox, type JobHandler, type Outbox } from './jobs/outbox.ts'
import { sendApprovalMail } from './login/ciba.ts'
import { crossOrigin } from './login/cross-origin.ts'
import { databaseConnections } from './login/database-connections.ts'
import { directCodes } from './login/direct-codes.ts'
import { directExchanges } from './login/direct-exchanges.ts'
import { directFactors } from './login/direct-factors.ts'
import { directPasskeys } from './login/direct-passkeys.ts'
import { answerWithPage } from './login/error.ts'
import { codeHandler } from './login/first-codes.ts'
import {
  sendBlockedMail,
  sendBreachMail,
  sendCodesLockedMail,
  sendResetMail,
  sendVerificationMail,
  signUpAndSendMail,
} from './login/mails.ts'
import { me } from './login/me.ts'
import { mfaApi } from './login/mfa-api.ts'
import { signInDirectly } from './login/password-proof.ts'
import { passwordlessVerify } from './login/passwordless-verify.ts'
import { login } from './login/plugin.ts'
import { protocolPages } from './login/protocol-pages.ts'
import { giveRecoveryCode } from './login/second-factors.ts'
import { createUpstreams } from './login/upstream.ts'
import { shownTenant } from './login/visit.ts'
import { createMailbox, type Mailbox } from './mail/memory.ts'
import { createSmtpMailer } from './mail/smtp.ts'
import { checkSelfRegistered } from './management/clients/self-registered.ts'
import { importUsers, USERS_IMPORT } from './management/jobs/import-users.ts'
import { deliverLogs, LEASE_MS } from './management/log-streams/delivery.ts'
import { management } from './management/plugin.ts'
import {
  BACKCHANNEL_LOGOUT,
  BACKCHANNEL_LOGOUT_RETRIES,
  backchannelLogoutHandler,
  endExpiredSessions,
  tellOfEnd,
} from './oidc/backchannel-logout.ts'
import { countApprovals, decide, findApproval, listApprovals, pingClient } from './oidc/ciba.ts'
import { keepDocument, lookAtDocument } from './oidc/client-id-metadata-document.ts'
import { isRegistered } from './oidc/client-metadata.ts'
import { corsFor, preflight } from './oidc/http.ts'
import { endSessions } from './oidc/interaction.ts'
import { bearerOf, userProvenBy } from './oidc/own-access.ts'
import { oidc } from './oidc/plugin.ts'
import { newSigningKey, nextSigningKeys } from './oidc/signing-keys.ts'
import { openBreachedPasswords } from './store/breached-passwords.ts'
import { isUnreachable, type Pool } from './store/database.ts'
import { createLogBuffer } from './store/log-buffer.ts'
import { type LeasedStream, leaseLogStreams, listUncounted } from './store/log-readers.ts'
import { createMaintenance } from './store/maintenance.ts'
import { type OpenStore, openStore } from './store/open.ts'
import { createSeal, type KeyRing } from './store/seal.ts'
import type { SealedJob, TenantStore } from './store/store.ts'
import { DEFAULT_TENANT } from './store/tenants.ts'

export type AppOptions = Pick<
  Config,
  | 'argon2'
  | 'bootstrap'
  | 'client_certificates'
  | 'database_connection_timeout'
  | 'database_pool_size'
  | 'database_statement_timeout'
  | 'database_tls'
  | 'dns_servers'
  | 'breached_passwords_file'
  | 'hashing_concurrency'
  | 'host'
  | 'issuer'
  | 'log_retention_days'
  | 'management_rate_limit'
  | 'metrics'
  | 'mtls_subdomain'
  | 'migrate'
  | 'outbound_allow'
  | 'production'
  | 'smtp'
  | 'tls'
  | 'trusted_proxies'
  | 'users_import_max_bytes'
> & {
  database_url: string
  encryption_keys: KeyRing
  logger: Logger
  /**
   * For a process that administers and serves nobody: it answers `server.inject` at once, for the bearer of `operator` whatever the
   * Management API has, reads each fact anew and works on no jobs.
   */
  command?: { operator: string; pool?: Pool }
  /** Called with each SQL statement; for counting. */
  onStatement?: (sql: string, parameters: readonly unknown[]) => void
  /** Called with each password that is hashed; for counting. */
  onHash?: () => void
}

type Job = (store: TenantStore, data: never, attempt: Attempt) => Promise<void>

export type App = {
  server: FastifyInstance
  store: OpenStore
  /** Where mail is kept instead of sent (development without SMTP). */
  mailbox: Mailbox | undefined
  /**
   * Makes the database ready, waiting for one that is not there yet. Resolves with the administration client when this start made the
   * default tenant. Until then every request but the health checks is answered 503.
   */
  prepare(): Promise<AdministrationClient | undefined>
  /** Stops accepting, finishes requests, lets jobs finish, closes the pool. */
  close(): Promise<void>
}

const RETRY_MS = 1_000
const VIEWS = path.join(import.meta.dirname, '../views')

export async function createApp(options: AppOptions): Promise<App> {
  const { logger } = options
  const onError = (err: Error) => logger.error({ err }, 'background error')
  const seal = createSeal(options.encryption_keys)

  const { breached_passwords_file } = options
  const breaches =
    breached_passwords_file === undefined ? undefined : await openBreachedPasswords(breached_passwords_file)

  let outbox: Outbox<SealedJob>
  const store = await openStore({
    database: {
      connection_string: options.database_url,
      pool_size: options.database_pool_size,
      statement_timeout: options.database_statement_timeout,
      connection_timeout: options.database_connection_timeout,
      ssl: options.database_tls,
    },
    issuer: options.issuer,
    seal,
    enqueue: (execute, kind, data) => outbox.enqueue(execute, kind, data),
    remember: options.command === undefined,
    ...(options.command?.pool ? { pool: options.command.pool } : {}),
    onError,
    ...(options.onStatement ? { onStatement: options.onStatement } : {}),
  })
  const hasher = createPasswordHasher(options.argon2, options.hashing_concurrency, options.onHash)
  const maintenance = createMaintenance(store.db)
  const outbound = createOutbound(options.outbound_allow)
  const upstreams = createUpstreams(outbound)

  const logBuffer = createLogBuffer(store.db, onError)

  let phase: 'starting' | 'ready' | 'closing' = options.command ? 'ready' : 'starting'
  const server = createServer({
    logger,
    tls: options.tls,
    client_certificates: options.client_certificates,
    mtls_subdomain: options.mtls_subdomain,
    trusted_proxies: options.trusted_proxies,
    tenantByHost: host => store.tenantByHost(host),
    forTenant: tenant => store.forTenant(tenant),
    isReady: () => phase !== 'starting',
  })
  // Who has the database at hand needs nobody's leave, and is the one who can undo a list that locks everybody out.
  if (!options.command)
    enforceNetworkAcls(server, (tenantStore, event, now) => logBuffer.push(tenantStore.tenant, event, now))
  server.decorate('outbound', outbound)
  const { registry } = observe(server, {
    metrics: { token: options.metrics.token },
    pool: () => store.poolState(),
    async checkReady() {
      if (phase === 'closing') throw new LintelError('unavailable', 'Lintel is shutting down.')
      if (phase === 'starting') throw new LintelError('unavailable', 'Lintel waits for the database schema.')
      await store.ping()
    },
  })
  const views = await registerViews(server, { root: VIEWS, production: options.production })
  server.register(nowhere(answerWithPage({ views })))
  serveStylesheets(server)

  /** Undefined: the tenant is gone. */
  async function storeOf(tenant_id: string): Promise<TenantStore | undefined> {
    const tenant = await store.tenants.find(tenant_id)
    return tenant && store.forTenant(tenant)
  }
  /** A job is worked on for its tenant, its data opened; it goes with its tenant. */
  const jobOf =
    (kind: string, handle: Job): JobHandler<SealedJob> =>
    async (job, attempt) => {
      const tenant = await store.tenants.find(job.tenant_id, job.custom_domain_id)
      if (!tenant) return
      const tenantStore = store.forTenant(tenant)
      const { language } = job
      const asked = language === undefined ? tenantStore : tenantStore.inLanguage(language)
      await handle(asked, store.openJob(kind, job) as never, attempt)
    }
  const mailbox = options.smtp || options.production ? undefined : createMailbox('Lintel <lintel@localhost>')
  const mailer = options.smtp ? createSmtpMailer(options.smtp) : mailbox
  const hasMail = createHasMail(mailer)
  const phone = createPhoneSender()
  const sendPhoneMessage = phoneMessageHandler({ outbound, mailbox })
  const sendMail = mailHandler({ views, mailer, pin: createPin(options.outbound_allow), shownTenant })
  const jobs: { [kind: string]: Job } = {
    [BACKCHANNEL_LOGOUT]: backchannelLogoutHandler(outbound),
    reset_password_requested: (tenantStore, data) => sendResetMail({ upstreams }, tenantStore, data, new Date()),
    breach_found: (tenantStore, data) => sendBreachMail(tenantStore, data, new Date()),
    block_reached: (tenantStore, data) => sendBlockedMail(tenantStore, data, new Date()),
    codes_locked: (tenantStore, data) => sendCodesLockedMail({ hasMail }, tenantStore, data, new Date()),
    verification_requested: (tenantStore, data) => sendVerificationMail(tenantStore, data, new Date()),
    signup_requested: (tenantStore, data) => signUpAndSendMail({ upstreams }, tenantStore, data, new Date()),
    one_time_code: (tenantStore, data) => codeHandler({ phone, seal })(tenantStore, data, new Date()),
    phone_message: (tenantStore, data, attempt) => sendPhoneMessage(tenantStore, data, attempt, new Date()),
    approval_requested: (tenantStore, data) => sendApprovalMail(tenantStore, data, new Date()),
    [USERS_IMPORT]: (tenantStore, data, attempt) => importUsers(tenantStore, data, attempt, () => new Date()),
    ciba_ping: (tenantStore, data) => pingClient(tenantStore, outbound, data, new Date()),
    mail: (tenantStore, data, attempt) => sendMail(tenantStore, data, attempt, new Date()),
  }
  const endExpired = (now: Date, limit: number) =>
    maintenance.endExpiredSessions(now, limit, async (tenant_id, before, most) => {
      const tenantStore = await storeOf(tenant_id)
      return tenantStore ? endExpiredSessions(tenantStore, before, most) : 0
    })
  outbox = createOutbox({
    execute: store.execute,
    listen: store.listen,
    handlers: Object.fromEntries(Object.entries(jobs).map(([kind, handle]) => [kind, jobOf(kind, handle)])),
    retries: { [BACKCHANNEL_LOGOUT]: BACKCHANNEL_LOGOUT_RETRIES },
    chores: {
      housekeeping: housekeeping({ ...maintenance, endExpiredSessions: endExpired }, options),
      daily_stats: dailyStats({
        listUncounted: () => listUncounted(store.db),
        rollUp: async (tenant_id, limit) => (await storeOf(tenant_id))?.stats.rollUp(limit) ?? 0,
      }),
    },
    onError,
  })
  const logStreamer = createLogStreamer<LeasedStream>({
    async take(limit, now) {
      const lease_ends_at = new Date(now.getTime() + LEASE_MS)
      try {
        return await leaseLogStreams(store.db, { lease: newBearerValue(), limit, lease_ends_at }, now)
      } catch (error) {
        // Others say so.
        if (isUnreachable(error)) return []
        throw error
      }
    },
    async deliver(stream, now) {
      const tenantStore = await storeOf(stream.tenant_id)
      return tenantStore !== undefined && deliverLogs(tenantStore, outbound, stream, now)
    },
    release: async ({ tenant_id, id, lease }, now) => (await storeOf(tenant_id))?.log_streams.release(id, lease, now),
    onError,
  })

  const room = { views, hasher, breaches, seal, upstreams, hasMail }
  server.register(oidc, {
    pages: protocolPages(room),
    mtls: {
      offered: options.client_certificates.ca !== undefined || options.client_certificates.header !== undefined,
      subdomain: options.mtls_subdomain,
    },
    checkSelfRegistered,
    log: (tenantStore, event) => logBuffer.push(tenantStore.tenant, event, new Date()),
  })
  server.decorate('hasMail', room.hasMail)
  server.decorate('secondFactors', directFactors)
  server.decorate('passkeys', directPasskeys(room))
  server.decorate('codes', directCodes(room))
  server.decorate('signInDirectly', (tried, now) => signInDirectly(room, tried, now))
  server.decorate('throttleExchanges', directExchanges)
  server.register(databaseConnections, { ...room, preflight, corsFor })
  server.register(crossOrigin, {
    ...room,
    preflight,
    isWebOrigin: (origin, client) => isRegistered(origin, client.web_origins),
  })
  server.register(passwordlessVerify, { ...room, preflight, corsFor })
  server.register(mfaApi, { bearerOf, preflight, corsFor })
  server.register(me, { bearerOf, preflight, corsFor })
  server.register(login, {
    ...room,
    development: options.production
      ? undefined
      : { mailbox, try_it: { client_id: TRY_IT_CLIENT, audience: TRY_IT_API } },
  })
  server.register(protectedResource)
  server.register(management, {
    prefix: '/api/v2',
    mtls_subdomain: options.mtls_subdomain,
    rate_limit: options.management_rate_limit,
    operator: options.command?.operator,
    approvals: { list: listApprovals, count: countApprovals, find: findApproval, decide },
    users_import_max_bytes: options.users_import_max_bytes,
    hasher,
    breaches,
    lookAtDocument,
    keepDocument,
    newSigningKey,
    nextSigningKeys,
    defaultEmail: name => defaultEmail(views, name),
    giveRecoveryCode,
    endSessions,
    tellOfEnd,
    bearerOf,
    userProvenBy,
    corsFor,
    preflight,
    proofs: createDomainProofs(outbound, options.dns_servers),
    tenantByHost: host => store.tenants.findByHost(host),
    forTenant: tenant => store.forTenant(tenant),
  })

  /** A container often starts before its database. */
  async function reachable(work: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await work()
        return
      } catch (error) {
        if (!isUnreachable(error) || phase === 'closing') throw error
        logger.warn({ err: error }, 'the database cannot be reached; trying again')
        await setTimeout(RETRY_MS)
      }
    }
  }

  async function waitForSchema(): Promise<void> {
    while (phase === 'starting' && (await store.pendingMigrations()).length > 0) await setTimeout(RETRY_MS)
  }

  let metricsServer: FastifyInstance | undefined
  return {
    server,
    store,
    mailbox,
    async prepare() {
      await reachable(() => (options.migrate ? store.migrate() : waitForSchema()))
      const now = new Date()
      await maintenance.restoreLogOrder()
      // Without them events still have a place; housekeeping tries again.
      await maintenance.ensureLogPartitions(now).catch(onError)
      const administration = await ensureDefaultTenant(store, options.bootstrap, now)
      const tenant = await store.tenants.find(DEFAULT_TENANT)
      if (tenant) await ensureTryIt(store.forTenant(tenant), !options.production, now)
      await outbox.start()
      logStreamer.start()
      if (options.metrics.port !== undefined) {
        metricsServer = await serveMetrics(registry, options.host, options.metrics.port)
      }
      if (phase === 'starting') phase = 'ready'
      return administration
    },
    async close() {
      phase = 'closing'
      await server.close()
      await metricsServer?.close()
      await Promise.all([outbox.stop(), logStreamer.stop()])
      await mailer?.close()
      await logBuffer.close()
      await breaches?.close()
      await store.close()
    },
  }
}
