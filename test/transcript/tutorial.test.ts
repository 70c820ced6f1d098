import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import type { Example } from '../../src/transcript/examples.ts'

/**
 * The code of boto's tutorial "An Introduction to boto's Support interface", each line at its place in the
 * file. `example` marks where Python's doctest.DocTestParser reads an example, `want` what it expects.
 */
const lines: { line: number; text: string; example?: true; want?: string }[] = [
  { line: 15, text: 'to the service.  There are two ways to do this in boto.  The first is:' },
  { line: 17, text: '>>> from boto.support.connection import SupportConnection', example: true },
  { line: 18, text: ">>> conn = SupportConnection('<aws access key>', '<aws secret key>')", example: true },
  { line: 24, text: '**AWS_ACCESS_KEY_ID**' },
  { line: 25, text: '    Your AWS Access Key ID' },
  { line: 32, text: '>>> conn = SupportConnection()', example: true },
  { line: 37, text: '>>> import boto.support', example: true },
  { line: 38, text: ">>> conn = boto.support.connect_to_region('us-west-2')", example: true },
  { line: 48, text: 'use the ``SupportConnection.describe_cases`` method. For example::' },
  { line: 50, text: '    >>> cases = conn.describe_cases()', example: true },
  { line: 51, text: "    >>> len(cases['cases'])", example: true, want: '1' },
  { line: 52, text: '    1' },
  { line: 53, text: "    >>> cases['cases'][0]['title']", example: true, want: "'A test case.'" },
  { line: 54, text: "    'A test case.'" },
  { line: 55, text: "    >>> cases['cases'][0]['caseId']", example: true, want: "'case-...'" },
  { line: 56, text: "    'case-...'" },
  { line: 59, text: '``case_id_list`` parameter::' },
  { line: 61, text: "    >>> cases = conn.describe_cases(case_id_list=['case-1'])", example: true },
  { line: 62, text: "    >>> len(cases['cases'])", example: true, want: '1' },
  { line: 63, text: '    1' },
  { line: 64, text: "    >>> cases['cases'][0]['title']", example: true, want: "'A test case.'" },
  { line: 65, text: "    'A test case.'" },
  { line: 66, text: "    >>> cases['cases'][0]['caseId']", example: true, want: "'case-...'" },
  { line: 67, text: "    'case-...'" },
  { line: 74, text: 'codes available to you. Fetching them is a simple call to::' },
  { line: 76, text: '    >>> services = conn.describe_services()', example: true },
  { line: 77, text: "    >>> services['services'][0]['code']", example: true, want: "'amazon-cloudsearch'" },
  { line: 78, text: "    'amazon-cloudsearch'" },
  { line: 80, text: 'If you only care about certain services, you can pass a list of service codes::' },
  { line: 82, text: '    >>> service_details = conn.describe_services(service_code_list=[', example: true },
  { line: 83, text: "    ...     'amazon-cloudsearch'," },
  { line: 84, text: "    ...     'amazon-dynamodb'," },
  { line: 85, text: '    ... ])' },
  { line: 94, text: '    >>> severities = conn.describe_severity_levels()', example: true },
  { line: 95, text: "    >>> severities['severityLevels'][0]['code']", example: true, want: "'low'" },
  { line: 96, text: "    'low'" },
  { line: 105, text: '    >>> new_case = conn.create_case(', example: true },
  { line: 106, text: "    ...     subject='This is a test case.'," },
  { line: 107, text: "    ...     service_code=''," },
  { line: 108, text: "    ...     category_code=''," },
  { line: 109, text: '    ...     communication_body="",' },
  { line: 110, text: "    ...     severity_code='low'" },
  { line: 111, text: '    ... )' },
  { line: 112, text: "    >>> new_case['caseId']", example: true, want: "'case-...'" },
  { line: 113, text: "    'case-...'" },
  { line: 132, text: '    >>> result = conn.add_communication_to_case(', example: true },
  { line: 133, text: '    ...     communication_body="This is a followup. It\'s working now."' },
  { line: 134, text: "    ...     case_id='case-...'" },
  { line: 135, text: '    ... )' },
  { line: 143, text: "    >>> communications = conn.describe_communications('case-...')", example: true },
  { line: 152, text: "    >>> closed = conn.resolve_case(case_id='case-...')", example: true },
  { line: 153, text: "    >>> closed['result']", example: true, want: 'True' },
  { line: 154, text: '    True' },
]

describe("boto's tutorial", () => {
  const file = Array.from({ length: 154 }, () => '')
  for (const { line, text } of lines) file[line - 1] = text

  it('is read into the 24 examples that doctest reads', async () => {
    const { items } = await parseDocument('support_tut.rst', `${file.join('\n')}\n`)
    const examples = items as Example[]
    expect(examples.map(({ line, want }) => ({ line, want }))).to.deep.equal(
      lines.filter(({ example }) => example).map(({ line, want = '' }) => ({ line, want })),
    )
    expect(examples).to.have.length(24)
    expect(examples.find(({ line }) => line === 82)?.source.split('\n')).to.deep.equal([
      'service_details = conn.describe_services(service_code_list=[',
      "    'amazon-cloudsearch',",
      "    'amazon-dynamodb',",
      '])',
    ])
  })
})
