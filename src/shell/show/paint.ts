/** Colours: the escape sequences that this program writes itself. */
import { inspect } from 'node:util'

export type Color = 'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow'

/** Paints text where there are colours. */
export type Paint = (text: string, ...colors: readonly Color[]) => string

/** The text stays as it is where there are none. */
export function painter(colors: boolean): Paint {
  if (!colors) return (text) => text
  return (text, ...wanted) =>
    wanted.reduce((painted, color) => {
      const [on, off] = inspect.colors[color]!
      return `\u001b[${on}m${painted}\u001b[${off}m`
    }, text)
}
