/** What a case can be about: services, severities, languages, hours. */
import { caseLanguage, categoryCode, issueTypes, language, serviceCode, severityCodes } from './cases.ts'
import { dryRun, read } from './operation.ts'
import { list, required, string, structure } from './shape.ts'

// These two operations check lengths, not the pattern of serviceCode (botocore, ValidatedServiceCode).
const validatedServiceCode = string(serviceCode.help, { min: 0, max: 100 })
const validatedCategoryCode = string(categoryCode.help, { min: 0, max: 100 })
const issueTypeHelp = 'What kind of case it would be.'

export const catalogOperations = {
  describeServices: read({
    help: 'List the services that a case can be about, with their categories.',
    notes: [
      'Services come and go, and so do their categories: take the codes from here, not from a page of the console.',
    ],
    example: `
>>> const { services } = conn.describeServices({
...   serviceCodeList: ['amazon-dynamodb'],
... })
>>> services[0].name
'DynamoDB'
>>> services[0].categories.some(({ code }) => code === 'general-guidance')
true`,
    input: {
      serviceCodeList: list(
        'Only these services; without it all of them.',
        string('A service code.', { pattern: serviceCode.pattern }),
        { min: 0, max: 100 },
      ),
      language,
      dryRun,
    },
    output: {
      services: list(
        'The services.',
        structure('A service.', {
          code: string('What createCase takes as serviceCode.'),
          name: string('What people call it.'),
          categories: list(
            'The categories of problems that it has.',
            structure('A category.', {
              code: string('What createCase takes as categoryCode, with this service.'),
              name: string('What people call it.'),
            }),
          ),
        }),
      ),
    },
  }),
  describeSeverityLevels: read({
    help: 'List the severity levels you may choose.',
    notes: [
      'Your support plan decides which there are. The Support Center shows other names, such as General guidance for low.',
    ],
    example: `
>>> const { severityLevels } = conn.describeSeverityLevels()
>>> severityLevels.map(({ code }) => code)
[ 'low', 'normal', 'high', 'urgent', 'critical' ]`,
    input: { language, dryRun },
    output: {
      severityLevels: list(
        'The levels, the least urgent first.',
        structure('A level.', {
          code: string('What createCase takes as severityCode.', { values: severityCodes }),
          name: string('What people call it.'),
        }),
      ),
    },
  }),
  describeCreateCaseOptions: read({
    help: 'See in which ways and hours a kind of case is handled.',
    example: `
>>> const options = conn.describeCreateCaseOptions({
...   issueType: 'technical',
...   serviceCode: 'amazon-dynamodb',
...   categoryCode: 'general-guidance',
...   language: 'en',
... })
>>> options.languageAvailability
'available'
>>> options.communicationTypes.map(({ type }) => type)
[ 'web', 'chat', 'call' ]`,
    input: {
      issueType: required(string(issueTypeHelp, { values: issueTypes })),
      serviceCode: required(serviceCode),
      language: required(caseLanguage),
      categoryCode: required(categoryCode),
      dryRun,
    },
    output: {
      languageAvailability: string('Whether someone speaks the language; best_effort is no promise.', {
        values: ['available', 'best_effort', 'unavailable'],
      }),
      communicationTypes: list(
        'The ways to get in touch.',
        structure('A way to get in touch.', {
          type: string('The way.', { values: ['chat', 'web', 'call'] }),
          supportedHours: list(
            'The hours of a day in which it is open, in UTC.',
            structure('A span of a day.', {
              startTime: string('From, as in 09:00:00.000.'),
              endTime: string('To, as in 18:00:00.000.'),
            }),
          ),
          datesWithoutSupport: list(
            'When it is closed.',
            structure('A span of time.', {
              startDateTime: string('From, RFC 3339.', { madeUp: 'time' }),
              endDateTime: string('To, RFC 3339.', { madeUp: 'time' }),
            }),
          ),
        }),
      ),
    },
    faults: ['ThrottlingException'],
  }),
  describeSupportedLanguages: read({
    help: 'List the languages in which a kind of case is handled.',
    example: `
>>> const { supportedLanguages } = conn.describeSupportedLanguages({
...   issueType: 'technical',
...   serviceCode: 'amazon-dynamodb',
...   categoryCode: 'general-guidance',
... })
>>> supportedLanguages[0].code
'en'`,
    input: {
      issueType: required(string(issueTypeHelp, { min: 9, max: 22, values: issueTypes })),
      serviceCode: required(validatedServiceCode),
      categoryCode: required(validatedCategoryCode),
      dryRun,
    },
    output: {
      supportedLanguages: list(
        'The languages.',
        structure('A language.', {
          code: string('What createCase takes as language, an ISO 639-1 code.'),
          language: string('Its name, in capitals.'),
          display: string('Its name as it is shown to people.'),
        }),
      ),
    },
    faults: ['ThrottlingException'],
  }),
}
