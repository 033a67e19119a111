// Bearer values of 128 bits and more are stored as their SHA-256.
import { hash } from 'node:crypto'

export const hashBearer = (value: string): string => hash('sha256', value, 'base64url')
