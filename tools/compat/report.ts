// What came of a replay: which deviations are explained, and what is explained for nothing.
import type { Explanation } from '../compat-deviations.ts'
import type { Exchange } from './replay.ts'

type Line = { exchange: Exchange; deviation: string; why?: string }
export type Judged = { exchanges: Exchange[]; lines: Line[]; unexplained: Line[]; stale: string[] }

const pattern = (words: string): RegExp =>
  new RegExp(`^${words.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)

const concerns = ({ resource, endpoints }: Explanation, exchange: Exchange): boolean =>
  resource === exchange.resource && (endpoints === undefined || endpoints.includes(exchange.endpoint))

export function judge(exchanges: Exchange[], explanations: readonly Explanation[]): Judged {
  const rules = explanations.flatMap(explanation =>
    explanation.deviations.map(words => ({ explanation, words, matches: pattern(words), used: false })),
  )
  const lines = exchanges.flatMap(exchange =>
    exchange.deviations.map(deviation => {
      const rule = rules.find(({ explanation, matches }) => concerns(explanation, exchange) && matches.test(deviation))
      if (rule) rule.used = true
      return { exchange, deviation, ...(rule ? { why: rule.explanation.why } : {}) }
    }),
  )
  return {
    exchanges,
    lines,
    unexplained: lines.filter(({ why }) => why === undefined),
    // Of what was not replayed, nothing is known.
    stale: rules
      .filter(({ used, explanation }) => !used && exchanges.some(exchange => concerns(explanation, exchange)))
      .map(({ explanation, words }) => `${explanation.resource}: ${words}`),
  }
}

export function report({ exchanges, lines, unexplained, stale }: Judged): string {
  const out = lines.map(
    ({ exchange: { endpoint, status }, deviation, why }) =>
      `${why === undefined ? 'UNEXPLAINED' : 'explained'}  ${endpoint} ${status}: ${deviation}${why === undefined ? '' : ` (${why})`}`,
  )
  for (const words of stale) out.push(`STALE  ${words}: it is explained, and does not occur`)
  out.push('')
  const score = (of: string, some: Exchange[]) => {
    const alike = some.filter(({ deviations }) => deviations.length === 0).length
    const open = new Set(unexplained.map(({ exchange }) => exchange))
    const strange = some.filter(exchange => open.has(exchange)).length
    out.push(
      `${of}: ${alike} of ${some.length} exchanges alike, ${some.length - alike - strange} differ as explained, ${strange} unexplained`,
    )
  }
  const resources = [...new Set(exchanges.map(({ resource }) => resource))].sort()
  for (const resource of resources)
    score(
      resource,
      exchanges.filter(exchange => exchange.resource === resource),
    )
  score('Total', exchanges)
  return out.join('\n')
}
