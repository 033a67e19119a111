// Usernames, as a database connection has them (Auth0: `requires_username`, `validation.username`).

/** Beside letters and digits. Auth0 allows @ too; without it no username has the form of an e-mail address. */
export const USERNAME_CHARACTERS = "_ + - . ! # $ ^ ` ~ '"

const ALLOWED = new RegExp(`^[A-Za-z0-9${USERNAME_CHARACTERS.replaceAll(' ', '').replace(/[-^]/g, '\\$&')}]+$`)

/** @param length the connection's `validation.username` */
export const isUsername = (username: string, length: { min: number; max: number }): boolean =>
  ALLOWED.test(username) && username.length >= length.min && username.length <= length.max
