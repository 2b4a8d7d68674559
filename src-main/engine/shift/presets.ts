/** Stacks for the classroom, each a place where models fail. */
import type { ShiftPreset } from '@shared/domain/shift'

export const shiftPresets: readonly ShiftPreset[] = [
  {
    id: 'photocopier',
    label: 'Photocopier',
    summary: 'No colour, a little too bright, soft, with specks.',
    shifts: [
      { kind: 'saturation', severity: 5 },
      { kind: 'brightness', severity: 2 },
      { kind: 'defocus-blur', severity: 2 },
      { kind: 'impulse-noise', severity: 2.5 },
    ],
  },
  {
    id: 'night',
    label: 'Night',
    summary: 'Dark, pale and counted in few photons.',
    shifts: [
      { kind: 'gamma', severity: 3 },
      { kind: 'contrast', severity: 1 },
      { kind: 'saturation', severity: 3 },
      { kind: 'shot-noise', severity: 3 },
    ],
  },
  {
    id: 'old-phone',
    label: 'Old phone',
    summary: 'A small soft sensor and hard compression.',
    shifts: [
      { kind: 'defocus-blur', severity: 2 },
      { kind: 'gaussian-noise', severity: 1.5 },
      { kind: 'pixelate', severity: 1.5 },
      { kind: 'jpeg', severity: 3 },
    ],
  },
  {
    id: 'rotated-camera',
    label: 'Rotated camera',
    summary: 'Tilted, a step further back, off centre.',
    shifts: [
      { kind: 'rotation', severity: 3 },
      { kind: 'scale', severity: 1.5 },
      { kind: 'translation', severity: 1 },
    ],
  },
]
