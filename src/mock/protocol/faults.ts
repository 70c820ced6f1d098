/** Every fault that the mock answers, as one class, and the service's words for what is wrong with an input. */
import { type FaultName, faults } from '../../model/faults.ts'
import { type FrameworkFaultName, frameworkFaults } from '../../model/framework-faults.ts'
import { type OperationName, operation } from '../../model/operations.ts'
import type { Path, Violation } from '../../model/violations.ts'
import type { Reply } from '../http/exchange.ts'

/** What faults say when nothing is to be said of the request. */
export const faultTexts: Readonly<Partial<Record<MockFaultName, string>>> = {
  // Seen from Support itself.
  ThrottlingException: 'Throttle limit exceeded.',
  SubscriptionRequiredException:
    'Amazon Web Services Premium Support Subscription is required to use this service.',
  // Guesses.
  AttachmentLimitExceeded: 'Too many attachment sets were created in a short time.',
  CaseCreationLimitExceeded: 'The number of cases that an account may create in an hour has been reached.',
  DescribeAttachmentLimitExceeded: 'Too many attachments were read in a short time.',
  InternalServerError: 'An internal error occurred. Try again.',
  ServiceUnavailableException: 'The service is temporarily unavailable. Try again.',
}

/** A throttled request, with its reason where the operation's model has one. Guess: the reason's words. */
export function throttled(operationName: OperationName, resource: string, message?: string): ServiceFault {
  const isNamed = operation(operationName).faults?.includes('ThrottlingException')
  const reasons = { throttlingReasons: [{ reason: 'RequestRateExceeded', resource }] }
  return new ServiceFault('ThrottlingException', message ?? faultTexts.ThrottlingException, {
    members: isNamed ? reasons : undefined,
  })
}

export type MockFaultName = FaultName | FrameworkFaultName

interface Form {
  readonly statusCode?: number
  /** `xml` where the framework cannot tell that JSON is spoken. */
  readonly as?: 'json' | 'xml'
  /** What the fault carries besides its message. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** An answer that is a fault. Its name is `__type` on the wire. */
export class ServiceFault extends Error {
  override readonly name: MockFaultName
  readonly statusCode: number
  readonly #as: 'json' | 'xml'
  readonly #members: Form['members']

  constructor(name: MockFaultName, message = '', { statusCode, as = 'json', members }: Form = {}) {
    super(message)
    this.name = name
    this.statusCode = statusCode ?? statusOf(name)
    this.#as = as
    this.#members = members
  }

  reply(contentType: string): Reply {
    const { statusCode } = this
    if (this.#as === 'xml') return { statusCode, contentType: 'application/xml', body: this.#xml() }
    return { statusCode, contentType, body: JSON.stringify(this.#json()) }
  }

  // The framework writes `Message` where its JSON reader fails and `message` elsewhere, and leaves an
  // empty one out.
  #json(): Record<string, unknown> {
    if (!this.message) return { __type: this.name }
    return {
      __type: this.name,
      [this.name === 'SerializationException' ? 'Message' : 'message']: this.message,
      ...this.#members,
    }
  }

  #xml(): string {
    if (!this.message) return `<${this.name}/>\n`
    return `<${this.name}>\n  <Message>${this.message}</Message>\n</${this.name}>\n`
  }
}

function statusOf(name: MockFaultName): number {
  return { ...faults, ...frameworkFaults }[name].statusCode
}

// Guess: the service may well list fewer. A list of a million bad members must not make a message of
// a hundred million characters.
const mostListed = 100

/** All violations in one fault: `2 validation errors detected: ...; ...`. */
export function validationFault(found: readonly Violation[]): ServiceFault {
  return invalid(found.slice(0, mostListed).map(sentence), found.length)
}

/** A constraint that the model does not name, worded as if it did. */
export function constraintFault(name: string, value: string | null, constraint: string): ServiceFault {
  return invalid([unsatisfied(value, name, constraint)])
}

function invalid(sentences: readonly string[], count = sentences.length): ServiceFault {
  const errors = count === 1 ? 'validation error' : 'validation errors'
  return new ServiceFault('ValidationException', `${count} ${errors} detected: ${sentences.join('; ')}`)
}

function sentence(violation: Violation): string {
  return unsatisfied(violation.value, pathText(violation.path), constraint(violation))
}

function unsatisfied(value: unknown, path: string, constraint: string): string {
  return `Value ${valueText(value)} at '${path}' failed to satisfy constraint: ${constraint}`
}

function constraint(violation: Violation): string {
  switch (violation.rule) {
    case 'required':
      return 'Member must not be null'
    case 'min-length':
      return `Member must have length greater than or equal to ${violation.limit}`
    case 'max-length':
      return `Member must have length less than or equal to ${violation.limit}`
    case 'min':
      return `Member must have value greater than or equal to ${violation.limit}`
    case 'max':
      return `Member must have value less than or equal to ${violation.limit}`
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${violation.pattern}`
    // Types are settled before constraints, and unknown members are gone by then.
    case 'type':
    case 'unknown':
      throw new Error(
        `A violation that decoding should have settled: ${violation.rule} at ${pathText(violation.path)}`,
      )
  }
}

// Elements count from one: `attachments.1.member.data`.
function pathText(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : step)).join('.')
}

// Lists and structures print as Java prints them.
function valueText(value: unknown): string {
  if (value === null) return 'null'
  return `'${javaText(value)}'`
}

function javaText(value: unknown): string {
  // Guess: the service may well cut earlier or later.
  if (Array.isArray(value)) return `[${value.slice(0, mostListed).map(javaText).join(', ')}]`
  return String(value)
}
