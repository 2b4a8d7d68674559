/** The steps of set-up in their order: what can fail cheaply comes before what takes long. */
import { binding } from './binding.mjs'
import { builtInData } from './built-in-data.mjs'
import { efficientnetLite0 } from './efficientnet-lite0.mjs'
import { electron } from './electron.mjs'
import { npmPackages } from './npm-packages.mjs'
import { opticalDigits } from './optical-digits.mjs'
import { systemPackages } from './system-packages.mjs'
import { tensorflow } from './tensorflow.mjs'

export const allSteps = [systemPackages, npmPackages, builtInData, opticalDigits, efficientnetLite0, electron, tensorflow, binding]
