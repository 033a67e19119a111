// A certificate for https://localhost, trusted by this process: what the Auth0 SDKs insist on.
import { generateKeyPairSync } from 'node:crypto'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { selfSignedCertificate } from '../../src/oidc/certificate.ts'

let made: { cert: string; key: string } | undefined

/** The same one each time: of two with one name only one would be trusted. */
export function localhostTls(): { cert: string; key: string } {
  if (made) return made
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const now = Date.now()
  const der = selfSignedCertificate('RS256', keys, 'localhost', new Date(now - 60_000), new Date(now + 86_400_000))
  const cert = `-----BEGIN CERTIFICATE-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END CERTIFICATE-----\n`
  setDefaultCACertificates([...getCACertificates('default'), cert])
  made = { cert, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
  return made
}
