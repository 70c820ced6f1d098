/** What the account's support plan gives. Source: the documentation of the API and of the severity levels. */

export const plans = ['basic', 'developer', 'business', 'enterprise-on-ramp', 'enterprise'] as const

export type Plan = (typeof plans)[number]

/** The API needs a plan above developer. */
export const hasApi = (plan: Plan) => plan !== 'basic' && plan !== 'developer'

/** A critical case is for the enterprise plans. */
export const hasCritical = (plan: Plan) => plan === 'enterprise-on-ramp' || plan === 'enterprise'
