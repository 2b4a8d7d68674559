/** Subsets of images, and images after images. */
import { joinPixels, selectPixels } from './pixel-rows'
import type { FeatureTable, Images } from './types'

/** rows [n] int32 indices into `images`; no pixel is read yet. */
export function selectImages(images: Images, rows: Int32Array): Images {
  return {
    count: rows.length,
    size: images.size,
    pixels: selectPixels(images.pixels, rows),
    domainIndex: rows.map((row) => images.domainIndex[row]),
    ...(images.features && { features: selectFeatures(images.features, rows) }),
  }
}

/** The images of `first`, then those of `second`. */
export function joinImages(first: Images, second: Images): Images {
  return {
    count: first.count + second.count,
    size: first.size,
    pixels: joinPixels(first.pixels, second.pixels),
    domainIndex: Int32Array.from([...first.domainIndex, ...second.domainIndex]),
    ...(first.features && second.features && { features: joinFeatures(first.features, second.features) }),
  }
}

/** The values are shared: a subset only knows other rows of them. */
function selectFeatures({ width, row }: FeatureTable, rows: Int32Array): FeatureTable {
  return { width, count: rows.length, row: (at) => row(rows[at]) }
}

function joinFeatures(first: FeatureTable, second: FeatureTable): FeatureTable {
  return {
    width: first.width,
    count: first.count + second.count,
    row: (at) => (at < first.count ? first.row(at) : second.row(at - first.count)),
  }
}
