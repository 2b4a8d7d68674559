/** Parts of a study that a command line takes from files: saved where the user says, under the names that the palette's lines give them. */
import { attributesFileName, preparationFileName } from '@shared/domain/command-line'
import { writeCodeTable } from '@shared/domain/parse-code-table'
import { remediesText } from '@shared/domain/remedies-text'
import type { StudyData } from '@shared/domain/study'
import { saveFile } from '../../charts/save-picture'

export function saveRemedies(data: StudyData): void {
  saveFile(preparationFileName, remediesText(data), 'application/json')
}

/** The study's own table; a built-in pair brings its own. */
export function saveAttributes({ codes }: StudyData): void {
  if (codes) saveFile(attributesFileName, writeCodeTable(codes), 'text/csv')
}
