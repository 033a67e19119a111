// Demonstrating proof of possession (RFC 9449) where an access token is presented to this server: at /userinfo and at the Management API. At the
// endpoints for clients oidc-provider verifies proofs, with the same nonces.
import { hash, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { calculateJwkThumbprint, EmbeddedJWK, type JWTVerifyResult, jwtVerify } from 'jose'
import { hashBearer } from '../store/hash.ts'
import type { TenantStore } from '../store/store.ts'

/** Those of FAPI 2.0 (§5.4.1), by both of Ed25519's names. */
export const PROOF_ALGORITHMS = ['ES256', 'PS256', 'EdDSA', 'Ed25519'] as const

export const nonceSecret = (store: TenantStore): Buffer => store.secret('DPoP nonces')

const STEP_SECONDS = 60
/** RFC 9449 §11.1: how far a proof's `iat` may be from now, either way. */
const WINDOW_SECONDS = 5 * STEP_SECONDS

// oidc-provider 9.13.3 (lib/helpers/challenge.js) makes its nonces so: those of one endpoint are good at the other.
function nonceOf(secret: Buffer, step: number): string {
  const salt = Buffer.alloc(8)
  salt.writeBigUInt64BE(BigInt(step))
  return Buffer.from(hkdfSync('sha256', secret, salt, 'DPoP', 32)).toString('base64url')
}

const stepOf = (now: Date) => Math.floor(now.getTime() / 1000 / STEP_SECONDS)

const nextNonce = (store: TenantStore, now: Date): string => nonceOf(nonceSecret(store), stepOf(now) + 1)

function isGoodNonce(store: TenantStore, nonce: string, now: Date): boolean {
  const secret = nonceSecret(store)
  const given = Buffer.from(nonce)
  return [-2, -1, 0, 1, 2].some(offset => {
    const expected = Buffer.from(nonceOf(secret, stepOf(now) + offset))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** Why a token that may be good is not accepted from this sender: a code of RFC 6750 §3.1 or RFC 9449 §7.1, §9. */
export class PossessionError extends Error {
  readonly code: 'invalid_token' | 'invalid_dpop_proof' | 'use_dpop_nonce'
  constructor(code: PossessionError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PossessionError'
    this.code = code
  }
}

const badProof = (message: string, cause?: unknown) => new PossessionError('invalid_dpop_proof', message, { cause })

export type PresentedToken = { scheme: 'Bearer' | 'DPoP'; token: string }

/** RFC 6750 §2.1, RFC 9449 §7.1; undefined: the header says something else, or is not there. */
export function authorizationOf(request: FastifyRequest): PresentedToken | undefined {
  const m = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '')
  if (!m?.[1] || !m[2]) return undefined
  return { scheme: m[1].toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token: m[2] }
}

/** The challenge of RFC 9449 §7.1. */
export function challengeOf(
  realm: string,
  problem?: { error: string; error_description?: string | undefined },
): string {
  const parts = [`realm="${realm}"`]
  if (problem) parts.push(`error="${problem.error}"`)
  if (problem?.error_description !== undefined) parts.push(`error_description="${problem.error_description}"`)
  return `DPoP ${[...parts, `algs="${PROOF_ALGORITHMS.join(' ')}"`].join(', ')}`
}

async function verify(proof: string, now: Date): Promise<JWTVerifyResult> {
  try {
    const algorithms = [...PROOF_ALGORITHMS]
    return await jwtVerify(proof, EmbeddedJWK, { algorithms, typ: 'dpop+jwt', currentDate: now })
  } catch (error) {
    // Whatever it is (a key that is no point of its curve is no error of jose's), it is the sender's: nothing else was asked.
    throw badProof('the proof does not verify', error)
  }
}

/** The URL without query and fragment, as it compares (RFC 9449 §4.3). */
function comparable(url: unknown): string | undefined {
  const parsed = typeof url === 'string' ? URL.parse(url) : null
  if (!parsed) return undefined
  parsed.hash = ''
  parsed.search = ''
  return parsed.href
}

/**
 * Whether who presents this token holds the key it is bound to (RFC 9449 §7.2). Throws a PossessionError otherwise. A token without a key is
 * whoever's bears it, and no DPoP token.
 * @param jkt the thumbprint of the key that the token is bound to
 * @param requires_nonce whether a proof needs a nonce of ours
 */
export async function checkPossession(
  request: FastifyRequest,
  reply: FastifyReply,
  { scheme, token }: PresentedToken,
  { jkt, requires_nonce }: { jkt: unknown; requires_nonce: boolean },
  now: Date,
): Promise<void> {
  if (jkt === undefined) {
    if (scheme === 'DPoP') throw new PossessionError('invalid_token', 'the token is not bound to a key')
    return
  }
  // RFC 9449 §7.2: never as a bearer token, whatever comes along with it.
  if (scheme !== 'DPoP')
    throw new PossessionError('invalid_token', 'the token is bound to a key, and needs the DPoP scheme')

  const { store } = request
  const proof = request.headers.dpop
  if (typeof proof !== 'string') throw badProof('a proof is needed')
  const { payload, protectedHeader } = await verify(proof, now)

  const next = nextNonce(store, now)
  if (payload.nonce !== next) reply.header('dpop-nonce', next)
  const { jti, iat, htm, htu, ath, nonce } = payload
  if (typeof jti !== 'string' || jti === '') throw badProof('the proof has no jti')
  if (typeof iat !== 'number') throw badProof('the proof has no iat')
  if (htm !== request.method) throw badProof('htm is not the method of this request')
  if (comparable(htu) !== comparable(new URL(request.url, store.tenant.issuer).href))
    throw badProof('htu is not the URL of this request')
  if (ath !== hash('sha256', token, 'base64url')) throw badProof('ath is not the hash of this token')
  if (nonce !== undefined && typeof nonce !== 'string') throw badProof('nonce is no string')
  if (nonce === undefined ? requires_nonce : !isGoodNonce(store, nonce, now))
    throw new PossessionError('use_dpop_nonce', 'a nonce of this server is needed')
  // RFC 9449 §11.1: a nonce says when a proof was made better than a clock that may be wrong.
  if (nonce === undefined && Math.abs(now.getTime() / 1000 - iat) > WINDOW_SECONDS) throw badProof('iat is not recent')
  // EmbeddedJWK has looked at it: there is a key, and it is a public one.
  if ((await calculateJwkThumbprint(protectedHeader.jwk as never)) !== jkt)
    throw new PossessionError('invalid_token', 'the token is bound to another key')

  // Remembered for as long as the proof is good, if it is dated as far ahead as it may be.
  const expires_at = new Date(now.getTime() + 2 * WINDOW_SECONDS * 1000)
  if (!(await store.artefacts.claim('ReplayDetection', hashBearer(`${String(jkt)}\0${jti}`), expires_at, now)))
    throw badProof('the proof was used before')
}
