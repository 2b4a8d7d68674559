/** Pretrained weights for tests: those of this machine's set-up, which goes on without them where they cannot be fetched. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findLocations } from '../../../storage/locations'
import { pretrainedReader } from '../read-pretrained'

const { builtInFolder } = findLocations()

/** As a backbone's context has it. */
export const providedWeights = pretrainedReader(builtInFolder)

/** Whether set-up has converted the weights of this network. */
export const isProvided = (name: string): boolean => existsSync(join(builtInFolder, name, 'index.json'))
