// Whose a domain is: whoever can put a record into its zone, or a file onto its web server. Lintel itself answers neither question for anybody:
// at a name that it does not know it says 404, so that a name that merely points here proves nothing.
import { Resolver } from 'node:dns/promises'
import type { CustomDomain } from '../store/custom-domains.ts'
import { type Outbound, OutboundError } from './outbound.ts'

export type ProofBy = NonNullable<CustomDomain['verified_by']>

/** `unknown`: nobody answered, or not to the point. */
type Look = 'there' | 'absent' | 'unknown'

export type DomainProofs = {
  /** By which of the two ways the domain of this issuer shows the record at this moment; undefined: by neither. */
  find(issuer: string, record: string): Promise<ProofBy | undefined>
  /** Whether the record is certainly not shown any more. */
  isGone(issuer: string, record: string, by: ProofBy): Promise<boolean>
}

export const txtNameOf = (issuer: string): string => `_lintel-challenge.${new URL(issuer).hostname}`
export const fileUrlOf = (issuer: string): string => `${issuer}.well-known/lintel-domain-verification`
export const recordOf = (token: string): string => `lintel-domain-verification=${token}`

/** RFC 1035: the name is not there, or has no such record. */
const ABSENT = new Set<unknown>(['ENOTFOUND', 'ENODATA'])

/** @param dns_servers empty: the system's */
export function createDomainProofs(outbound: Outbound, dns_servers: readonly string[]): DomainProofs {
  const looks: { [By in ProofBy]: (issuer: string, record: string) => Promise<Look> } = {
    async txt(issuer, record) {
      const resolver = new Resolver({ timeout: 3_000, tries: 2 })
      if (dns_servers.length > 0) resolver.setServers(dns_servers)
      try {
        const records = await resolver.resolveTxt(txtNameOf(issuer))
        return records.some(parts => parts.join('') === record) ? 'there' : 'absent'
      } catch (error) {
        return ABSENT.has((error as { code?: unknown }).code) ? 'absent' : 'unknown'
      }
    },
    async file(issuer, record) {
      try {
        const { status, body } = await outbound(fileUrlOf(issuer), { max_bytes: 4_096 })
        if (status === 200) return body.toString('utf8').split(/\r?\n/).includes(record) ? 'there' : 'absent'
        return status === 404 || status === 410 ? 'absent' : 'unknown'
      } catch (error) {
        if (error instanceof OutboundError) return 'unknown'
        throw error
      }
    },
  }
  return {
    async find(issuer, record) {
      if ((await looks.txt(issuer, record)) === 'there') return 'txt'
      return (await looks.file(issuer, record)) === 'there' ? 'file' : undefined
    },
    isGone: async (issuer, record, by) => (await looks[by](issuer, record)) === 'absent',
  }
}
