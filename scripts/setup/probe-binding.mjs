/** Loads the binding named as argument and prints `{"tensorflow": version, "gpu": whether it computes on one}`; run as a process of its own. */
import { createRequire } from 'node:module'

const binding = createRequire(import.meta.url)(process.argv[2])
process.stdout.write(`${JSON.stringify({ tensorflow: binding.TF_Version, gpu: binding.isUsingGpuDevice() })}\n`)
