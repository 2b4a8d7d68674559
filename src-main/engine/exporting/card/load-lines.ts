/** Three lines that load an exported model, in Python and in JavaScript. */
import type { ExportFormat } from '@shared/domain/export'
import type { ModelCard } from '@shared/domain/model-card'

/** `size`: side of the images in pixels. */
export function loadLines(format: ExportFormat, size: number): ModelCard['load'] {
  if (format === 'tfjs') return tfjsLines(size)
  return format === 'weights' ? weightsLines() : onnxLines(size)
}

function onnxLines(size: number): ModelCard['load'] {
  return [
    {
      language: 'Python',
      code: [
        'import numpy as np, onnxruntime as ort',
        'net = ort.InferenceSession("model.onnx")',
        `p = net.run(None, {"image": x.astype(np.float32)})[0]  # x [n, ${size}, ${size}, 3] RGB, 0 to 255`,
      ].join('\n'),
    },
    {
      language: 'JavaScript',
      code: [
        "import * as ort from 'onnxruntime-web' // or onnxruntime-node",
        "const net = await ort.InferenceSession.create('model.onnx')",
        `const { probabilities } = await net.run({ image: new ort.Tensor('float32', x, [1, ${size}, ${size}, 3]) })`,
      ].join('\n'),
    },
  ]
}

function tfjsLines(size: number): ModelCard['load'] {
  return [
    {
      language: 'JavaScript',
      code: [
        "import * as tf from '@tensorflow/tfjs'",
        "const net = await tf.loadLayersModel('model.json')",
        `const p = net.predict(tf.tensor4d(x, [1, ${size}, ${size}, 3])) // RGB, 0 to 255`,
      ].join('\n'),
    },
    {
      language: 'Python',
      code: [
        'import tensorflowjs as tfjs',
        'net = tfjs.converters.load_keras_model("model.json")',
        `p = net.predict(x)  # x float32 [n, ${size}, ${size}, 3] RGB, 0 to 255`,
      ].join('\n'),
    },
  ]
}

function weightsLines(): ModelCard['load'] {
  return [
    {
      language: 'Python',
      code: [
        'import json, numpy as np',
        'index, raw = json.load(open("index.json")), open("weights.bin", "rb").read()',
        'w = {e["name"]: np.frombuffer(raw, e["dtype"], e["count"], e["offsetBytes"]).reshape(e["shape"]) for e in index["weights"]}',
      ].join('\n'),
    },
    {
      language: 'JavaScript',
      code: [
        "const index = await (await fetch('index.json')).json()",
        "const raw = await (await fetch('weights.bin')).arrayBuffer()",
        'const w = Object.fromEntries(index.weights.map((e) => [e.name, new { float32: Float32Array, int8: Int8Array }[e.dtype](raw, e.offsetBytes, e.count)]))',
      ].join('\n'),
    },
  ]
}
