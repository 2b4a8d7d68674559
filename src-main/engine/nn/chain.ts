/** Joins modules one after another while keeping shapes in the types and names unique. */
import type { Tensor } from '../backend/tensorflow'
import type { Block, Module, Pass } from './network'
import { shown } from './observe'
import { prefixNames } from './variables'

export interface Chain<In, Out> extends Module<In, Out> {
  /**
   * The chain in stretches that are frozen or trained as a whole. A block begins at every module that has a kernel; what has none,
   * such as a normalisation or an activation, belongs to the block before it.
   */
  readonly blocks: readonly Block[]
  /** This chain followed by `module`, whose variables are named `name/…`. */
  add<Next>(name: string, module: Module<Out, Next>): Chain<In, Next>
}

/** A chain of one module. */
export function chain<In, Out>(name: string, module: Module<In, Out>): Chain<In, Out> {
  const variables = prefixNames(name, module.variables)
  return extend({ variables, forward: (x, pass) => shown(name, module.forward(x, pass)) }, [
    toBlock(name, { variables, forward: module.forward }),
  ])
}

function extend<In, Out>(before: Module<In, Out>, blocks: readonly Block[]): Chain<In, Out> {
  return {
    ...before,
    blocks,
    add(name, module) {
      const own = { variables: prefixNames(name, module.variables), forward: module.forward }
      return extend(
        {
          variables: [...before.variables, ...own.variables],
          forward: (x, pass) => shown(name, module.forward(before.forward(x, pass), pass)),
        },
        withModule(blocks, toBlock(name, own)),
      )
    },
  }
}

/** Shapes are in the chain's types; a list of blocks can only know that they are tensors. */
function toBlock<In, Out>(name: string, { variables, forward }: Module<In, Out>): Block {
  return { name, variables, forward: (x, pass) => forward(x as In, pass) as Tensor }
}

function withModule(blocks: readonly Block[], next: Block): Block[] {
  const last = blocks[blocks.length - 1]
  if (hasKernel(last) && hasKernel(next)) return [...blocks, next]
  return [...blocks.slice(0, -1), join(last, next)]
}

function join(first: Block, second: Block): Block {
  return {
    name: hasKernel(first) ? first.name : second.name,
    variables: [...first.variables, ...second.variables],
    forward: (x: Tensor, pass: Pass) => second.forward(first.forward(x, pass), pass),
  }
}

const hasKernel = ({ variables }: Block): boolean => variables.some(({ name }) => name.endsWith('kernel'))
