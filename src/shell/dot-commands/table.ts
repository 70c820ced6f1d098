/** `.table` */
import { toggle } from './toggle.ts'

export const tableCommand = toggle({
  name: 'table',
  mode: 'table',
  help: 'Print results that are lists of objects as tables, or as Node prints them.',
  said: (isOn) =>
    isOn
      ? 'Tables are on: results that are lists of objects are printed as tables.'
      : 'Tables are off: results are printed as Node prints them.',
})
