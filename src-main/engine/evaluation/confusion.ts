/** Who is taken for whom: the confusion matrix and what is read off it. */

/** [K,K] row-major counts, rows: truth, columns: prediction. Labels below 0 (classes the source lacks) have no row and are left out. */
export function confusionMatrix(predicted: ArrayLike<number>, labels: ArrayLike<number>, classes: number): Int32Array {
  const matrix = new Int32Array(classes * classes)
  for (let i = 0; i < labels.length; i++) if (labels[i] >= 0) matrix[labels[i] * classes + predicted[i]] += 1
  return matrix
}

/** Share of each class's images that are recognised, in [0,1]; NaN for a class without images. */
export function recallPerClass(matrix: Int32Array, classes: number): Float64Array {
  return Float64Array.from({ length: classes }, (_, own) => {
    const row = matrix.subarray(own * classes, (own + 1) * classes)
    const images = row.reduce((sum, count) => sum + count, 0)
    return images === 0 ? Number.NaN : row[own] / images
  })
}

/** F1 = 2tp/(2tp+fp+fn) of each class in [0,1]; 0 for a class that occurs neither in truth nor in prediction. */
export function f1PerClass(matrix: Int32Array, classes: number): Float64Array {
  return Float64Array.from({ length: classes }, (_, own) => {
    const both = marginals(matrix, classes, own)
    return both === 0 ? 0 : (2 * matrix[own * classes + own]) / both
  })
}

/** Mean F1 over the classes that occur in truth or prediction, in [0,1]. */
export function macroF1(matrix: Int32Array, classes: number): number {
  const present = [...f1PerClass(matrix, classes)].filter((_, own) => marginals(matrix, classes, own) > 0)
  return present.reduce((sum, f1) => sum + f1, 0) / present.length
}

/** Images of the class plus images predicted as it: 2tp + fp + fn. */
function marginals(matrix: Int32Array, classes: number, own: number): number {
  let sum = 0
  for (let other = 0; other < classes; other++) sum += matrix[own * classes + other] + matrix[other * classes + own]
  return sum
}
