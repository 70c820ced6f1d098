/** The names that an operation has elsewhere, and what is the same name when it is looked up. */
import { type OperationName, wireName } from '../../model/operations.ts'

/** A name as a command line has it: `describe-cases`, `cc-email-addresses`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** In the AWS CLI: `describe-cases`. */
export const cliName = (name: OperationName): string => kebab(name)

/** In boto3: `describe_cases`. */
export function botoName(name: OperationName): string {
  return cliName(name).replaceAll('-', '_')
}

/** `DescribeCases in the API, aws support describe-cases, describe_cases in boto3`. */
export function otherNames(name: OperationName): string {
  return `${wireName(name)} in the API, aws support ${cliName(name)}, ${botoName(name)} in boto3`
}

/** Names that differ in case, hyphens and underscores alone are the same: `describe-cases`, `DescribeCases`. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '')
}
