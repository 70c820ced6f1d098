/** Numbers as the table shows them. */
import { median, quantile } from './interleave.ts'

export const milliseconds = (values: readonly number[]): string => `${Math.round(median(values))} ms`

export const rate = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`

/** The median with the quartiles around it: `1.87 (1.81 to 1.95)`. */
export function spread(values: readonly number[]): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(2))
  return `${middle} (${low} to ${high})`
}
