/** Joins modules one after another while keeping shapes in the types and names unique. */
import type { Module } from './network'
import { prefixNames } from './variables'

export interface Chain<In, Out> extends Module<In, Out> {
  /** This chain followed by `module`, whose variables are named `name/…`. */
  add<Next>(name: string, module: Module<Out, Next>): Chain<In, Next>
}

/** A chain of one module. */
export function chain<In, Out>(name: string, module: Module<In, Out>): Chain<In, Out> {
  return extend({ variables: prefixNames(name, module.variables), forward: module.forward })
}

function extend<In, Out>(before: Module<In, Out>): Chain<In, Out> {
  return {
    ...before,
    add(name, module) {
      return extend({
        variables: [...before.variables, ...prefixNames(name, module.variables)],
        forward: (x, pass) => module.forward(before.forward(x, pass), pass),
      })
    },
  }
}
