/** `import` for a session: `support-repl` is this package, everything else resolves where the user stands. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'

type Namespace = Record<string, unknown>
/** Answers imports of this package's own names; undefined for any other name. */
export type OwnModule = (specifier: string) => Namespace | undefined

type Import = (specifier: string, options?: object) => Promise<Namespace>

/**
 * The function behind the imports of a session.
 *
 * @param directory where relative paths and packages are looked up from
 * @param own answers for this package's own names; undefined for any other
 */
export function importer(directory: string, own: OwnModule) {
  let native: Import | undefined
  /** `names` are those that a static import needs: a missing one is an error, as in a module. */
  const load = async (
    specifier: unknown,
    options?: object,
    names: readonly string[] = [],
  ): Promise<Namespace> => {
    const text = String(specifier)
    native ??= nativeImport(directory)
    const namespace = await (own(text) ?? native(text, options))
    const missing = names.find((name) => !(name in namespace))
    if (missing === undefined) return namespace
    throw new SyntaxError(`The requested module '${text}' does not provide an export named '${missing}'`)
  }
  const meta = { url: pathToFileURL(join(directory, 'input')).href, dirname: directory }
  return Object.assign(load, { meta })
}

/** The require of a session, for the same modules. */
export function requirer(directory: string, own: OwnModule): NodeJS.Require {
  const native = createRequire(join(directory, 'input'))
  return Object.assign((id: string): unknown => own(id) ?? native(id), native)
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
