/** What a case can be about: services, severities, languages, hours. */
import { categoryCode, issueType, issueTypes, language, serviceCode, severityCodes } from './cases.ts'
import { dryRun, read } from './operation.ts'
import { list, required, string, structure } from './shape.ts'

// These two operations check lengths, not the pattern of serviceCode (botocore, ValidatedServiceCode).
const validatedServiceCode = string(serviceCode.help, { min: 0, max: 100 })
const validatedCategoryCode = string(categoryCode.help, { min: 0, max: 100 })

export const catalogOperations = {
  describeServices: read({
    help: 'List the services that a case can be about, with their categories.',
    input: {
      serviceCodeList: list(
        'Only these services.',
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
          code: string('For serviceCode of createCase.'),
          name: string('For people.'),
          categories: list(
            'Its categories.',
            structure('A category.', {
              code: string('For categoryCode of createCase.'),
              name: string('For people.'),
            }),
          ),
        }),
      ),
    },
  }),
  describeSeverityLevels: read({
    help: 'List the severity levels you may choose.',
    input: { language, dryRun },
    output: {
      severityLevels: list(
        'The levels, the least urgent first.',
        structure('A level.', {
          code: string('For severityCode of createCase.', { values: severityCodes }),
          name: string('For people.'),
        }),
      ),
    },
  }),
  describeCreateCaseOptions: read({
    help: 'See in which ways and hours a kind of case is handled.',
    input: {
      issueType: required(issueType),
      serviceCode: required(serviceCode),
      language: required(language),
      categoryCode: required(categoryCode),
      dryRun,
    },
    output: {
      languageAvailability: string('Whether the language is spoken.', {
        values: ['available', 'best_effort', 'unavailable'],
      }),
      communicationTypes: list(
        'The ways to get in touch.',
        structure('A way to get in touch.', {
          type: string('chat, web or call.', { values: ['chat', 'web', 'call'] }),
          supportedHours: list(
            'When, in UTC.',
            structure('A span of a day.', {
              startTime: string('HH:mm:ss.SSS'),
              endTime: string('HH:mm:ss.SSS'),
            }),
          ),
          datesWithoutSupport: list(
            'When not.',
            structure('A span of time.', {
              startDateTime: string('RFC 3339.'),
              endDateTime: string('RFC 3339.'),
            }),
          ),
        }),
      ),
    },
    faults: ['ThrottlingException'],
  }),
  describeSupportedLanguages: read({
    help: 'List the languages in which a kind of case is handled.',
    input: {
      issueType: required(string(issueType.help, { min: 9, max: 22, values: issueTypes })),
      serviceCode: required(validatedServiceCode),
      categoryCode: required(validatedCategoryCode),
      dryRun,
    },
    output: {
      supportedLanguages: list(
        'The languages.',
        structure('A language.', {
          code: string('An ISO 639-1 code.'),
          language: string('Its name, in capitals.'),
          display: string('Its name as it is shown.'),
        }),
      ),
    },
    faults: ['ThrottlingException'],
  }),
}
