/** `import` for a session: `support-repl` is this package, everything else resolves where the user stands. */
import { join } from 'node:path'
import vm from 'node:vm'

type Namespace = Record<string, unknown>
type Import = (specifier: string, options?: object) => Promise<Namespace>

/**
 * The function behind the imports of a session.
 *
 * @param directory where relative paths and packages are looked up from
 * @param own answers for this package's own names; undefined for any other
 */
export function importer(directory: string, own: (specifier: string) => Promise<Namespace> | undefined) {
  let native: Import | undefined
  /** `names` are those that a static import needs: a missing one is an error, as in a module. */
  return async (specifier: unknown, options?: object, names: readonly string[] = []): Promise<Namespace> => {
    const text = String(specifier)
    native ??= nativeImport(directory)
    const namespace = await (own(text) ?? native(text, options))
    const missing = names.find((name) => !(name in namespace))
    if (missing === undefined) return namespace
    throw new SyntaxError(`The requested module '${text}' does not provide an export named '${missing}'`)
  }
}

/** Node's import, compiled with a file name in the directory, since that is what Node resolves against. */
function nativeImport(directory: string): Import {
  const native = vm.compileFunction('return import(specifier, options)', ['specifier', 'options'], {
    filename: join(directory, 'input'),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as Import
  return (specifier, options) => unwarned(() => native(specifier, options))
}

/** Node 20 warns on the first call that the constant is experimental; nobody at a prompt can act on it. */
function unwarned<T>(run: () => T): T {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return run()
  } finally {
    process.emitWarning = emitWarning
  }
}
