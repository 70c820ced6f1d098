/** The model against the runtime schemas of the official client: nothing missing, nothing invented. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as official from '@aws-sdk/client-support'
import { expect } from 'chai'
import { uploadStatuses } from '../../src/model/attachments.ts'
import { type FaultName, faults } from '../../src/model/faults.ts'
import { faultsOf, operation, operationNames, wireName } from '../../src/model/operations.ts'
import type { Members, Shape } from '../../src/model/shape.ts'

/** What both sides say of a shape, in words that can be compared. */
type Said = string | { list: Said } | { sparse: Said } | { [member: string]: Said }

// A schema is a number, a function that yields one, a pair of schema and traits, or a tuple that begins
// with its kind: 1 list, 3 structure, -3 error, 9 operation. (@smithy/types, schema shapes.)
type Schema = number | (() => Schema) | readonly unknown[]

const scalars: Record<number, string> = { 0: 'string', 1: 'number', 2: 'boolean', 21: 'blob' }

function fromSchema(schema: Schema): Said {
  if (typeof schema === 'function') return fromSchema(schema())
  if (typeof schema === 'number') {
    return schema & 64 ? { list: fromSchema(schema & ~64) } : (scalars[schema] ?? `unknown ${schema}`)
  }
  const [kind] = schema
  if (typeof kind !== 'number' || kind > 9) return fromSchema(kind as Schema)
  if (kind === 1) {
    const [, , , traits, member] = schema
    const said = fromSchema(member as Schema)
    return typeof traits === 'object' && traits !== null && 'sp' in traits && traits.sp
      ? { sparse: said }
      : (traits as { sparse?: number })?.sparse
        ? { sparse: said }
        : { list: said }
  }
  return membersOf(schema)
}

function membersOf([, , , , names, members, required = 0]: readonly unknown[]): Said {
  const entries = (names as string[]).map((name, i) => {
    // The required members stand first.
    const mark = i < (required as number) ? '!' : ''
    return [`${name}${mark}`, fromSchema((members as Schema[])[i]!)]
  })
  return Object.fromEntries(entries)
}

function fromModel(shape: Shape): Said {
  switch (shape.type) {
    case 'list':
      return shape.sparse ? { sparse: fromModel(shape.member) } : { list: fromModel(shape.member) }
    case 'structure':
      return fromMembers(shape.members)
    case 'integer':
    case 'double':
      return 'number'
    default:
      return shape.type
  }
}

function fromMembers(members: Members): Said {
  return Object.fromEntries(
    Object.entries<Shape>(members).map(([name, shape]) => [
      `${name}${shape.required ? '!' : ''}`,
      fromModel(shape),
    ]),
  )
}

const schemas = Object.entries(official).flatMap(([name, schema]) =>
  name.endsWith('$') && Array.isArray(schema)
    ? [[name.slice(0, -1), schema as readonly unknown[]] as const]
    : [],
)
const officialOperations = new Map(schemas.filter(([, [kind]]) => kind === 9))
const officialFaults = new Map(
  schemas.filter(([name, [kind]]) => kind === -3 && name !== 'SupportServiceException'),
)

describe('The model against the official client', () => {
  it('has the same operations', () => {
    expect(operationNames.map(wireName)).to.have.members([...officialOperations.keys()])
  })

  for (const name of operationNames) {
    describe(wireName(name), () => {
      const [, , , , input, output] = officialOperations.get(wireName(name)) ?? []

      it('takes the same members, of the same types, the same ones required', () => {
        expect(fromMembers(operation(name).input)).to.deep.equal(fromSchema(input as Schema))
      })

      it('answers the same members', () => {
        expect(fromMembers(operation(name).output)).to.deep.equal(fromSchema(output as Schema))
      })

      it('answers the same faults', async () => {
        expect(faultsOf(name)).to.have.members(await documentedFaults(wireName(name)))
      })
    })
  }

  it('has the same faults', () => {
    expect(Object.keys(faults)).to.have.members([...officialFaults.keys()])
  })

  for (const [name, schema] of officialFaults) {
    it(`${name} has the same members and comes from the same side`, () => {
      const { members, statusCode } = faults[name as FaultName]
      expect(fromMembers(members)).to.deep.equal(fromSchema(schema))
      const { error } = schema[3] as { error: string }
      expect(statusCode).to.equal(error === 'client' ? 400 : 500)
    })
  }

  it('has the same upload states', () => {
    expect([...uploadStatuses]).to.have.members(Object.values(official.UploadStatus))
  })
})

/** The schemas do not tie faults to operations; the comments of the client's declarations do. */
async function documentedFaults(command: string): Promise<string[]> {
  const folder = dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-support/package.json'))
  const text = await readFile(join(folder, `dist-types/commands/${command}Command.d.ts`), 'utf8')
  const found = [...text.matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g)].map(
    ([, name]) => name!,
  )
  expect(found, `faults in the declaration of ${command}`).not.to.equal([])
  return found
}
