// Who holds a key and proves it (RFC 9449), as a client does.
import { hash, randomUUID } from 'node:crypto'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'

/** `claims` and `header` replace what a proof would say; undefined leaves it out. */
export type ProofOptions = {
  token?: string
  nonce?: string
  claims?: { [claim: string]: unknown }
  header?: object
  key?: CryptoKey
}

export type Prover = {
  jkt: string
  /** A proof for this request. */
  proof(method: string, url: string, options?: ProofOptions): Promise<string>
}

export async function createProver(alg = 'ES256'): Promise<Prover> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    jkt: await calculateJwkThumbprint(jwk),
    proof: (method, url, { token, nonce, claims = {}, header = {}, key = privateKey } = {}) =>
      new SignJWT({
        htm: method,
        htu: url,
        jti: randomUUID(),
        iat: Math.floor(Date.now() / 1000),
        ...(token === undefined ? {} : { ath: hash('sha256', token, 'base64url') }),
        ...(nonce === undefined ? {} : { nonce }),
        ...claims,
      })
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header })
        .sign(key),
  }
}
