/** Identifier schemas shared by every record, so that a path or a sentence never passes for an id. */
import { z } from 'zod'

/** Kebab-case name of a registry entry: a method, a backbone, a built-in pair. */
export const RegistryId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a kebab-case id such as digits-cnn-bn')

/** A backbone: the id of one in the registry, or the absolute path of the user's own model. */
export const BackboneId = z
  .string()
  .regex(
    /^([a-z0-9]+(-[a-z0-9]+)*|([/\\]|[A-Za-z]:[/\\]).*)$/,
    'expected an id such as digits-cnn-bn, or the path of a folder with a TF.js model',
  )

/** Id of a study or a run: a readable slug that is safe as a folder name. */
export const FolderId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'expected a folder-safe id')
export type FolderId = z.infer<typeof FolderId>

/** Seeds are 31-bit so that they stay exact in every tensor type. */
export const Seed = z.number().int().min(0).max(2_147_483_647)

/** The side of the adaptation an image comes from. */
export const DomainRole = z.enum(['source', 'target'])
export type DomainRole = z.infer<typeof DomainRole>
