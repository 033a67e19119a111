// `npm start` and `lintel serve`: one life of a server, from configuration to the last statement.
import path from 'node:path'
import { type App, createApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'
import { createLogger } from './http/logger.ts'
import { keepAdministration, keptAdministration, layFoundations } from './local.ts'

const HARD_DEADLINE_MS = 15_000

export function refuseOldNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= 24) return
  process.stderr.write(
    `Lintel needs Node 24; this is ${process.version}. In a clone, npm start brings its own (npm ci without --ignore-scripts).\n`,
  )
  process.exit(1)
}

function banner(issuer: string, credentials: string | undefined, production: boolean): string {
  const shown = credentials && path.relative(process.cwd(), credentials)
  const lines = [`Lintel answers at ${issuer}`]
  if (shown !== undefined) {
    lines.push(
      '',
      `The administrator's client id and secret are in ${shown}. List the users:`,
      '',
      `  TOKEN=$(curl -s ${issuer}oauth/token -H 'content-type: application/json' -d @${shown} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
      `  curl -s ${issuer}api/v2/users -H "authorization: Bearer $TOKEN"`,
    )
  }
  if (!production) lines.push('', `Try it:    ${issuer}try`, `Mail:      ${issuer}dev/mail`)
  return `\n${lines.map(line => `  ${line}`.trimEnd()).join('\n')}\n\n`
}

/** Resolves with the exit code when the process is asked to end. */
export async function serve(): Promise<number> {
  refuseOldNode()
  let config: ReturnType<typeof readConfig>
  try {
    config = readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`Lintel cannot start:\n${error.message.replaceAll(/^/gm, '  ')}\n`)
    return 1
  }
  const asked = new Promise<void>(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  const logger = createLogger(config.log_level)
  const foundations = await layFoundations(config, line => logger.info(line))
  let app: App | undefined
  try {
    app = await createApp({ ...config, ...foundations, logger })
    await app.server.listen({ host: config.host, port: config.port })
    const administration = await Promise.race([app.prepare(), asked])
    if (administration && !config.bootstrap) {
      try {
        keepAdministration(config, administration)
      } catch (err) {
        logger.warn(
          { err },
          'The administration client’s secret could not be kept: set LINTEL_BOOTSTRAP_CLIENT_ID and LINTEL_BOOTSTRAP_CLIENT_SECRET and start again.',
        )
      }
    }
    process.stdout.write(
      banner(config.issuer, config.bootstrap ? undefined : keptAdministration(config), config.production),
    )
    await asked
    return 0
  } catch (err) {
    logger.fatal({ err }, 'Lintel cannot go on')
    return 1
  } finally {
    setTimeout(() => process.exit(1), HARD_DEADLINE_MS).unref()
    await app?.close()
    await foundations.release()
  }
}
