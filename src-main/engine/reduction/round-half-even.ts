/** Rounding as TensorFlow, ONNX and NumPy do it. */

/** The nearest whole number; of two that are as near, the even one. */
export function roundHalfEven(value: number): number {
  const low = Math.floor(value)
  const rest = value - low
  return rest > 0.5 || (rest === 0.5 && Math.abs(low % 2) === 1) ? low + 1 : low
}
