/**
 * Reads tensors out of PyTorch's file format before version 1.6: five pickles (magic number, version, machine, the object with
 * persistent ids in place of storages, the storages' keys in order), then each storage as its length and its values.
 */
import { readPickle } from './pickle.mjs'

const magic = 0x1950a86a20f9469cfc6cn
const version = 1001

/** Bytes of a value, and how one is read; 64-bit integers become numbers. */
const storageTypes = {
  'torch.FloatStorage': { size: 4, read: (view, at) => view.getFloat32(at, true) },
  'torch.LongStorage': { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
}

/**
 * Tensors by name, `{shape, data}` with `data` a Float32Array in row-major order whatever the file's strides.
 * `buffer` is the whole file, which holds a dictionary of tensors. Throws an Error on anything else, or where it is damaged.
 */
export function readTorchFile(buffer) {
  const head = readPickle(buffer)
  if (head.value !== magic) throw new Error('the file is not in the format of PyTorch before 1.6')
  const second = readPickle(buffer, { offset: head.end })
  if (second.value !== version) throw new Error(`the file has version ${second.value} of its format; ${version} is known`)
  const machine = readPickle(buffer, { offset: second.end })
  if (machine.value.get('little_endian') !== true) throw new Error('the file was written on a big-endian machine')
  const storages = new Map()
  const object = readPickle(buffer, {
    offset: machine.end,
    globals: globalsOf(),
    persistent([kind, type, key, , count]) {
      if (kind !== 'storage') throw new Error(`the file refers to a ${kind}`)
      if (!storages.has(key)) storages.set(key, { type, count, values: null })
      return storages.get(key)
    },
  })
  const keys = readPickle(buffer, { offset: object.end })
  readStorages(
    buffer,
    keys.end,
    keys.value.map((key) => storages.get(key)),
  )
  return new Map([...object.value].map(([name, tensor]) => [name, toRowMajor(name, tensor)]))
}

function globalsOf() {
  return {
    'collections.OrderedDict': () => new Map(),
    'torch._utils._rebuild_tensor_v2': (storage, offset, shape, strides) => ({ storage, offset, shape, strides }),
    ...Object.fromEntries(Object.entries(storageTypes).map(([name, type]) => [name, type])),
  }
}

/** Each storage begins with its number of values, 64 bits. */
function readStorages(buffer, from, storages) {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  let at = from
  for (const storage of storages) {
    if (storage === undefined) throw new Error('the file lists a storage that no tensor uses')
    const { type, count } = storage
    if (at + 8 + count * type.size > buffer.length) throw new Error('the file ends before its last storage')
    if (Number(view.getBigInt64(at, true)) !== count) throw new Error('a storage has another length than its tensor says')
    const start = at + 8
    storage.values = Float32Array.from({ length: count }, (_, index) => type.read(view, start + index * type.size))
    at = start + count * type.size
  }
  if (at !== buffer.length) throw new Error('the file goes on after its last storage')
}

function toRowMajor(name, { storage, offset, shape, strides }) {
  if (storage?.values == null) throw new Error(`${name} has no values in the file`)
  const count = shape.reduce((product, side) => product * side, 1)
  const data = new Float32Array(count)
  const index = shape.map(() => 0)
  for (let at = 0; at < count; at++) {
    data[at] = storage.values[offset + index.reduce((sum, place, axis) => sum + place * strides[axis], 0)]
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0
  }
  return { shape, data }
}
