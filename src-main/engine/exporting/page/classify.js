// Classifies dropped images with the model in this page. Everything it needs is here: no request leaves the page.
/* global tf, shiftlab */

/**
 * Antialiased triangle filter (Pillow's BILINEAR), as the lab brings images to the network's size: shrinking widens the triangle by
 * the ratio, so that every pixel counts. pixels [height, width, 4] 0..255 → Float32Array [size, size, 3], transparency over white.
 */
function squash({ width, height, data }, size) {
  const axis = (length) =>
    Array.from({ length: size }, (_, to) => {
      const ratio = length / size
      const reach = Math.max(1, ratio)
      const centre = (to + 0.5) * ratio - 0.5
      const first = Math.max(0, Math.ceil(centre - reach))
      const weights = []
      for (let from = first; from < length && from <= centre + reach; from++) weights.push(Math.max(0, 1 - Math.abs(from - centre) / reach))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      return { first, weights: weights.map((weight) => weight / sum) }
    })
  const [columns, rows] = [axis(width), axis(height)]
  const narrow = new Float32Array(height * size * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < size; x++) {
      const { first, weights } = columns[x]
      for (let channel = 0; channel < 3; channel++) {
        let value = 0
        for (let at = 0; at < weights.length; at++) {
          const pixel = 4 * (y * width + first + at)
          const alpha = data[pixel + 3] / 255
          value += weights[at] * (data[pixel + channel] * alpha + 255 * (1 - alpha))
        }
        narrow[3 * (y * size + x) + channel] = value
      }
    }
  }
  const square = new Float32Array(size * size * 3)
  for (let y = 0; y < size; y++) {
    const { first, weights } = rows[y]
    for (let at = 0; at < 3 * size; at++) {
      let value = 0
      for (let row = 0; row < weights.length; row++) value += weights[row] * narrow[3 * size * (first + row) + at]
      square[3 * size * y + at] = Math.round(value)
    }
  }
  return square
}

async function openModel() {
  // Half-precision graphics would give other answers; the processor is quick enough then.
  const exact = await tf.setBackend('webgl').then(
    (there) => there && tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'),
    () => false,
  )
  if (!exact) await tf.setBackend('cpu')
  const bytes = Uint8Array.from(atob(shiftlab.weights), (character) => character.charCodeAt(0))
  const artifacts = {
    modelTopology: shiftlab.model.modelTopology,
    weightSpecs: shiftlab.model.weightsManifest[0].weights,
    weightData: bytes.buffer,
  }
  return tf.loadLayersModel({ load: async () => artifacts })
}

async function pixelsOf(file) {
  const bitmap = await createImageBitmap(file)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context.drawImage(bitmap, 0, 0)
  return context.getImageData(0, 0, bitmap.width, bitmap.height)
}

/** Class names with their probabilities, the likeliest first. */
function classify(model, pixels) {
  const { size } = shiftlab.input
  const values = tf.tidy(() => model.predict(tf.tensor4d(squash(pixels, size), [1, size, size, 3])).dataSync())
  return shiftlab.classNames.map((name, index) => ({ name, probability: values[index] })).sort((a, b) => b.probability - a.probability)
}

function row(file) {
  const item = document.createElement('li')
  const image = document.createElement('img')
  image.alt = ''
  image.src = URL.createObjectURL(file)
  const words = document.createElement('div')
  words.textContent = `${file.name}: looking…`
  item.append(image, words)
  document.querySelector('#results').prepend(item)
  return { item, words }
}

function show({ item, words }, file, answers) {
  item.dataset.file = file.name
  item.dataset.class = answers[0].name
  item.dataset.probability = String(answers[0].probability)
  words.replaceChildren(
    Object.assign(document.createElement('b'), { textContent: answers[0].name }),
    Object.assign(document.createElement('small'), { textContent: file.name }),
    ...answers.slice(0, 3).map(({ name, probability }) => {
      const bar = Object.assign(document.createElement('span'), { className: 'bar' })
      bar.style.setProperty('--share', `${100 * probability}%`)
      bar.textContent = `${name} ${(100 * probability).toFixed(1)} %`
      return bar
    }),
  )
}

async function look(model, files) {
  for (const file of files) {
    const place = row(file)
    try {
      show(place, file, classify(model, await pixelsOf(file)))
    } catch {
      place.item.dataset.file = file.name
      place.words.textContent = `${file.name} could not be read: it is no image, or a damaged one.`
    }
  }
}

async function start() {
  const status = document.querySelector('#status')
  const zone = document.querySelector('#zone')
  try {
    const model = await openModel()
    document.querySelector('#files').addEventListener('change', (event) => look(model, [...event.target.files]))
    for (const name of ['dragover', 'drop']) document.addEventListener(name, (event) => event.preventDefault())
    document.addEventListener('drop', (event) => look(model, [...event.dataTransfer.files]))
    status.textContent = 'Ready. Nothing leaves this page.'
    zone.dataset.ready = 'true'
  } catch (error) {
    status.textContent = `The model could not be opened: ${error.message}. Use a current browser.`
  }
}

if (typeof document !== 'undefined') start()
