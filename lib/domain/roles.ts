/** What a person or an API token may do. Each role may do all that those before it may. */
export const ROLES = ["viewer", "operator", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Whether `role` may do what `needed` is asked for. */
export const allows = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** Roles that somebody with `role` may give to others, and take from them. Nobody hands out more than they have. */
export const grantableRoles = (role: Role): readonly Role[] =>
  allows(role, "admin") ? ROLES.filter((given) => allows(role, given)) : [];

/** A machine never owns an installation. */
export const TOKEN_ROLES = ["viewer", "operator", "admin"] as const satisfies readonly Role[];
