/**
 * The world in which inputs run: a V8 context of its own, so that two sessions share no variable.
 *
 * A context has its own Array, Error and so on. Code of the shell's process and code of the context
 * meet all the time, so `instanceof` is made to agree about both.
 */
import vm from 'node:vm'

/** Types without a literal form: the context simply uses the process's own. */
const shared = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Date',
] as const

/** Types that literals, functions and the engine make: both kinds exist, `instanceof` accepts either. */
const bridged = [
  'Object',
  'Function',
  'Array',
  'Promise',
  'RegExp',
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
] as const

type Constructor = abstract new (...args: never[]) => unknown

const host = globalThis as unknown as Record<string, Constructor>

/** A new context whose global object also has Node's globals. `name` shows in the inspector. */
export function createRealm(name: string): vm.Context {
  const context = vm.createContext(Object.create(null), { name })
  const global = vm.runInContext('globalThis', context) as Record<string, unknown>
  const builtIn = new Set(Object.getOwnPropertyNames(global))
  for (const key of Object.getOwnPropertyNames(globalThis)) {
    if (!builtIn.has(key)) reflect(global, key)
  }
  for (const key of shared) define(global, key, host[key])
  for (const key of bridged) bridge(global[key] as Constructor, host[key]!)
  define(global, 'global', global)
  return context
}

function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable: false })
}

/** Many of Node's globals load on first use: they are read when they are asked for, not before. */
function reflect(target: object, key: string): void {
  Object.defineProperty(target, key, {
    configurable: true,
    enumerable: Object.getOwnPropertyDescriptor(globalThis, key)?.enumerable ?? false,
    get: () => (globalThis as Record<string, unknown>)[key],
    set: (value) => define(target, key, value),
  })
}

function bridge(own: Constructor, foreign: Constructor): void {
  const ordinary = Function.prototype[Symbol.hasInstance]
  Object.defineProperty(own, Symbol.hasInstance, {
    configurable: true,
    value(this: unknown, value: unknown) {
      // A subclass inherits this method: only the type itself has a twin.
      return ordinary.call(this as () => unknown, value) || (this === own && value instanceof foreign)
    },
  })
}
