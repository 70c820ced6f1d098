/** A script as a program on the official client for JavaScript: an ES module. */
import { type OperationName, operation, wireName } from '../../model/operations.ts'
import { quoted } from '../completion/quoting.ts'
import { counted } from '../show/counted.ts'
import { readText } from './files.ts'
import { placeText } from './ids.ts'
import { jsLiteral, type Names } from './js-literal.ts'
import { uploadFunction } from './js-upload.ts'
import { leftOutText } from './left-out.ts'
import type { CallStep, Capture, GivenStep, Plan, Step, UploadStep } from './plan.ts'
import type { Target } from './target.ts'
import { filesIn, type Structure, type Variable } from './values.ts'

export function jsProgram(plan: Plan, target: Target): string {
  return new Program(plan, target).text()
}

const client = 'support'

/** A line is at most so long, where it can be. */
const width = 100

class Program {
  readonly #plan: Plan
  readonly #target: Target
  /** What is imported, by module. */
  readonly #imports = new Map<string, Set<string>>()
  /** Names that are taken. */
  readonly #taken = new Set<string>([
    ...[client, 'show', 'upload', 'page', 'readFile'],
    ...uploadFunction.imports.map(([, name]) => name),
  ])
  readonly #named = new Map<Variable, string>()
  #shows = false

  constructor(plan: Plan, target: Target) {
    this.#plan = plan
    this.#target = target
  }

  text(): string {
    const { steps } = this.#plan
    const needsUpload = steps.some(({ kind }) => kind === 'upload')
    // First, for they say what is needed before them.
    const blocks = steps.map((step) => this.#block(step))
    this.#use('@aws-sdk/client-support', 'SupportClient')
    if (needsUpload) for (const [from, name] of uploadFunction.imports) this.#use(from, name)
    return [
      `${this.#comment()}\n${this.#importLines()}`,
      this.#clientLine(),
      ...(this.#shows ? [showFunction] : []),
      ...(needsUpload ? [uploadFunction.source] : []),
      ...blocks,
    ].join('\n\n')
  }

  #comment(): string {
    const { steps, leftOut } = this.#plan
    const calls = steps.filter(({ kind }) => kind !== 'given').length
    const others = leftOutText(leftOut)
    return [
      `// ${counted(calls, 'call')} of a support-repl session.`,
      '// Save as FILE.mjs, npm install @aws-sdk/client-support, node FILE.mjs',
      ...(others ? [`// Left out: ${others}.`] : []),
      ...(this.#target.endpoint === undefined ? [] : ['// Without the endpoint these go to AWS.']),
    ].join('\n')
  }

  #importLines(): string {
    return [...this.#imports]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([from, names]) => {
        const list = [...names].sort()
        const line = `import { ${list.join(', ')} } from '${from}'`
        return line.length <= width
          ? line
          : `import {\n${list.map((name) => `  ${name},\n`).join('')}} from '${from}'`
      })
      .join('\n')
  }

  #clientLine(): string {
    const { region, endpoint, variant } = this.#target
    const options = {
      region,
      ...(variant?.fips && { useFipsEndpoint: true }),
      ...(variant?.dualstack && { useDualstackEndpoint: true }),
      ...(endpoint !== undefined && { endpoint }),
    }
    return `const ${client} = new SupportClient(${jsLiteral(options, this.#names)})`
  }

  #block(step: Step): string {
    switch (step.kind) {
      case 'call':
        return this.#call(step)
      case 'given':
        return this.#given(step)
      case 'upload':
        return this.#upload(step)
    }
  }

  #call(step: CallStep): string {
    const comments = [
      ...step.redacted.map((member) => `// What looked like a secret was taken out of ${member}.`),
      ...filesIn(step.input).map((file) => `// ${readText(file)}.`),
    ]
    return [...comments, ...(step.allPages ? this.#listing(step) : this.#single(step))].join('\n')
  }

  #single({ operation: name, input, captures }: CallStep): string[] {
    if (captures.length > 0) return this.#captured(name, input, captures)
    if (operation(name).kind === 'write') return [this.#sent(name, input, 'await ')]
    this.#shows = true
    return [this.#sent(name, input, 'show(await ', ')')]
  }

  /** `await support.send(new DescribeCasesCommand())`, with what stands around it. */
  #sent(name: OperationName, input: Structure, before: string, after = ''): string {
    const command = `${wireName(name)}Command`
    this.#use('@aws-sdk/client-support', command)
    const made = (literal: string) => `new ${command}(${literal === '{}' ? '' : literal})`
    const short = `${before}${client}.send(${made(jsLiteral(input, this.#names, 0, Number.NEGATIVE_INFINITY))})${after}`
    if (short.length <= width) return short
    const long = (margin: string) => {
      const literal = jsLiteral(input, this.#names, margin.length + 2, margin.length + command.length + 9)
      return `${client}.send(\n${margin}  ${made(literal)},\n${margin})`
    }
    return after === '' ? before + long('') : `show(\n  await ${long('  ')},\n)`
  }

  /** All pages: shown one by one, or put together where something of them is needed. */
  #listing({ operation: name, input: { maxResults, ...filters }, captures }: CallStep): string[] {
    const paginate = `paginate${wireName(name)}`
    this.#use('@aws-sdk/client-support', paginate)
    const options = `{ client: ${client}${maxResults === undefined ? '' : `, pageSize: ${String(maxResults)}`} }`
    const loop = (body: string) => {
      const short = `for await (const page of ${paginate}(${options}, ${jsLiteral(filters, this.#names, 0, Number.NEGATIVE_INFINITY)})) {`
      if (short.length <= width) return `${short}\n  ${body}\n}`
      const long = `${options},\n  ${jsLiteral(filters, this.#names, 2)},`
      return `for await (const page of ${paginate}(\n  ${long}\n)) {\n  ${body}\n}`
    }
    if (captures.length === 0) {
      this.#shows = true
      return [loop('show(page)')]
    }
    const member = operation(name).pages!
    const list = this.#name(member)
    return [
      `const ${list} = []`,
      loop(`${list}.push(...page.${member})`),
      ...this.#picked(captures, () => list),
    ]
  }

  #captured(name: OperationName, input: Structure, captures: readonly Capture[]): string[] {
    const own = captures.filter(({ path }) => path.length === 1)
    const inLists = captures.filter(({ path }) => path.length > 1)
    const names = new Map(
      [...new Set(inLists.map(({ path }) => String(path[0])))].map((m) => [m, this.#name(m)]),
    )
    const taken = [
      ...own.map(({ path, variable }) => [String(path[0]), this.#names.variable(variable)] as const),
      ...names,
    ].map(([member, name]) => (member === name ? name : `${member}: ${name}`))
    return [
      this.#sent(name, input, `const { ${taken.join(', ')} } = await `),
      ...this.#picked(inLists, (member) => names.get(member)!),
    ]
  }

  #picked(captures: readonly Capture[], listName: (member: string) => string): string[] {
    return captures.map(({ path: [member, ...rest], variable }) => {
      const where = placeText(rest)
      const place = `${listName(String(member))}${where.startsWith('[') ? '' : '.'}${where}`
      return `const ${this.#names.variable(variable)} = ${place}`
    })
  }

  #given({ variable, value, listedBy }: GivenStep): string {
    const comment = `// One that ${listedBy} listed: put the one here that is meant.`
    return `${comment}\nconst ${this.#names.variable(variable)} = ${quoted(value)}`
  }

  #upload({ fileName, size, variable }: UploadStep): string {
    const comment = `// ${readText({ path: fileName, fileName, size })}.`
    const call = `await upload(${quoted(fileName)})`
    return `${comment}\n${variable ? `const ${this.#names.variable(variable)} = ${call}` : call}`
  }

  readonly #names: Names = {
    variable: (variable) => {
      const known = this.#named.get(variable)
      if (known !== undefined) return known
      const name = this.#name(variable.member)
      this.#named.set(variable, name)
      return name
    },
    file: ({ path }) => {
      this.#use('node:fs/promises', 'readFile')
      return `await readFile(${quoted(path)})`
    },
  }

  /** A name that nothing has yet. */
  #name(wanted: string): string {
    let name = wanted
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`
    this.#taken.add(name)
    return name
  }

  #use(from: string, name: string): void {
    const names = this.#imports.get(from) ?? new Set()
    this.#imports.set(from, names.add(name))
  }
}

const showFunction = `\
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })`
