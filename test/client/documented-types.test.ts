/** The declarations of the package against the types that are inferred from the model: the same, and explained. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import ts from 'typescript'
import { documentedTypes } from '../../scripts/documented-types.ts'
import { operation, operationNames } from '../../src/model/operations.ts'

const client = fileURLToPath(new URL('../../src/client', import.meta.url))
const [declared, check] = [join(client, 'declared.d.ts'), join(client, 'check.ts')]

const same = `
import type { OperationName } from '../model/operations.ts'
import type * as declared from './declared.js'
import type * as inferred from './operation-types.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Deep<T> = T extends string | number | boolean | null | undefined | Uint8Array | ArrayBuffer | Blob | AsyncIterable<any>
  ? T
  : T extends (infer E)[] ? Deep<E>[] : { [K in keyof T]: Deep<T[K]> }
type Check<N extends OperationName> = [
  Same<Deep<declared.Input<N>>, Deep<inferred.Input<N>>>,
  Same<Deep<declared.Output<N>>, Deep<inferred.Output<N>>>,
  Parameters<declared.OperationMethods[N]> extends Parameters<inferred.OperationMethods[N]> ? true : false,
  Parameters<inferred.OperationMethods[N]> extends Parameters<declared.OperationMethods[N]> ? true : false,
]
export const all: { [N in OperationName]: Check<N> } = {
${operationNames.map((name) => `  ${name}: [true, true, true, true],`).join('\n')}
}
export const names: [Same<keyof declared.Paginators, keyof inferred.Paginators>, Same<keyof declared.OperationMethods, OperationName>] = [true, true]
`

/** The compiler's view of the source with two more files in it. */
function compile(files: Readonly<Record<string, string>>): ts.Program {
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: false, allowImportingTsExtensions: true, types: ['node'] },
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
  }
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists, getSourceFile } = host
  host.fileExists = (path) => path in files || fileExists(path)
  host.readFile = (path) => files[path] ?? readFile(path)
  host.getSourceFile = (path, version, ...rest) =>
    files[path] === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, files[path], version)
  return ts.createProgram(Object.keys(files), options, host)
}

describe('The types of the package', () => {
  it('are those of the model, for every operation', function () {
    this.timeout(120_000)
    const program = compile({ [declared]: documentedTypes(), [check]: same })
    const found = [declared, check].flatMap((path) =>
      ts.getPreEmitDiagnostics(program, program.getSourceFile(path)),
    )
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).to.deep.equal(
      [],
    )
  })

  it('explain every operation and every member', () => {
    const source = ts.createSourceFile(declared, documentedTypes(), ts.ScriptTarget.Latest, true)
    const silent: string[] = []
    const visit = (node: ts.Node) => {
      const isMember = ts.isPropertySignature(node) || ts.isMethodSignature(node)
      const owner = node.parent && ts.isInterfaceDeclaration(node.parent) ? node.parent.name.text : ''
      if (
        isMember &&
        owner !== 'Inputs' &&
        owner !== 'Outputs' &&
        ts.getJSDocCommentsAndTags(node).length === 0
      ) {
        silent.push(node.name.getText())
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
    expect(silent).to.deep.equal([])
  })

  it('say of an operation what the model says of it', () => {
    const text = documentedTypes()
    for (const name of operationNames) expect(text).to.include(operation(name).help)
  })
})
